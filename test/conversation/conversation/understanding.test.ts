import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { actionsOf } from '../../chat.ts';
import { channelUnderTest, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);

for (const [locale, says, shown] of [
  ['fr', 'slt g oublier mon mdp octopus tu pe maider', 'Octopus · Étape 1 sur 3'],
  ['fr', 'Bonjour, je viens d’arriver dans l’équipe. Je n’ai pas encore de compte InvGate. Comment faire ?', 'InvGate Service Desk · Étape 1 sur 3'],
  // Where nobody vouches for who asks, support does it (OC-2).
  ['fr', 'je ne connais plus mon compte unifié', channelUnderTest === 'msteams' ? /^Octopus\nRetrouver mon compte unifié/ : /^Octopus\nTransmettre au support/],
  ['en', 'wanna sign up 4 octopus', 'Octopus · Step 1 of 3'],
] as const)
  test(`«${says}» begins at once, at its portal`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(shown);
    }));

for (const [locale, says, offered] of [
  ['fr', 'invitation', ['acceptInvitation.start', 'invite.start']],
  ['en', 'something about my password', ['changePassword.start', 'reset.start']],
] as const)
  test(`«${says}» is not clear: nothing begins, and the nearest are offered as buttons`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(says);
      for (const verb of offered) assert.ok(verbsOf(chat.card).includes(verb), `${verb} is not among ${verbsOf(chat.card)}`);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
    }));

for (const [locale, says, heard] of [
  ['fr', 'l’imprimante du 3e ne marche plus', 'Cela, je ne sais pas le faire'],
  ['fr', 'mot de passe du Wi-Fi invités', 'Cela, je ne sais pas le faire'],
  ['fr', 'ok merci beaucoup', 'Avec plaisir'],
  ['en', 'the Excel macro fails', 'That isn’t something I can do'],
  ['en', 'reset my phone', 'That isn’t something I can do'],
  ['en', 'thanks!', 'My pleasure'],
] as const)
  test(`«${says}» is answered kindly; nothing begins, nothing is guessed, nothing is kept`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(says);
      chat.hears(heard);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      assert.deepEqual(await db.selectFrom('unheard').selectAll().execute(), []);
    }));

for (const [locale, says] of [
  [
    'fr',
    [
      ['il fait quel temps', 'en quoi je peux vous aider'],
      ['raconte une blague', 'Cela non plus'],
      ['merci', 'Écrivez-moi'],
      ['merci beaucoup', 'Je vous en prie'],
    ],
  ],
  [
    'en',
    [
      ['what is the weather like', 'how I can help'],
      ['tell me a joke', 'Not that either'],
      ['thanks', 'Write to me'],
      ['thank you', 'You’re welcome'],
    ],
  ],
] as const)
  test(`TALK-13 small talk twice in a row is answered in fewer words the second time, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says('octopus');
      for (const [text, hears] of says) (await chat.says(text)).hears(hears);
      await chat.says(says[1][0]);
      assert.doesNotMatch(chat.heard, /Cela non plus|Not that either/);
      await chat.says(says[0][0]);
      assert.doesNotMatch(chat.heard, /\[/);
    }));

test('small talk in the middle of a procedure is no answer to it', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp extranet oublié');
    await chat.says('ok');
    chat.hears('Il me faut encore ceci', 'Extranet · Étape 1 sur 3');
    await chat.says('merci');
    chat.hears('Avec plaisir');
    assert.ok(verbsOf(chat.card).includes('reset.send'), 'the card stays');
    assert.deepEqual(await mails(), []);
  }));

test('a comment that begins like a command is a comment', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('parler au support octopus');
    await chat.says('Laissez tomber le bidule, le zigouigoui clignote');
    chat.hears('Relisez, complétez si besoin, puis envoyez');
    assert.deepEqual(await mails(), [], 'nothing leaves before it is sent');
    await chat.presses('support.send', { comment: 'Laissez tomber le bidule, le zigouigoui clignote' });
    chat.hears(/Transmis/);
    assert.match((await mails())[0]?.text ?? '', /zigouigoui/);
  }));

test('what was not understood is kept without personal data, and npm run stats shows it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const database = `sqlite:${join(folder, 'guichet.sqlite')}`;
  try {
    await withGuichet({ database }, async ({ chat }) => {
      const strange = 'je suis Jeanne Durand, mon zigouigoui clignote au 06 12 34 56 78';
      await chat.says(strange);
      chat.hears('Je n’ai pas compris');
      await chat.says(strange);
      chat.hears('Je ne comprends toujours pas');
      await chat.says('le bidule violet');
      await chat.says('mdp octopus oublié');
      await chat.says('le bidule violet clignote encore');
    });
    const { stdout, status } = spawnSync(process.execPath, [join(import.meta.dirname, '../../../bot/commands/stats.ts')], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, DATABASE_URL: database },
    });
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^rest +3\n +2 +fr +je suis \[name\], mon zigouigoui clignote au \[number\]\n +1 +fr +le bidule violet\nreset\.ask +1\n +1 +fr +le bidule violet clignote encore$/m,
    );
    assert.doesNotMatch(stdout, /Jeanne|Durand|06/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

for (const [text, locale] of [
  ['mon mot de passe est Toto1234!', 'fr'],
  ['Toto1234!', 'fr'],
  ['my password is hunter2022', 'en'],
] as const)
  test(`ALL-1 «${text}» is not taken as an answer, shown or kept, and its writer is told what to do`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.says(text);
      chat.hears(locale === 'fr' ? 'N’écrivez jamais de mot de passe ici' : 'Never write a password here');
      assert.doesNotMatch(JSON.stringify(chat.card), /Toto1234|hunter2022/);
      const kept = [await db.selectFrom('keyv').selectAll().execute(), await db.selectFrom('unheard').selectAll().execute()];
      assert.doesNotMatch(JSON.stringify(kept), /Toto1234|hunter2022/);
    }));

test('a sentence about a password, an address or a reference is no password', () =>
  withGuichet({}, async ({ chat }) => {
    for (const text of ['mon mot de passe est expiré', 'mdp : oublié', 'alice.martin2@corp.example', 'KNZC-T2WJ', 'ok !!']) {
      await chat.says(text);
      assert.doesNotMatch(chat.heard, /N’écrivez jamais/, text);
    }
  }));
