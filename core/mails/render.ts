import type { MailTemplate } from '../foundation/outbox/job.ts';
import { legible } from '../foundation/prose.ts';
import { unbrokenHtml } from '../foundation/unbroken.ts';
import type { Mail } from '../ports.ts';
import type { Block } from './block.ts';
import { asHtml } from './html.ts';
import { type Filling, supportOf } from './parts.ts';
import { subjectOf } from './subject.ts';
import { templates } from './templates.ts';
import { asText } from './text.ts';

/** Renders a mail in the translator's language: subject, HTML and text with the same content. */
export function renderMail(template: MailTemplate, filling: Filling): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { portal, t } = filling;
  // A name may come from a directory or the roster, where nobody refused what it is made of.
  const params = Object.fromEntries(Object.entries(filling.params).map(([name, value]) => [name, typeof value === 'string' ? legible(value) : value]));
  const name = t.of(portal.name);
  const subject = subjectOf(template, { ...filling, params }).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  // Mails to the support team have no greeting, and do not give its own address as a contact.
  const isCase = template === 'supportCase';
  const body: readonly Block[] = templates[template]({ ...filling, params });
  const blocks = [
    ...(isCase
      ? []
      : [{ kind: 'paragraph', text: typeof params.hello === 'string' ? t('mail.hello.name', { name: params.hello }) : t('mail.hello') } as const]),
    ...body,
    ...(portal.help === undefined || isCase ? [] : [{ kind: 'link', intro: t('mail.help'), address: portal.help } as const]),
    ...(isCase ? [] : [{ kind: 'note', text: t('mail.support', supportOf(portal, t)) } as const]),
    { kind: 'note', text: t(isCase ? 'mail.supportCase.sent' : 'mail.automatic', t.named(portal)) } as const,
  ];
  return {
    subject,
    text: asText(blocks, t),
    html: unbrokenHtml(
      asHtml({ locale: t.locale, subject, portal: name, accent: portal.accent, preview: previewOf(body) }, blocks),
      'style="white-space:nowrap"',
    ),
  };
}

/** What mail clients show beside the subject: the first sentence, instead of the greeting. Never a code. */
const previewOf = (body: readonly Block[]): string =>
  body.map((block) => (block.kind === 'paragraph' ? block.text : block.kind === 'code' ? block.intro : '')).find((text) => text !== '') ?? '';
