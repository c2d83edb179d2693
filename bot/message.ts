import { type Activity, CardFactory, MessageFactory } from 'botbuilder';

/** A card as a message of its own. */
export const asMessage = (card: object): Partial<Activity> => MessageFactory.attachment(CardFactory.adaptiveCard(card));

/** Whether an activity is of a group or channel, where everybody sees what is shown. */
export const isGroup = ({ conversation }: Pick<Activity, 'conversation'>): boolean =>
  conversation.isGroup === true || ['groupChat', 'channel'].includes(conversation.conversationType);
