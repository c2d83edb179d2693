import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

for (const locale of ['fr', 'en'] as const)
  test(`OC-2 «Retrouver mon compte unifié» tells a trusted person their own unified account, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat, db }) => {
      await chat.says(locale === 'fr' ? 'je ne connais plus mon compte unifié octopus' : 'I forgot my octopus unified account');
      chat.hears('amartin');
      assert.deepEqual(
        (await db.selectFrom('audit').select('action').execute()).map(({ action }) => action),
        ['forgotIdentifier.told'],
      );
      await chat.presses('forgotIdentifier.reset');
      assert.match(JSON.stringify(chat.card), /"value":"amartin"/);
      await matchesTranscript('octopus-forgot-identifier', locale, 'octopus: forgotIdentifier', chat.transcript);
    }));

for (const [email, mailed] of [
  ['bruno.leroy@corp.example', 1],
  ['nobody@corp.example', 0],
] as const)
  test(`OC-2 it is mailed to the address typed: ${email}, in the same words`, () =>
    withGuichet({ channel: 'msteams' }, async ({ chat, mails }) => {
      await chat.says('je ne connais plus mon compte unifié octopus');
      await chat.presses('forgotIdentifier.elsewhere');
      await chat.presses('forgotIdentifier.send', { email });
      chat.hears('Si un compte utilise cette adresse, son identifiant vient d’y être envoyé');
      assert.doesNotMatch(chat.heard, /bleroy/);
      const sent = await mails();
      assert.equal(sent.length, mailed);
      if (sent[0]) {
        assert.equal(sent[0].to, 'bruno.leroy@corp.example');
        assert.match(sent[0].text, /bleroy/);
      }
    }));

test('OC-2 who is asking counts, not what a card carries: another address in the answer tells nothing', () =>
  withGuichet({ channel: 'msteams' }, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('forgotIdentifier.start', { email: 'bruno.leroy@corp.example', own: 'bleroy' });
    assert.doesNotMatch(chat.heard, /bleroy/);
    chat.hears('amartin');
  }));

test('OC-2 others are handed to support: another tenant, and a channel that authenticates nobody', async () => {
  await withGuichet({ channel: 'webchat' }, async ({ chat }) => {
    await chat.says('je ne connais plus mon compte unifié octopus');
    chat.hears('Transmettre au support');
    assert.doesNotMatch(chat.heard, /amartin/);
  });
  await withGuichet({}, async ({ chat }) => {
    const elsewhere = { id: 'a:elsewhere', conversationType: 'personal', tenantId: '22222222-2222-4222-8222-222222222222' };
    await chat.says('je ne connais plus mon compte unifié octopus', { conversation: elsewhere, channelData: { tenant: { id: elsewhere.tenantId } } });
    const answered = chat.transcript.length;
    assert.equal(answered, 1, 'answered in the other conversation');
  });
});

test('EX-4 «Vous avez oublié votre nom d’utilisateur ?» is handed to support', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('j’ai oublié mon nom d’utilisateur extranet');
    chat.hears('Transmettre au support');
    await chat.presses('support.send', { comment: 'Hôtel de la Gare, Brest' });
    chat.hears('Transmis');
    const [mail] = await mails();
    assert.equal(mail?.to, 'assistance@extranet.example.com');
    assert.match(mail.text, /Hôtel de la Gare, Brest/);
    assert.match(mail.text, /Alice Martin/);
  }));
