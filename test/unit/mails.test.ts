import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSmsInbox } from '../../core/connectors/smsInbox.ts';
import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import { type Locale, translate } from '../../core/foundation/i18n.ts';
import { type MailTemplate, mailTemplates } from '../../core/foundation/outbox/job.ts';
import { inkOn } from '../../core/mails/ink.ts';
import { renderMail } from '../../core/mails/render.ts';
import { smsText } from '../../core/mails/smsText.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import type { Mail } from '../../core/ports.ts';
import { startInbox } from '../fakes/smtp.ts';

const { portals } = await loadPortals([shippedPortals]);
const link = 'https://guichet.example/p/octopus/link/fpvV2tC7eF5uS3cReT_-x';
const all = {
  asker: 'Alice Martin',
  lives: '30 minutes',
  codeLives: '10 minutes',
  when: '20 novembre 2026 à 9\u00a0h\u00a000',
  identifier: 'amartin',
  reference: '7K3M-2QXP',
  organisation: 'ACME LOGICIELS',
  reason: 'forgotIdentifier',
  replyTo: 'alice@corp.example',
  requester: 'Alice Martin',
  email: 'alice.martin@corp.example',
  group: 'Applications métier',
  status: 'approved',
  inviter: 'Sonia Lambert',
  inviterEmail: 'sonia.lambert@sales.example.com',
  company: 'Analytique SARL',
  rights: 'Passer des commandes',
  until: '20 décembre 2026',
  news: 'accepted',
  factor: 'on',
  invited: 'Ada Lovelace',
  on: '20 novembre 2026',
  begins: '2 avril 2027',
  who: 'Bruno Leroy (bruno.leroy@corp.example)',
  channel: 'Microsoft Teams',
  ties: 'Bruno Leroy (bruno.leroy@corp.example)',
  ended: 'Bruno Leroy (bruno.leroy@corp.example)',
  by: 'Alice Martin',
  of: 'Hugo Marchand',
  from: '3 décembre 2026',
  to: '17 décembre 2026',
  link,
  procedure: 'reset',
  at: Date.parse('2026-11-20T08:00:00Z'),
  side: 'new',
  deed: 'rights',
  ip: '192.0.2.7',
  whom: 'marc.petit@hotel.example',
  rests: 1,
  detail0: 'Établissement\tHôtel du Port',
  detail1: 'Adresse\talice@corp.example',
};

function render(
  template: MailTemplate,
  locale: Locale,
  { portal = 'octopus', params = all as Readonly<Record<string, string | number>>, secret = { link, code: '049381' } as Readonly<Record<string, string>> } = {},
) {
  const profile = portals.get(portal);
  assert.ok(profile);
  const mail = renderMail(template, { portal: profile, t: translate(locale), params, secret });
  // Without what keeps words on one line (unbroken.test.ts).
  return { ...mail, html: mail.html.replace(/<span style="white-space:nowrap">(.*?)<\/span>/g, '$1') };
}

/** A real mail server and a mailer to it, gone with the test. */
async function post(t: TestContext) {
  const inbox = await startInbox();
  const mailer = createSmtpMailer(inbox.url);
  t.after(async () => {
    mailer.close();
    await inbox.close();
  });
  return { inbox, mailer };
}

/** What a mailbox shows beside the subject. */
const previewIn = (html: string): string => /<div style="display:none[^>]*>([^&<]*)/.exec(html)?.[1] ?? '';

/** What a reader sees of HTML. */
const seen = (html: string) =>
  html
    .replace(/<style>.*?<\/style>|<head>.*?<\/head>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&#39;/g, "'")
    .replace(/[\s\u00a0]+/g, ' ');

for (const locale of ['fr', 'en'] as const)
  for (const template of mailTemplates)
    test(`ALL-8 ${template} in ${locale} is whole: nothing left open, HTML and text say the same`, () => {
      const { subject, text, html } = render(template, locale);
      for (const part of [subject, text, html.replace(/<style>.*<\/style>/s, '')]) assert.doesNotMatch(part, /\{\w+\}|undefined|\[object/);
      assert.match(html, new RegExp(`<html lang="${locale}"`));
      const words = seen(html);
      for (const line of text.split('\n').filter((line) => line.trim())) {
        const said = line.replace(/[\s\u00a0]+/g, ' ').trim();
        // A row of a table has its colon in the text only.
        if (!words.includes(said)) for (const half of said.split(/ ?: /)) assert.ok(words.includes(half), `«${half}» is not in the HTML`);
      }
      if (locale === 'fr') {
        assert.doesNotMatch(
          `${subject}\n${text}`.replaceAll(link, '').replace(/https?:\S+/g, ''),
          / [:;!?»]|« |\w'\w/,
          'French typography: no-break spaces and ’',
        );
        assert.notEqual(text, render(template, 'en').text);
      }
    });

test('OC-3 the mail says «Changement de mot de passe», that its time is limited, and to ignore it if it was not asked for', () => {
  const { subject, text, html } = render('reset', 'fr');
  assert.equal(subject, 'Octopus\u00a0: réinitialisez votre mot de passe');
  for (const body of [text, html]) {
    assert.match(body, /Changement de mot de passe/);
    assert.match(body, /pendant 30 minutes/);
    assert.match(body, /Si vous n’avez rien demandé, ignorez cet e-mail/);
    assert.match(body, /Demandé à Guichet par Alice Martin, dans/);
  }
});

test('IN-5 the mail has «Reset password» and a help link', () => {
  const { html } = render('reset', 'en', { portal: 'invgate' });
  assert.match(html, new RegExp(`<a href="${link}"[^>]*>Reset password</a>`));
  const help = portals.get('invgate')?.help;
  assert.ok(help && html.includes(`href="${help}"`));
});

test('the whole link is below the button, and on a line of its own in the text', () => {
  const { html, text } = render('setPassword', 'en');
  assert.ok(html.includes(`>${link}</a>`));
  assert.ok(text.split('\n').includes(link));
});

test('ALL-1 the code to type in the chat is in the mail of the link, with its life', () => {
  const { text } = render('reset', 'en');
  assert.match(text, /enter this code in your chat with Guichet, in Microsoft Teams, within 10 minutes:\n\n {4}049381\n/);
  assert.doesNotMatch(render('reset', 'en', { secret: { link } }).text, /code/i);
});

test('IN-7 TALK-13 the code of the page comes alone, begins the subject, and is not in the preview', () => {
  const { subject, text, html } = render('pageCode', 'fr', { params: { lives: '10 minutes' }, secret: { code: '049381' } });
  assert.match(text, /049381/);
  assert.match(subject, /^049381\u00a0:/);
  assert.doesNotMatch(previewIn(html), /049381/);
  assert.doesNotMatch(html, /\/link\//);
});

test('ALL-5 the mail of a changed password says when, and whom to call if it was somebody else', () => {
  const { text } = render('passwordChanged', 'fr');
  assert.match(text, /changé le 20 novembre 2026 à 9\u00a0h\u00a000/);
  assert.match(render('passwordSet', 'fr').text, /enregistré le 20 novembre 2026 à 9\u00a0h\u00a000/);
  assert.match(text, /Ce n’était pas vous\u00a0\?.*assistance\.octopus@example\.org, \+33/);
});

test('IN-1 the excluded are told of their own procedure and whom to ask, and get no link', () => {
  const { text, html } = render('excluded', 'fr', { portal: 'invgate' });
  const reason = portals.get('invgate')?.excluded[0]?.reason;
  assert.ok(reason && text.includes(translate('fr').of(reason)));
  for (const body of [text, html]) assert.doesNotMatch(body, /\/link\/|049381/);
});

test('ALL-10 a support case brings its reference and what was gathered, in order', () => {
  const { subject, text } = render('supportCase', 'fr');
  assert.match(subject, /7K3M-2QXP/);
  assert.match(text, /Établissement\u00a0: Hôtel du Port\nAdresse\u00a0: alice@corp\.example/);
});

test('what people and profiles wrote is escaped, and cannot add a line to the subject', () => {
  const evil = '<img src=x onerror=alert(1)>&"\'';
  const { html } = render('supportCase', 'en', { params: { ...all, reason: evil, detail0: `${evil}\t${evil}` } });
  assert.ok(!html.includes('<img'));
  assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;'));
  const { subject } = render('supportCase', 'en', { params: { ...all, reference: 'x\r\nBcc: all@corp.example' } });
  assert.doesNotMatch(subject, /[\r\n]/);
});

test('what somebody typed on several lines makes no row of its own in the text', () => {
  const { text } = render('supportCase', 'en', { params: { ...all, detail0: 'Comment\tHello\r\nReference: AAAA-AAAA\u2028Reason: none' } });
  assert.match(text, /^Comment: Hello\n {4}Reference: AAAA-AAAA\n {4}Reason: none$/m);
  assert.equal(text.match(/^Reference: /gm)?.length, 1);
});

for (const [asker, told] of [
  ['Zoé d’Angelo-Müller (Ext.)', true],
  ['MARTIN, Alice J.', true],
  ['see https://evil.example', false],
  ['evil.example', false],
  ['x@evil.example', false],
  ['Blocked, call 06 12 34 56 78', false],
  ['a\nb', false],
  ['<b>', false],
  ['a'.repeat(81), false],
] as const)
  test(`a mail ${told ? 'names' : 'does not name'} an asker called ${JSON.stringify(asker.slice(0, 30))}`, () => {
    assert.equal(render('reset', 'en', { params: { ...all, asker } }).text.includes('Requested from Guichet by'), told);
  });

test('the text on a button is read on any accent', () => {
  const contrast = (one: string, other: string) => {
    const luminance = (colour: string) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
        const share = Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
        return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
      }, 0);
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const accent of ['#000000', '#ffffff', '#7a3e9d', '#767676', '#787878', '#ff6600', '#00aa00', '#2f5d8a'])
    assert.ok(contrast(accent, inkOn(accent)) >= 4.5, accent);
});

test('a mail arrives as it was written, with what robots say', async (t) => {
  const { inbox, mailer } = await post(t);
  const { subject, text, html } = render('reset', 'fr');
  const mail: Mail = {
    from: { name: 'Octopus, «l’assistance»', address: 'no-reply@octopus.example' },
    to: 'zoé@corp.example, other@corp.example',
    replyTo: 'help@octopus.example',
    subject,
    text,
    html,
    messageId: 'id1@octopus.example',
    locale: 'fr',
  };
  await mailer.send({ ...mail, to: 'alice@corp.example' });
  await inbox.waitFor(1);
  const [received] = inbox.mails;
  assert.equal(received?.to, 'alice@corp.example');
  assert.equal(received?.subject, subject);
  assert.equal(received?.text, text.trimEnd());
  assert.match(received?.html ?? '', /Changement de mot de passe/);
  const { headers = {} } = received ?? {};
  assert.equal(headers['auto-submitted'], 'auto-generated');
  assert.equal(headers['x-auto-response-suppress'], 'All');
  assert.equal(headers['content-language'], 'fr');
  assert.equal(headers['message-id'], '<id1@octopus.example>');
  assert.match(headers['reply-to'] ?? '', /help@octopus\.example/);

  // An address that holds a list, or a line break, never reaches somebody else.
  await mailer.send(mail).catch(() => undefined);
  await mailer.send({ ...mail, to: 'a@corp.example\r\nBcc: other@corp.example' }).catch(() => undefined);
  await mailer.send({ ...mail, to: 'alice@corp.example', subject: 'x\r\nBcc: other@corp.example' });
  assert.ok(inbox.mails.every(({ to }) => to !== 'other@corp.example'));
  assert.ok(inbox.mails.every(({ headers }) => headers.bcc === undefined));
});

test('IN-7 in development a text message lands in the inbox', async (t) => {
  const { inbox, mailer } = await post(t);
  await createSmsInbox(mailer).send({ to: '+33612345678', text: 'Code: 049381', id: 'id1' });
  assert.deepEqual([inbox.mails[0]?.to, inbox.mails[0]?.text], ['+33612345678@sms.local', 'Code: 049381']);
});

for (const locale of ['fr', 'en'] as const)
  test(`IN-7 the text message in ${locale} has the code and fits in one message of GSM 7`, () => {
    const portal = portals.get('invgate');
    assert.ok(portal);
    const text = smsText({ portal, t: translate(locale), params: { code: '049381', lives: '10 minutes', ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348' } });
    assert.match(text, /049381.*(pour votre mot de passe, demandé depuis|for your password, asked for from) 2001:db8:85a3:8d3:1319:8a2e:370:7348/);
    assert.ok(text.length <= 160);
    assert.match(text, /^[\x20-\x7eéèàùÉ]+$/);
  });

test('IN-10 the mail to an approver says who, with the verified address, and what, and that opening decides nothing', () => {
  const { subject, text, html } = render('approvalAsked', 'fr');
  assert.equal(subject, 'Octopus\u00a0: Alice Martin demande Applications métier (7K3M-2QXP)');
  assert.match(text, /Adresse vérifiée\u00a0: alice\.martin@corp\.example/);
  assert.match(text, /l’ouvrir ne décide de rien/);
  assert.ok(html.includes(`href="${link}"`));
});

for (const [template, says, shown] of [
  ['decideCode', 'sur la page de la demande (valable 10 minutes)', true],
  ['proof', 'dans votre conversation avec Guichet, dans Microsoft Teams (valable 10 minutes)', false],
] as const)
  test(`TALK-13 the code of ${template} comes alone, says where it is typed, and ${shown ? 'begins' : 'is not in'} the subject`, () => {
    const { subject, text, html } = render(template, 'fr', { params: { lives: '10 minutes' }, secret: { code: '049381' } });
    assert.ok(text.includes(says));
    assert.match(text, /049381/);
    assert.equal(subject.startsWith('049381'), shown);
    assert.equal(/\d/.test(subject), shown);
    assert.doesNotMatch(`${text}${html}`, /\/link\/|mot de passe reste/);
  });

for (const [params, says, silent] of [
  [{ status: 'approved', begins: '2 avril 2027' }, /a été approuvée\.\n\nL’accès commence le 2 avril 2027\./, /Motif/],
  [{ status: 'refused', reason: 'Pas ce mois-ci.\nAutorisé : oui' }, /a été refusée\.\n\nMotif\u00a0: Pas ce mois-ci\.\n {4}Autorisé : oui/, /L’accès/],
  [{ status: 'expired' }, /a expiré\u00a0: personne n’a décidé à temps\. Vous pouvez la refaire\./, /Motif|L’accès/],
] as const)
  test(`IN-11 the mail of a decision says «${params.status}», and no more than there is to say`, () => {
    const { text } = render('decided', 'fr', { params: { reference: '7K3M-2QXP', group: 'Réseau', ...params } });
    assert.match(text, says);
    assert.doesNotMatch(text, silent);
  });

for (const template of mailTemplates)
  test(`TALK-13 ${template} shows its first sentence beside the subject, and no code`, () => {
    const { html, text } = render(template, 'en');
    const preview = previewIn(html).replaceAll('&#39;', "'");
    assert.ok(preview.length > 20, preview);
    assert.doesNotMatch(preview, /Hello|049381/);
    assert.ok(text.includes(preview.slice(0, 20)), preview);
  });

test('the code stands before who asked for it, and above the address to copy', () => {
  const proof = render('proof', 'en').text;
  assert.ok(proof.indexOf('049381') < proof.indexOf('Requested from Guichet'));
  const { html } = render('reset', 'en');
  assert.ok(html.indexOf('049381') < html.indexOf('Requested from Guichet'));
  assert.ok(html.indexOf('049381') < html.indexOf('copy this whole address'));
});

test('a button has its room in Outlook too, which knows no padding of a link', () => {
  assert.match(render('reset', 'en').html, /<td align="center" bgcolor="#[0-9a-f]{6}" style="[^"]*mso-padding-alt:13px 26px"/);
});

for (const [template, params, subject] of [
  ['decided', { status: 'approved' }, 'Octopus: request approved, Applications métier (7K3M-2QXP)'],
  ['decided', { status: 'refused' }, 'Octopus: request refused, Applications métier (7K3M-2QXP)'],
  ['memberAdded', {}, 'Octopus: Alice Martin has added you to ACME LOGICIELS'],
  ['setPassword', {}, 'Octopus: Alice Martin has added you to ACME LOGICIELS'],
  ['userRemoved', {}, 'Octopus: Alice Martin has ended your access'],
  ['placeEnded', {}, 'Octopus: Alice Martin has ended your access to ACME LOGICIELS'],
  ['administration', { deed: 'invited' }, 'Octopus: Bruno Leroy (bruno.leroy@corp.example) has invited marc.petit@hotel.example to administer ACME LOGICIELS'],
  [
    'administration',
    { deed: 'removed' },
    'Octopus: Bruno Leroy (bruno.leroy@corp.example) has removed marc.petit@hotel.example, an administrator of ACME LOGICIELS',
  ],
  ['administration', { deed: 'many' }, 'Octopus: Bruno Leroy (bruno.leroy@corp.example) has changed the administrators of ACME LOGICIELS many times'],
  ['addressChanged', { by: 'operator' }, 'Octopus: the portal’s technical team has changed the e-mail address of your account amartin'],
  ['addressChanged', { by: 'directory' }, 'Octopus: the e-mail address of your account amartin has changed in the directory'],
  ['supportCase', {}, 'Octopus: Alice Martin needs help (7K3M-2QXP)'],
  ['supportCase', { topic: 'Forgot my user name' }, 'Octopus: Alice Martin needs help, “Forgot my user name” (7K3M-2QXP)'],
  ['twoFactor', { factor: 'off' }, 'Octopus: two-factor sign-in turned off'],
  ['invitationNews', { news: 'refused' }, 'Octopus: Ada Lovelace has declined the terms'],
] as const)
  test(`TALK-13 a subject says what happened, to whom and by whom: ${subject}`, () => {
    assert.equal(render(template, 'en', { params: { ...all, ...params } }).subject, subject);
  });

for (const template of ['memberAdded', 'setPassword', 'userRemoved', 'placeEnded'] as const)
  test(`TALK-13 ${template} tells somebody who did not ask by whom, to what, and whom to ask`, () => {
    const { text } = render(template, 'en');
    for (const said of ['Alice Martin', 'ACME LOGICIELS', 'assistance.octopus@example.org']) assert.ok(text.includes(said), text);
    assert.doesNotMatch(text, /If you did not ask for this/);
  });

test('TALK-13 who did not ask for a first access reads that nothing is created; only who may have a password reads that it stays', () => {
  const params = { ...all, organisation: undefined, by: undefined } as unknown as typeof all;
  const text = (portal: string, procedure: string) => render('setPassword', 'en', { portal, params: { ...params, procedure } }).text;
  assert.match(text('invgate', 'signUp'), /ignore this e-mail: no account is created\./);
  assert.match(text('octopus', 'signUp'), /your password stays the same\./);
  assert.match(text('outscale', 'createOrganisation'), /ignore this e-mail: nothing changes\./);
});

test('TALK-13 a case is told to support in its own words: who, and nothing that is written for users', () => {
  const { text } = render('supportCase', 'en');
  assert.match(text, /^Alice Martin needs your help on Octopus\./);
  assert.doesNotMatch(text, /Nobody will ask for your password/);
});

test('IN-12 a password set before the portal opens is not answered by “sign in”', () => {
  const { text } = render('passwordSet', 'en', { params: { ...all, opens: 'The portal opens on 2 April 2027.' } });
  assert.match(text, /The portal opens on 2 April 2027\./);
  assert.doesNotMatch(text, /Sign in:/);
});
