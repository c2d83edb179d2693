import type { Translator } from '../foundation/i18n.ts';
import type { MailTemplate } from '../foundation/outbox/job.ts';
import type { Filling } from './parts.ts';

/** Codes that are of no use without the link that was opened from the same mailbox: only these may show on a locked phone (docs/security.md). */
const isShown = (template: MailTemplate, { chat }: Filling['params']): boolean => template === 'pageCode' || (template === 'decideCode' && chat === undefined);

/** The subject: what happened, to whom and by whom. What is not known, in a mail of an older version, is left out. */
export function subjectOf(template: MailTemplate, { portal, t, params, secret }: Filling): string {
  const code = isShown(template, params) ? secret.code : undefined;
  const key = code !== undefined ? (`mail.${template === 'decideCode' ? template : 'pageCode'}.subject.shown` as const) : newsOf(template, params);
  return t.say({ key: key ?? `mail.${template}.subject`, params: { ...params, ...t.named(portal), ...(code !== undefined && { code }) } });
}

/** The subject that tells the news, where a template has several. */
function newsOf(template: MailTemplate, params: Filling['params']): Parameters<Translator['say']>[0]['key'] | undefined {
  const one = <const V extends string>(values: readonly V[], value: unknown): V | undefined => values.find((known) => known === value);
  const status = one(['approved', 'refused', 'expired'], params.status);
  const news = one(['accepted', 'refused', 'expired', 'askedAgain'], params.news);
  const factor = one(['on', 'off', 'renewed', 'recovery', 'tries'], params.factor);
  const deed = one(['invited', 'rights', 'lowered', 'removed', 'many'], params.deed);
  const changer = one(['operator', 'directory'], params.by);
  if (template === 'administration') return deed && `mail.administration.subject.${deed}`;
  if (template === 'addressChanged') return changer && `mail.addressChanged.subject.${changer}`;
  if (template === 'supportCase' && params.requester !== undefined) return `mail.supportCase.subject.${params.topic === undefined ? 'help' : 'topic'}`;
  if (template === 'userRemoved' || template === 'placeEnded') return params.by === undefined ? undefined : `mail.${template}.subject.by`;
  if (template === 'accessEnded') return params.who === undefined ? undefined : 'mail.accessEnded.subject.other';
  if (template === 'decideCode') return params.chat === undefined ? undefined : `mail.decideCode.subject.${params.chat === 'absence' ? 'absence' : 'chat'}`;
  if (template === 'absence' && params.news === 'begun') return 'mail.absence.subject.begun';
  if (template === 'absence') return params.news === 'declined' ? 'mail.absence.subject.declined' : undefined;
  if (template === 'askedForYou') return params.waits === undefined ? undefined : 'mail.askedForYou.subject.waits';
  if (template === 'approvalAsked') return params.validates === undefined ? undefined : 'mail.approvalAsked.subject.organisation';
  if (template === 'decided') return status && `mail.decided.subject.${status}`;
  if (template === 'invitationNews') return news && `mail.invitationNews.subject.${news}`;
  if (template === 'accessRemoved') return params.by === undefined ? undefined : 'mail.accessRemoved.subject.by';
  if (template === 'twoFactor')
    return factor === 'off' && params.by === 'operator' ? 'mail.twoFactor.subject.off.operator' : factor && `mail.twoFactor.subject.${factor}`;
  if (template === 'memberAdded' || (template === 'setPassword' && params.organisation !== undefined))
    return params.by === undefined ? undefined : 'mail.added.subject';
  if (template === 'tiesEnded' && params.side === 'operator') return `mail.tiesEnded.subject.${params.outside === undefined ? 'operator' : 'outside.operator'}`;
  if (template === 'tieMade' || template === 'tiesEnded') return params.outside === undefined ? undefined : `mail.${template}.subject.outside`;
  return undefined;
}
