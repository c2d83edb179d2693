import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { actionsOf, type Chat } from '../../chat.ts';
import { withProfile } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { accountOf, actorOf, establishment, extranet, helene, marc, nina, owns, usersIn, withEstablishments } from '../../managing.ts';
import { type Guichet, withGuichet } from '../../support.ts';
import { hasPassword, linksAccount, turnsOn } from '../../twoFactor.ts';

const whose = { portal: 'extranet', identifier: helene.email, password: 'phare de la pointe' };

/** Hélène's account has a second factor, and both her chat and Bruno's are tied to it. */
const withFactor = (story: (its: Guichet, chats: { own: Chat; thief: Chat; factor: Awaited<ReturnType<typeof turnsOn>> }) => Promise<void>) =>
  withProfile(
    (profile) => profile.replace('procedures:\n', 'procedures:\n  twoFactor: {}\n'),
    (folder) =>
      withEstablishments({ env: { PORTALS_DIR: folder } }, async (its) => {
        await hasPassword(its, whose);
        const factor = await turnsOn(its, whose);
        const own = await owns(its, helene);
        const thief = await owns(its, { ...bruno, email: helene.email });
        await its.mails();
        await story(its, { own, thief, factor });
      }),
    'extranet',
  );

const toldOf = async (its: Guichet) => (await its.mails()).filter(({ text }) => /depuis votre compte/i.test(text));

/** As far as the rights of a new user. */
async function invites(its: Guichet, chat: Chat, rights: string): Promise<void> {
  await chat.says('ajouter un utilisateur extranet');
  await chat.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
  await chat.presses('addUser.send', { rights });
}

/** As far as the users of H-PARIS. */
async function lists(its: Guichet, chat: Chat): Promise<void> {
  await chat.says('supprimer un utilisateur extranet');
  await chat.presses('removeUser.choose', { organisation: await establishment(its, 'H-PARIS') });
}

/** As far as one of them. */
async function manages(its: Guichet, chat: Chat, email: string): Promise<void> {
  await lists(its, chat);
  await chat.presses('removeUser.manage', {}, { choice: await accountOf(its, email) });
}

test('OU-11 a tie is not enough where a second factor is on: inviting, seeing the users, replacing one and the deeds themselves ask for its code', () =>
  withFactor(async (its, { thief }) => {
    const before = await usersIn(its, 'H-PARIS');
    await invites(its, thief, 'administration');
    thief.hears('D’abord, votre second facteur');
    await thief.presses('addUser.factor', { code: '000000' });
    thief.hears('n’est pas le bon');
    await lists(its, thief);
    thief.hears('D’abord, votre second facteur');
    assert.doesNotMatch(thief.heard, /Marc|marc\.petit/);
    await thief.says('changer l’adresse e-mail extranet');
    const replaced = { organisation: await establishment(its, 'H-PARIS'), old: marc.email, email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    await thief.presses('changeEmail.invite', replaced);
    thief.hears('D’abord, votre second facteur');
    await thief.says('tout annuler');
    await thief.says('changer l’adresse e-mail extranet');
    await thief.presses('changeEmail.invite', { ...replaced, old: 'personne@hotel.example' });
    thief.hears('D’abord, votre second facteur');
    assert.deepEqual(await usersIn(its, 'H-PARIS'), before);
    assert.deepEqual(await its.db.selectFrom('invitation').select('id').execute(), []);
    const refused = await its.db.selectFrom('audit').select('action').where('outcome', '=', 'factor.needed').orderBy('id').execute();
    assert.deepEqual(
      refused.map(({ action }) => action),
      ['addUser.invited', 'addUser.invited', 'addUser.invited'],
    );
  }));

test('OU-11 a second factor that was taken out of the records keeps the chat closed, whatever code is typed', () =>
  withFactor(async (its, { thief, factor }) => {
    await its.db.deleteFrom('secondFactor').execute();
    await lists(its, thief);
    thief.hears('D’abord, votre second facteur');
    await thief.says(factor.code());
    assert.doesNotMatch(thief.heard, /Marc|marc\.petit/);
  }));

test('OU-11 the code of the app is good for this person and account alone, for 15 minutes, and what waited for it is done', () =>
  withFactor(async (its, { own, thief, factor }) => {
    await invites(its, own, 'administration');
    assert.ok(actionsOf(own.card).some(({ data }) => data?.verb === 'addUser.factor'));
    await own.says(factor.code());
    own.hears('L’invitation est partie', nina.email);
    const [told] = await toldOf(its);
    assert.equal(told?.to, helene.email);
    assert.match(told?.text ?? '', /invité[^.]*comme administrateur de H-PARIS[\s\S]*nina\.vidal@hotel\.example[\s\S]*Hélène Roux/);
    await lists(its, thief);
    thief.hears('D’abord, votre second facteur');
    await thief.presses('removeUser.factor', { code: factor.code() });
    thief.hears('n’est pas le bon');
    await manages(its, own, marc.email);
    await own.presses('removeUser.rights');
    await own.presses('removeUser.save', { rights: 'administration' });
    own.hears('Les droits sont modifiés');
    assert.match((await toldOf(its))[0]?.text ?? '', /est devenu administrateur[\s\S]*marc\.petit@hotel\.example/);
    await manages(its, own, marc.email);
    its.passes(15 * minute);
    await own.presses('removeUser.ask');
    await own.presses('removeUser.remove');
    own.hears('D’abord, votre second facteur');
    await own.presses('removeUser.factor', { code: factor.codes[0] ?? '' });
    own.hears('Marc Petit');
    assert.match((await toldOf(its))[0]?.text ?? '', /a été supprimé[\s\S]*marc\.petit@hotel\.example/);
    assert.ok((await usersIn(its, 'H-PARIS')).every((user) => !user.startsWith(marc.email)));
  }));

test('OU-11 the core refuses without the factor, whatever the card; wrong codes of a tied chat use up none of the sign-in’s', () =>
  withFactor(async (its, { thief, factor }) => {
    const actor = await actorOf(its, thief);
    const paris = await establishment(its, 'H-PARIS');
    const { inviteUser, users } = its.core.establishments;
    const refusedBy = (outcome: { ok: true } | { ok: false; refusals: readonly { key: string }[] }) => (outcome.ok ? 'ok' : outcome.refusals[0]?.key);
    const user = { email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    assert.equal(refusedBy(await inviteUser.invite(actor, extranet(its), paris, user, ['invoices'])), 'factor.needed');
    assert.equal(refusedBy(await users.setRights(actor, extranet(its), paris, await accountOf(its, marc.email), ['administration'])), 'factor.needed');
    assert.equal(refusedBy(await users.remove(actor, extranet(its), paris, await accountOf(its, marc.email))), 'factor.needed');
    assert.equal(refusedBy(await users.list(actor, extranet(its), paris, { limit: 5 })), 'factor.needed');
    assert.equal(refusedBy(await users.one(actor, extranet(its), paris, await accountOf(its, marc.email))), 'factor.needed');
    const outcomes = [];
    for (let tries = 0; tries < 11; tries += 1) outcomes.push(refusedBy(await its.core.signIn.chatFactor.pass(actor, extranet(its), paris, '000000')));
    assert.deepEqual(outcomes, [...Array(10).fill('twoFactor.wrong'), 'twoFactor.tries']);
    assert.equal(refusedBy(await its.core.signIn.chatFactor.pass(actor, extranet(its), paris, factor.code())), 'twoFactor.tries');
    assert.ok((await its.mails()).some(({ to, subject }) => to === helene.email && subject.includes('double authentification')));
    assert.ok((await its.core.signIn.twoFactor.renew(factor.ticket, factor.code(), { ip: '192.0.2.7', locale: 'fr' })).ok, 'the owner’s page');
  }));

test('EX-7 without a second factor, the owner of the account is still told of each administrator that is made in its name', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await manages(its, chat, marc.email);
    await chat.presses('removeUser.rights');
    await chat.presses('removeUser.save', { rights: 'reservations,invoices' });
    assert.deepEqual(await toldOf(its), [], 'not of other rights');
    await manages(its, chat, marc.email);
    await chat.presses('removeUser.rights');
    await chat.presses('removeUser.save', { rights: 'administration' });
    assert.equal((await toldOf(its))[0]?.to, helene.email);
    await invites(its, chat, 'administration');
    assert.equal((await toldOf(its))[0]?.to, helene.email);
  }));

test('OU-7 OU-11 an organisation’s administrator with a second factor adds nobody by chat without its code', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await linksAccount(its);
    const factor = await turnsOn(its);
    const { id: accountId } = await its.db.selectFrom('account').select('id').where('portal', '=', 'outscale').executeTakeFirstOrThrow();
    const made = { reference: 'ABCD-1234', portal: 'outscale', name: 'ACME', siret: null, country: 'FR', domicile: '', details: '{}', establishment: null };
    const decided = { status: 'validated', createdBy: 'x', createdAt: 1, decidedAt: 1, decidedBy: 'x', reason: null };
    await its.db
      .insertInto('organisation')
      .values({ id: 'acme', ...made, ...decided })
      .execute();
    const member = { id: 'm', organisationId: 'acme', portal: 'outscale', accountId, role: 'administrator', grantedBy: 'x', grantedAt: 1, endedAt: null };
    await its.db.insertInto('organisationMember').values(member).execute();
    await its.mails();
    await its.chat.says('ajouter un utilisateur outscale');
    await its.chat.presses('addUser.add', { email: 'zoe@acme.example', givenName: 'Zoé', familyName: 'Petit' });
    its.chat.hears('D’abord, votre second facteur');
    assert.deepEqual(await its.mails(), []);
    await its.chat.presses('addUser.factor', { code: factor.code() });
    assert.ok((await its.mails()).some(({ to }) => to === 'zoe@acme.example'));
  }));

test('EX-7 rights that are given and taken over and over fill no mailbox, and the last mail says who administers in the end', () =>
  withEstablishments({}, async (its) => {
    const actor = await actorOf(its, await owns(its, helene));
    const [paris, user] = [await establishment(its, 'H-PARIS'), await accountOf(its, marc.email)];
    const { setRights } = its.core.establishments.users;
    for (let times = 0; times < 25; times += 1)
      assert.ok((await setRights(actor, extranet(its), paris, user, [times % 2 === 0 ? 'administration' : 'invoices'])).ok);
    const told = await toldOf(its);
    assert.equal(told.length, 10);
    assert.match(told[1]?.text ?? '', /redevenu simple utilisateur/);
    its.passes(60 * minute);
    const [last, ...others] = await toldOf(its);
    assert.deepEqual(others, []);
    assert.match(last?.text ?? '', /de nombreuses fois[\s\S]*helene\.roux@hotel\.example, marc\.petit@hotel\.example/);
  }));
