import { setTimeout as sleep } from 'node:timers/promises';
import { verifyPassword } from '../../core/foundation/passwordHash.ts';
import { actionsOf, openChat, textOf } from '../chat.ts';
import { credentials } from '../credentials.ts';
import type { Received } from '../fakes/smtp.ts';
import { asksAbout, chatIdOf, clicks } from './approver.ts';
import type { AskDeed, Ledger, ResetDeed } from './ledger.ts';
import { addressOf, approvers, identifierOf, type World } from './world.ts';

/** Everything that differs from what people were told, in words; empty where all is as it should be. Looks at records, mails and cards alone. */
export async function differences(world: World, ledger: Ledger): Promise<string[]> {
  const found = [...ledger.falsehoods];
  for (const deed of ledger.resets) found.push(...(await ofReset(world, deed)));
  for (const deed of ledger.asks) found.push(...(await ofAsk(world, ledger, deed)));
  found.push(...(await ofOldCards(world)));
  const givenUp = await world.db.selectFrom('outbox').select(['kind', 'error']).where('status', 'in', ['given-up', 'held']).execute();
  found.push(...givenUp.map(({ kind, error }) => `given up: ${kind}, ${error}`), ...world.died.map((said) => `a bot ended by itself ${said}`));
  return found;
}

/** Mails to an address, each once however often it was delivered. */
const mailsTo = ({ inbox }: World, address: string): Received[] => [
  ...new Map(inbox.mails.filter(({ to }) => to === address).map((mail) => [mail.headers['message-id'], mail])).values(),
];

/** The texts that the bot sent to a chat by itself. */
const saidTo = ({ connector }: World, chat: string): string[] =>
  connector.activities.flatMap(({ conversationId, text, attachments = [] }) =>
    conversationId === chat ? [text ?? '', ...attachments.map(({ content }) => JSON.stringify(content))] : [],
  );

async function ofReset(world: World, deed: ResetDeed): Promise<string[]> {
  const { db } = world;
  const found: string[] = [];
  const wrong = (that: boolean, what: string) => void (that && found.push(`P${deed.person}: ${what}`));
  const account = await credentials(db)
    .select(['id', 'passwordHash'])
    .where('portal', '=', 'octopus')
    .where('identifier', '=', identifierOf(deed.person))
    .executeTakeFirstOrThrow();
  const set = account.passwordHash !== null;
  const holds = account.passwordHash !== null && (await verifyPassword(deed.password, account.passwordHash));
  wrong(deed.said && !holds, 'the page said that the password is set, and it is not');
  wrong(set && !deed.said && deed.lost === 0, 'the password is set, and nothing said so');
  const requests = await db.selectFrom('request').select('id').where('accountId', '=', account.id).where('procedure', '=', 'reset').execute();
  wrong(deed.mailed && requests.length === 0, 'the chat said that a mail was sent, and there is no request');
  wrong(requests.length > deed.asked, `a mail was asked for ${deed.asked} times, and there are ${requests.length} requests`);
  wrong(deed.dead && !deed.said && !set && requests.length === 1, 'the only link was refused, and nothing was done with it');
  const mails = mailsTo(world, addressOf(deed.person));
  const links = mails.filter(({ text }) => text.includes('/link/')).length;
  wrong(links !== requests.length, `${requests.length} links were asked for, and ${links} mails have one`);
  const done = await db
    .selectFrom('audit')
    .select('id')
    .where('action', '=', 'reset.completed')
    .where('outcome', '=', 'ok')
    .where('subject', '=', `account:${account.id}`)
    .execute();
  wrong(done.length !== (set ? 1 : 0), `the password is ${set ? '' : 'not '}set, and the audit has that ${done.length} times`);
  const told = saidTo(world, `a:P${deed.person}-msteams`).filter((text) => text.includes('Votre mot de passe est enregistré')).length;
  wrong(set && told === 0, 'the password is set, and the chat was never told');
  wrong(!set && told > 0, 'the chat was told of a password that is not set');
  const notices = mails.filter(({ subject }) => /mot de passe/.test(subject) && !/réinitialisez|définissez/.test(subject)).length;
  wrong(notices !== (set ? 1 : 0), `the password is ${set ? '' : 'not '}set, and ${notices} mails say so`);
  return found;
}

async function ofAsk(world: World, ledger: Ledger, deed: AskDeed): Promise<string[]> {
  const { db, connector } = world;
  const found: string[] = [];
  const wrong = (that: boolean, what: string) => void (that && found.push(`P${deed.person}: ${what}`));
  const account = await db
    .selectFrom('account')
    .select('id')
    .where('portal', '=', 'invgate')
    .where('identifier', '=', addressOf(deed.person))
    .executeTakeFirstOrThrow();
  const rows = await db.selectFrom('enrollment').selectAll().where('accountId', '=', account.id).execute();
  wrong(rows.length > (deed.tried > 0 ? 1 : 0), `asked for ${deed.tried > 0 ? 'once' : 'nothing'}, and there are ${rows.length} requests`);
  wrong(deed.reference !== undefined && rows[0]?.reference !== deed.reference, `was told that ${deed.reference} has gone, and it is ${rows[0]?.reference}`);
  const [row] = rows;
  if (!row) return found;
  const { id, reference, status, decidedBy } = row;
  const over = status !== 'pending';
  const asked = await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).execute();
  for (const { address } of asked) {
    const chat = approvers.find(({ email }) => email === address);
    const cards = connector.activities.filter((activity) => chat && activity.conversationId === chatIdOf(chat) && JSON.stringify(activity).includes(id));
    // Who was not asked before somebody else decided is not asked any more.
    wrong(
      !over && cards.length === 0 && mailsTo(world, address).every(({ text }) => !text.includes(reference)),
      `${address} was never asked about ${reference}`,
    );
  }
  const records = await db
    .selectFrom('audit')
    .select('action')
    .where('action', 'in', ['decide.approved', 'decide.refused'])
    .where('outcome', '=', 'ok')
    .where('detail', 'like', `%${id}%`)
    .execute();
  wrong(records.length !== (over ? 1 : 0), `${reference} is ${status}, and was decided ${records.length} times`);
  wrong(over && records[0]?.action !== `decide.${status}`, `${reference} is ${status}, and the audit has ${records[0]?.action}`);
  const by = approvers.find(({ email }) => email === decidedBy);
  for (const { approver, card } of ledger.heard.filter(({ enrollment }) => enrollment === id)) {
    const outcome = /(Approuvée|Refusée) par (.+?) le /.exec(card);
    const is = status === 'approved' ? 'Approuvée' : 'Refusée';
    wrong(
      outcome !== null && (!over || outcome[1] !== is || !by || ![by.name, by.email].includes(outcome[2] ?? '')),
      `${approver} was shown «${outcome?.[0]}», and ${reference} is ${status} by ${decidedBy}`,
    );
  }
  const given = await db.selectFrom('membership').select('provisionedAt').where('enrollmentId', '=', id).execute();
  wrong(given.length !== (status === 'approved' ? 1 : 0), `${reference} is ${status}, and access was given ${given.length} times`);
  wrong(
    given.some(({ provisionedAt }) => provisionedAt === null),
    `${reference} is approved, and access was never set up`,
  );
  const mails = mailsTo(world, addressOf(deed.person)).filter(({ subject }) => /demande (approuvée|refusée)/.test(subject));
  wrong(mails.length !== (over ? 1 : 0), `${reference} is ${status}, and ${mails.length} mails say so`);
  const told = saidTo(world, `a:P${deed.person}-msteams`).filter((text) => text.replaceAll('\u2011', '-').includes(reference)).length;
  wrong(over && told === 0, `${reference} is ${status}, and the chat was never told`);
  return found;
}

const asksIn = (attachments: unknown): boolean => JSON.stringify(attachments ?? []).includes('decide.approve');

/** What still asks for a decision, in chats, on requests that are over: the bot's own copies must not, and a click on any other says how it is. */
async function ofOldCards(world: World): Promise<string[]> {
  const { db, connector, url } = world;
  const found: string[] = [];
  const newest = new Map(connector.activities.map((activity) => [activity.id, activity]));
  const known = new Set((await db.selectFrom('approvalCard').select('activityId').execute()).map(({ activityId }) => activityId));
  for (const activity of newest.values()) {
    const asked = asksAbout(activity);
    const row = asked && (await db.selectFrom('enrollment').select(['status', 'reference']).where('id', '=', asked.enrollment).executeTakeFirst());
    const who = approvers.find((one) => chatIdOf(one) === activity.conversationId);
    if (!asked || !row || !who || row.status === 'pending') continue;
    if (known.has(activity.id)) found.push(`${row.reference} is ${row.status}, and ${who.email} still has a card that asks`);
    const chat = openChat({ url, connector, locale: 'fr', channel: 'msteams', who });
    const card = await clicks(chat, asked.card, 'decide.approve', {}, activity.id);
    const shown = textOf(card);
    if (actionsOf(card).some(({ data }) => data?.verb === 'decide.approve') || !/Approuvée|Refusée/.test(shown))
      found.push(`${row.reference} is ${row.status}, and a click on an old card shows: ${shown}`);
    // Where its id was lost it is noted by the click, and the card is changed for good soon after.
    const ended = () => connector.activities.some(({ id, method, attachments }) => id === activity.id && method === 'PUT' && !asksIn(attachments));
    for (const end = performance.now() + 20_000; !ended() && performance.now() < end; ) await sleep(100);
    if (!ended()) found.push(`${row.reference} is ${row.status}, and a card of it keeps its buttons after a click: ${await knownOf(world, asked)}`);
  }
  return found;
}

/** What the bot knows of the cards of a request, and of their updates: why one of them was not updated. */
async function knownOf({ db }: World, { enrollment, card }: NonNullable<ReturnType<typeof asksAbout>>): Promise<string> {
  const cards = await db.selectFrom('approvalCard').select(['id', 'approver', 'activityId']).where('enrollmentId', '=', enrollment).execute();
  const jobs = await db
    .selectFrom('outbox')
    .select(['reason', 'status', 'attempts', 'error'])
    .where((row) => row.or(cards.map(({ id }) => row('reason', 'like', `%${id}%`))))
    .execute();
  return JSON.stringify({ row: actionsOf(card).map(({ data }) => data?.card), cards, jobs });
}
