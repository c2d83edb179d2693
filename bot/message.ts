import { type Activity, CardFactory, MessageFactory } from 'botbuilder';

/** A card as a message of its own. */
export const asMessage = (card: object): Partial<Activity> => MessageFactory.attachment(CardFactory.adaptiveCard(card));
