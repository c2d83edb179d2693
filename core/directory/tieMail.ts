import type { Dependencies } from '../dependencies.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Locale, type Translator, translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { issueLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { recordRequest } from '../foundation/requests.ts';
import { newId, type Secrets } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { type Tie, tieName, tieNames } from './ties.ts';

/** How long the mailed link ends a tie (ours). The account's page and «Mon compte» do for as long as the tie lasts. */
const tieLinkLife = 30 * day;

/** What the subject of a tie's link begins with; its id follows. */
export const tieSubject = 'tie:';

type Told = { readonly portal: Portal; readonly account: Pick<Account, 'id' | 'identifier' | 'email'>; readonly locale: Locale; readonly now: Millis };

/** Tells an account's owner of a tie: who, when, from which channel, and a link that ends it (ASVS 5.0, 6.3.7). An older link of the tie dies. */
export async function mailTie(
  tx: Tx,
  { secrets, publicUrl }: Pick<Dependencies, 'secrets' | 'publicUrl'>,
  { portal, account, locale, now }: Told,
  tie: Tie,
): Promise<void> {
  const t = translate(locale);
  const subject = `${tieSubject}${tie.id}`;
  const expiresAt = now + tieLinkLife;
  // It belongs to the mailbox and to no chat, above all not to that of the tie.
  const request = { portal: portal.id, procedure: 'tie', person: 'anonymous', subject, accountId: account.id, sentTo: emailKey(account.email) } as const;
  const requestId = await recordRequest(tx, { ...request, locale, now, expiresAt });
  const secret = await issueLink(tx, { requestId, portal: portal.id, purpose: 'tie', subject, now, expiresAt });
  const params = {
    who: tieName(t, tie),
    channel: tiePlace(t, portal, tie),
    ...(tie.issuer !== undefined && { outside: 1 }),
    when: t.date(tie.createdAt, 'dateTime', portal.timeZone),
    identifier: account.identifier,
    until: t.date(expiresAt, 'date', portal.timeZone),
  };
  const link = `${publicUrl}/p/${portal.id}/tie/${secret}`;
  const mail = { kind: 'mail', to: account.email, template: 'tieMade', portal: portal.id, locale, params, secret: { link } } as const;
  await enqueue(tx, secrets, mail, { reason: `tie:${requestId}`, now, dueAt: now });
}

/** Tells an account's owner of ties that somebody else ended: which, and by whom. */
export async function mailTiesEnded(
  tx: Tx,
  { secrets }: { readonly secrets: Pick<Secrets, 'seal'> },
  { portal, account, locale, now }: Told,
  ended: readonly Tie[],
  by: 'owner' | 'operator' | Tie,
): Promise<void> {
  const t = translate(locale);
  const outside = ended.some(({ issuer }) => issuer !== undefined) && { outside: 1 };
  const doer = typeof by === 'string' ? { by: t(`mail.tiesEnded.${by}`), side: by } : { by: tieName(t, by) };
  const params = { ties: tieNames(t, ended), ...outside, ...doer, when: t.date(now, 'dateTime', portal.timeZone), identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'tiesEnded', portal: portal.id, locale, params } as const;
  if (ended.length > 0) await enqueue(tx, secrets, mail, { reason: `ties-ended:${newId()}`, now, dueAt: now });
}

/** Where the person of a tie is met: the chat's channel, or the provider, as the portal's profile calls it. */
export function tiePlace(t: Translator, { signIn }: Pick<Portal, 'signIn'>, { channel, issuer }: Pick<Tie, 'channel' | 'issuer'>): string {
  if (issuer === undefined) return t(`channel.${channelName(channel)}`);
  const host = (url: string) => URL.parse(url)?.host;
  const provider = signIn.openid.find((one) => one.issuer === issuer) ?? signIn.openid.find((one) => host(one.issuer) === host(issuer));
  return provider ? t.of(provider.label) : (host(issuer) ?? issuer);
}

/** The name of a channel in the catalogue. */
const channelName = (channel: string): 'msteams' | 'emulator' | 'webchat' | 'page' | 'cli' =>
  (['msteams', 'emulator', 'page', 'cli'] as const).find((known) => known === channel) ?? 'webchat';
