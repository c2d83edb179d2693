import { actionsOf, type Chat } from './chat.ts';
import type { Guichet } from './support.ts';

/** The verbs of the buttons that stand in a chat. */
export const buttonsOf = (chat: Chat): unknown[] => actionsOf(chat.card).map(({ verb }) => verb);

/** Every copy of a request's card, as it stands in its chat. */
export const copiesOf = ({ connector }: Pick<Guichet, 'connector'>, title: RegExp): string[] => {
  const cards = connector.activities.flatMap(({ id, attachments = [] }) => attachments.map(({ content }) => [id, JSON.stringify(content)] as const));
  return [...new Map(cards).values()].filter((card) => title.test(card));
};

/** How a request stands in the records. */
export const statusOf = async ({ db }: Guichet, id = ''): Promise<string | undefined> =>
  (await db.selectFrom('enrollment').select('status').where('id', '=', id).executeTakeFirst())?.status;
