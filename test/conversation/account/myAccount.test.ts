import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSignedIn, openBrowser } from '../../browser.ts';
import { actionsOf, openChat } from '../../chat.ts';
import { bruno } from '../../fakes/connector.ts';
import { type Guichet, linkIn, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';
import { alices, hasPassword, joins, linksAccount, turnsOn } from '../../twoFactor.ts';

const { identifier, password } = alices;

const chatOfBruno = ({ url, connector }: Guichet) => openChat({ url, connector, locale: 'fr', channel: 'msteams', who: bruno });

/** What a button of the card that stands carries. */
const dataOf = ({ chat }: Guichet, verb: string): Readonly<Record<string, unknown>> => {
  const button = actionsOf(chat.card).find(({ data }) => data?.verb === verb);
  assert.ok(button?.data, verb);
  return button.data;
};

for (const locale of ['fr', 'en'] as const)
  test(`OU-11 ALL-12 «Mon compte» and two-factor sign-in in chat, the chat moves on with the page, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async (its) => {
      const fr = locale === 'fr';
      const { chat, worker } = its;
      await chat.says(fr ? 'mon compte' : 'my account');
      chat.hears(fr ? 'Je ne connais encore aucun de vos comptes' : 'I don’t know any of your accounts');
      await linksAccount(its);
      chat.hears(fr ? 'Votre mot de passe est enregistré' : 'Your password is set');
      const begins = chat.transcript.length;
      await chat.says(fr ? 'activer la double authentification outscale' : 'turn on two-factor sign-in outscale');
      chat.hears(fr ? `Pas encore activée pour ${identifier}` : `Not on yet for ${identifier}`);
      assert.ok(chat.opens().endsWith('/p/outscale/account/second-factor'));
      await turnsOn(its);
      await worker.drain();
      chat.hears(fr ? 'Double authentification activée' : 'Two-factor sign-in is on', fr ? 'Était-ce facile' : 'Was that easy');
      await chat.says(fr ? 'mon compte' : 'my account');
      chat.hears(
        identifier,
        fr ? 'activée le 20 novembre 2026' : 'on since',
        'Firefox',
        fr ? 'Double authentification activée, le' : 'Two-factor sign-in turned on: 20 November',
      );
      await chat.presses('account.endSession');
      chat.hears(fr ? 'Cette session est fermée' : 'That session has been signed out');
      await chat.presses('account.unlink');
      chat.hears(fr ? 'Le compte lui-même ne change pas' : 'The account itself doesn’t change');
      await chat.presses('account.unlinkNow');
      chat.hears(
        fr ? 'n’est plus lié à cette conversation' : 'no longer linked',
        fr ? 'Je ne connais encore aucun de vos comptes' : 'I don’t know any of your accounts',
      );
      await matchesTranscript('outscale-account', locale, 'outscale: twoFactor, account', chat.transcript.slice(begins));
    }));

test('a session is closed from the chat: its browser is signed out at once, and the audit says by whom', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', identifier, password);
    await its.chat.says('mes sessions');
    await its.chat.presses('account.endSession');
    await isSignedIn(browser, 'outscale', false);
    const record = await its.db.selectFrom('audit').selectAll().where('action', '=', 'session.ended').executeTakeFirstOrThrow();
    const person = await its.db.selectFrom('binding').select('person').executeTakeFirstOrThrow();
    assert.deepEqual([record.actor, record.channel, record.outcome], [person.person, 'msteams', 'ok']);
  }));

test('ALL-4 nobody can see, close or unlink another person’s things, whatever the card carries', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', identifier, password);
    await its.chat.says('mon compte');
    const forged = ['account.endSession', 'account.unlink'].map((verb) => dataOf(its, verb));
    const other = chatOfBruno(its);
    await other.says('bonjour');
    for (const data of forged)
      for (const verb of ['account.show', 'account.endSession', 'account.unlink', 'account.unlinkNow']) {
        await other.sends(verb, { ...data, verb });
        assert.doesNotMatch(other.heard, /alice|Firefox|127\.0\.0\.1/i, verb);
      }
    await isSignedIn(browser, 'outscale', true);
    await its.chat.says('mon compte');
    its.chat.hears(identifier);
  }));

test('a session of another account is not closed by naming it beside an account of one’s own', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    await joins(its, 'outscale', 'zoe@acme.example,zoe@acme.example,Zoé,Petit,,');
    const zoe = { portal: 'outscale', identifier: 'zoe@acme.example', password };
    await hasPassword(its, zoe);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', zoe.identifier, zoe.password);
    const { id } = await its.db.selectFrom('session').select('id').executeTakeFirstOrThrow();
    await openBrowser(its.url).signsIn('outscale', identifier, password);
    await its.chat.says('mon compte');
    await its.chat.sends('account.endSession', { ...dataOf(its, 'account.endSession'), session: id });
    its.chat.hears('était déjà fermée');
    await isSignedIn(browser, 'outscale', true);
  }));

test('ALL-13 on a channel that authenticates nobody, no account is shown, and two-factor sign-in reveals none', () =>
  withGuichet({ channel: 'webchat' }, async (its) => {
    const { chat, mails, page, worker } = its;
    await chat.says('mot de passe outscale oublié');
    await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
    assert.equal((await (await page(linkIn((await mails())[0]))).submits('trois mots sans rapport')).status, 303);
    await worker.drain();
    await its.chat.says('mon compte');
    its.chat.hears('Je ne connais encore aucun de vos comptes');
    await its.chat.says('double authentification outscale');
    its.chat.hears('Elle s’active et se désactive sur une page web');
    assert.doesNotMatch(its.chat.heard, /alice/);
  }));

test('ALL-9 an unlinked account’s chat is told nothing more, and the audit keeps the unlinking', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    await its.chat.says('mon compte');
    await its.chat.presses('account.unlink');
    await its.chat.presses('account.unlinkNow');
    const before = its.chat.transcript.length;
    await turnsOn(its);
    await its.worker.drain();
    assert.equal(its.chat.heard.includes('Double authentification'), false);
    assert.equal(its.chat.transcript.length, before);
    const record = await its.db.selectFrom('audit').selectAll().where('action', '=', 'account.unlinked').executeTakeFirstOrThrow();
    assert.match(record.subject, /^account:/);
  }));

test('OU-11 ALL-10 phone and codes lost: the chat hands over to support with the account it knows', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    await its.chat.says('double authentification outscale');
    await its.chat.presses('twoFactor.support');
    await its.chat.presses('support.send');
    its.chat.hears(/Transmis/);
    assert.match((await its.mails())[0]?.text ?? '', new RegExp(`Double authentification[\\s\\S]*${identifier}`));
  }));
