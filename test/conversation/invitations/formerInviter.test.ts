import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import type { Chat } from '../../chat.ts';
import { meets, withProfile } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { invites, salesWoman } from '../../inviting.ts';
import { actorOf, establishment, extranet, helene, lea, marc, nina, owns, usersIn, withEstablishments } from '../../managing.ts';
import { codeIn, withGuichet } from '../../support.ts';
import { hasPassword, turnsOn } from '../../twoFactor.ts';

const newUser = { email: nina.email, givenName: 'Nina', familyName: 'Vidal' };

/** «Mes invitations». */
const lists = (chat: Chat): Promise<void> => chat.sends('invite.list', { verb: 'invite.list', nonce: 'any' });

test('EX-6 an invitation that was sent through a tie is of no use once that tie has ended, and its sender sees it no more', () =>
  withEstablishments({}, async (its) => {
    const own = await owns(its, helene);
    const thief = await owns(its, { ...bruno, email: helene.email });
    await thief.says('ajouter un utilisateur extranet');
    await thief.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), ...newUser });
    await thief.presses('addUser.send', { rights: 'administration' });
    thief.hears('L’invitation est partie');
    const before = await usersIn(its, 'H-PARIS');
    await lists(thief);
    thief.hears('Nina Vidal');
    await own.says('mon compte');
    await own.presses('account.endTie');
    await its.mails();
    await thief.says('bonjour');
    await lists(thief);
    assert.doesNotMatch(thief.heard, /Nina|nina/);
    const accomplice = await meets(its, nina);
    await accomplice.says('accepter mon invitation extranet');
    await accomplice.presses('acceptInvitation.address', { email: nina.email });
    await accomplice.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
    accomplice.hears('ne peut plus inviter sur ce portail');
    assert.deepEqual(await usersIn(its, 'H-PARIS'), before);
  }));

test('RC-8 whose address in the roster is no inviter’s any more sees no names of those whom they invited, and is told nothing in chat', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const chat = await invites(its);
    await its.mails();
    await lists(chat);
    chat.hears('Ada Lovelace');
    const at = its.connector.members.findIndex(({ id }) => id === salesWoman.id);
    its.connector.members[at] = { ...salesWoman, email: 'sonia.lambert@elsewhere.example', userPrincipalName: 'sonia.lambert@elsewhere.example' };
    await chat.says('bonjour');
    await lists(chat);
    assert.doesNotMatch(chat.heard, /Ada|ada@/);
    its.passes(31 * day);
    await its.mails();
    assert.doesNotMatch(chat.heard, /Ada|ada@/);
  }));

test('EX-6 EX-5 who administers an establishment no more is told neither by mail nor in chat what became of their invitations, and sees no replacement', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const replaced = { organisationId: await establishment(its, 'H-PARIS'), old: marc.email, ...newUser };
    assert.ok((await its.core.establishments.changeEmail.replace(await actorOf(its, chat), extranet(its), replaced)).ok);
    assert.ok(await its.core.establishments.changeEmail.open(await actorOf(its, chat), extranet(its)));
    await its.mails();
    await its.db.updateTable('organisationMember').set({ role: 'member' }).execute();
    assert.equal(await its.core.establishments.changeEmail.open(await actorOf(its, chat), extranet(its)), undefined);
    await chat.says('bonjour');
    its.passes(31 * day);
    assert.deepEqual(await its.mails(), []);
    assert.doesNotMatch(chat.heard, /Nina/);
  }));

test('RC-8 an administrator is told of their invitations at the address that their account has now', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const { inviteUser } = its.core.establishments;
    assert.ok((await inviteUser.invite(await actorOf(its, chat), extranet(its), await establishment(its, 'H-PARIS'), newUser, ['invoices'])).ok);
    await its.mails();
    const moved = { email: 'h.roux@hotel.example', emailKey: 'h.roux@hotel.example' };
    await its.db.updateTable('account').set(moved).where('emailKey', '=', helene.email).execute();
    its.passes(31 * day);
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      [moved.email],
    );
  }));

test('RC-2 OU-11 a tie to an account with a second factor accepts no invitation without a code from its mailbox', () =>
  withProfile(
    (profile) => profile.replace('procedures:\n', 'procedures:\n  twoFactor: {}\n'),
    (folder) =>
      withEstablishments({ env: { PORTALS_DIR: folder } }, async (its) => {
        const whose = { portal: 'extranet', identifier: marc.email, password: 'phare de la pointe' };
        const inviter = await owns(its, lea);
        const invited = { email: marc.email };
        const bruges = await establishment(its, 'H-BRUGES');
        assert.ok((await its.core.establishments.inviteUser.invite(await actorOf(its, inviter), extranet(its), bruges, invited, ['invoices'])).ok);
        await hasPassword(its, whose);
        await turnsOn(its, whose);
        const chat = await owns(its, marc);
        await its.mails();
        await chat.says('accepter mon invitation extranet');
        await chat.presses('acceptInvitation.address', { email: marc.email });
        await chat.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
        await chat.presses('acceptInvitation.agree');
        assert.ok((await usersIn(its, 'H-BRUGES')).some((user) => user.startsWith(marc.email)));
      }),
    'extranet',
  ));
