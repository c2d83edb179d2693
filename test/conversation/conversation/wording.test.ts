import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf } from '../../chat.ts';
import { asks, hugo, meets } from '../../enrolling.ts';
import { withGuichet } from '../../support.ts';

const words = {
  fr: {
    hello: ['bonjour', 'Bonjour Alice, de quel portail s’agit-il'],
    helloAgain: ['salut !', 'Bonjour Alice, que souhaitez-vous faire'],
    menu: ['menu', 'Que souhaitez-vous faire'],
    thanks: ['merci', 'Avec plaisir. Écrivez-moi dès que vous avez besoin d’autre chose.'],
    nothing: ['annuler', 'Il n’y a rien en cours à annuler.'],
    smile: ['🙂', 'Tant mieux'],
    asking: 'mdp extranet oublié',
    reset: 'mdp octopus oublié',
    thanksThere: 'Avec plaisir.',
    other: 'invgate',
    resume: 'Reprendre : Mot de passe oublié – Octopus',
    ok: ['ok', 'Il me faut encore ceci'],
    cancel: 'annuler',
    stopped: /J’ai arrêté «.Mot de passe oublié/,
    mailed: /e-mail reste valable/,
    two: ['débloquer extranet et inviter jean@client.example sur rconnect', /aussi noté.: .* – My rConnect/],
    change: ['changer mon mot de passe extranet', 'Très bien'],
    switched: ['English', 'English it is.'],
  },
  en: {
    hello: ['hello', 'Hello Alice, which portal is it about?'],
    helloAgain: ['hi!', 'Hello Alice, what would you like to do?'],
    menu: ['menu', 'What would you like to do?'],
    thanks: ['thanks', 'My pleasure. Write to me whenever you need something else.'],
    nothing: ['cancel', 'There’s nothing under way to cancel.'],
    smile: ['🙂', 'Glad to hear it'],
    asking: 'forgot my extranet password',
    reset: 'forgot my octopus password',
    thanksThere: 'My pleasure.',
    other: 'invgate',
    resume: 'Continue: Forgot my password – Octopus',
    ok: ['ok', 'I still need this'],
    cancel: 'cancel',
    stopped: /I’ve stopped “(?:Forgot my p|P)assword/,
    mailed: /works until it expires/,
    two: ['unlock extranet and invite jean@client.example to rconnect', /also noted: .* – My rConnect/],
    change: ['change my extranet password', 'Fine'],
    switched: ['français', 'D’accord, continuons en français.'],
  },
} as const;

for (const locale of ['fr', 'en'] as const)
  test(`TALK-13 thanks, a smile and a hello are answered alone and by name; what is left or kept says its portal, and a mail only where one was sent (${locale})`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat, mails }) => {
      const said = words[locale];
      const alone = async ([says, heard]: readonly [string, string]) => {
        const before = chat.transcript.length;
        await chat.says(says);
        chat.hears(heard);
        assert.equal(chat.transcript.length - before, 2, `«${says}» is answered by one message`);
      };
      const answers = async ([says, heard]: readonly [string, string | RegExp]) => (await chat.says(says)).hears(heard);
      await answers(said.hello);
      for (const each of [said.thanks, said.nothing, said.smile]) await alone(each);

      await answers([said.asking, 'Extranet']);
      await answers(said.ok);
      await alone([said.thanks[0], said.thanksThere]);
      await chat.says(said.cancel);
      chat.hears(said.stopped, 'Extranet');
      assert.doesNotMatch(chat.heard, said.mailed);

      await chat.says(said.reset);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await mails();
      await chat.says(said.other);
      assert.ok(
        actionsOf(chat.card).some(({ title }) => title?.replaceAll('\u00a0', ' ') === said.resume),
        chat.heard,
      );
      await answers(said.helloAgain);
      await answers(said.menu);
      await chat.says(said.resume);
      await chat.says(said.cancel);
      chat.hears(said.stopped, said.mailed);

      await answers(said.two);
      await answers([said.change[0], 'Extranet']);
      await chat.presses('changePassword.finish');
      chat.hears(said.change[1]);
      await answers(said.switched);
    }));

for (const [locale, asks, missing, asked, deletes, why] of [
  ['fr', 'mdp octopus oublié', 'je n’ai rien reçu', /Demandé à 9.h.00, pour amartin/, 'supprimez mon compte octopus', 'Cela, c’est le support qui le fait'],
  [
    'en',
    'forgot my octopus password',
    'I did not receive the e-mail',
    /Requested at 09:00, for amartin/,
    'delete my octopus account',
    'That’s something support does',
  ],
] as const)
  test(`TALK-13 a time of today has no date, and what only support does reaches it in the person’s words (${locale})`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat, mails, passes }) => {
      await chat.says(asks);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await mails();
      await chat.says(missing);
      chat.hears(asked);
      passes(24 * 3_600_000);
      await chat.says(missing);
      chat.hears(/20 (?:novembre|November) 2026/);

      await chat.says(deletes);
      chat.hears(why, deletes);
      await chat.presses('support.send', { comment: deletes });
      const [mail] = await mails();
      assert.match(mail?.subject ?? '', /Alice Martin (?:a besoin d’aide|needs help) \(/);
      assert.match(mail?.text ?? '', new RegExp(`(?:Dans ses mots\\u00a0|In their words): ${deletes}`));
    }));

test('TALK-13 one request that waits is shown itself, and who was refused can ask again', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    await asks(its, ['workplace']);
    await approver.says('demandes à traiter');
    approver.hears('Demande à traiter', 'Adresse vérifiée');
    await approver.presses('decide.refuse', { reason: 'Pas ce mois-ci' });
    await its.worker.drain();
    its.chat.hears('Votre demande est refusée', 'InvGate Service Desk');
    assert.ok(actionsOf(its.chat.card).some(({ title, verb }) => title === 'Redemander' && verb === 'enroll.start'));
  }));
