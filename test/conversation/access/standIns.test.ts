import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat } from '../../chat.ts';
import { statusOf } from '../../deciding.ts';
import { decideLinkIn } from '../../decidingByMail.ts';
import { aliceAccount, asks, claire, colleague, hugo, meets, nadia, samuel, withProfile } from '../../enrolling.ts';
import { alice } from '../../fakes/connector.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const decidedBy = (stage: string) => (profile: string) => profile.replace(/(- id: network\n.*\n) {4}approvers: .*\n/, `$1${stage}`);
const people = (...who: readonly string[]) => `    approvers: [${who.map((one) => `${one}@example.org`).join(', ')}]\n`;

const withStage = (stage: string, story: (its: Guichet) => Promise<void>) =>
  withProfile(decidedBy(stage), (folder) => withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, story));

/** Hands their decisions over until the end of the month. */
async function handsOver(its: Guichet, chat: Chat, to: { email: string }) {
  await chat.presses('absence.set', { from: '', to: '2026-11-30', delegate: to.email }, { card: (await chat.says('je suis absent')).card });
  chat.hears('décide pour vous');
  await its.mails();
}
const asked = (its: Guichet) => its.db.selectFrom('approvalCard').select('approver').orderBy('approver').execute();
const names = async (its: Guichet) => (await asked(its)).map(({ approver }) => approver.split('.')[0]);

test('GOV-2 a delegate who is away too: the chain is followed to who is there; in a circle everybody keeps their own', () =>
  withStage(people('hugo.marchand'), async (its) => {
    const [ofHugo, ofClaire, ofNadia] = [await meets(its, hugo), await meets(its, claire), await meets(its, nadia)];
    await handsOver(its, ofHugo, claire);
    await handsOver(its, ofClaire, nadia);
    const [id] = await asks(its, ['network']);
    assert.deepEqual(await names(its), ['nadia']);
    ofNadia.hears('Vous décidez pour Hugo Marchand');
    // Nadia leaves as well, and names Hugo: nobody of the three is there.
    await handsOver(its, ofNadia, hugo);
    await ofHugo.says('à décider');
    assert.doesNotMatch(ofHugo.heard, /décide pour vous/);
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
  }));

test('GOV-2 nobody decides on their own request through a delegation, nor chooses who does', () =>
  withStage(people('hugo.marchand'), async (its) => {
    const [ofHugo] = [await meets(its, hugo), await meets(its, claire)];
    await its.chat.says('bonjour');
    await handsOver(its, ofHugo, alice);
    const [id] = await asks(its, ['network']);
    assert.deepEqual(await names(its), ['hugo']);
    ofHugo.hears('Alice Martin');
    for (const verb of ['decide.approve', 'decide.open']) await its.chat.sends(verb, { verb, nonce: 'any', enrollment: id });
    // Who asks is away too, and would hand it on.
    await handsOver(its, its.chat, claire);
    await its.chat.says('à décider');
    assert.equal(await statusOf(its, id), 'pending');
    assert.deepEqual(await names(its), ['hugo']);
    assert.equal(its.chat.heard.includes(aliceAccount), false);
  }));

test('GOV-2 where several have to agree one head counts once: who is asked themselves, or stands in for one, stands in for no other', () =>
  withStage(`${people('hugo.marchand', 'claire.fontaine', 'samuel.okafor')}    decision: all\n`, async (its) => {
    const [ofHugo, ofClaire, ofSamuel, ofNadia] = [await meets(its, hugo), await meets(its, claire), await meets(its, samuel), await meets(its, nadia)];
    await handsOver(its, ofHugo, claire);
    await handsOver(its, ofSamuel, nadia);
    const [id] = await asks(its, ['network']);
    // Claire is asked as herself, so Hugo keeps his part; Nadia has Samuel’s.
    assert.deepEqual(await names(its), ['claire', 'hugo', 'nadia']);
    await ofClaire.presses('decide.approve');
    await ofClaire.says('à décider');
    assert.doesNotMatch(ofClaire.heard, /Alice Martin/);
    assert.equal(await statusOf(its, id), 'pending');
    // Two clicks at once count as one.
    ofNadia.hears('Alice Martin');
    const { card } = ofNadia;
    await Promise.all([ofNadia.presses('decide.approve', {}, { card }), ofNadia.presses('decide.approve', {}, { card })]);
    await handsOver(its, ofHugo, nadia);
    await ofNadia.presses('decide.approve', {}, { card });
    assert.equal(await statusOf(its, id), 'pending');
    await ofHugo.says('à décider');
    ofHugo.hears('Nadia Benali, pour Samuel Okafor');
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
  }));

test('GOV-2 rights are checked at the deed: a delegate who left, who became a guest, or whose approver is no longer one decides nothing', () =>
  withStage(people('hugo.marchand'), async (its) => {
    const leaver = { ...colleague('Yves', 'Lemaire') };
    const [ofHugo, ofYves] = [await meets(its, hugo), await meets(its, leaver)];
    await handsOver(its, ofHugo, leaver);
    const [id] = await asks(its, ['network']);
    assert.deepEqual(await names(its), ['yves']);
    ofYves.hears('Alice Martin');
    const { card } = ofYves;
    leaver.userRole = 'guest';
    await ofYves.presses('decide.approve', {}, { card });
    ofYves.hears('Rien n’a été changé');
    leaver.userRole = 'user';
    its.connector.members.splice(its.connector.members.indexOf(leaver), 1);
    await ofYves.presses('decide.approve', {}, { card });
    assert.equal(await statusOf(its, id), 'pending');
    // The reminder finds that they have left, and reaches the approver again.
    its.passes(2 * 86_400_000 + 1);
    await its.mails();
    ofHugo.hears('Alice Martin');
    // Their card was not: other people's buttons and ended absences do nothing.
    const { id: absence } = await its.db.selectFrom('absence').select('id').executeTakeFirstOrThrow();
    const ofClaire = await meets(its, claire);
    for (const verb of ['absence.end', 'absence.decline']) await ofClaire.sends(verb, { verb, nonce: 'any', absence });
    ofClaire.hears('déjà terminée');
    assert.equal((await its.db.selectFrom('absence').select('endedAt').executeTakeFirstOrThrow()).endedAt, null);
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
  }));

test('GOV-2 a delegate whom no card reaches gets the mail, decides on its page, and a question of theirs is answered to who decides then', () =>
  withStage(people('hugo.marchand'), async (its) => {
    const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
    await handsOver(its, ofHugo, claire);
    const [before = ''] = await asks(its, ['network']);
    await ofHugo.presses('decide.refuse', { reason: 'Trop tôt' }, { card: (await ofHugo.says('à décider')).card });
    await its.mails();
    assert.equal(await statusOf(its, before), 'refused');
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', {});
    its.connector.answer(403, {}, 1, 'ConversationBlockedByUser');
    const { id = '' } = (await its.db.selectFrom('enrollment').select('id').where('status', '=', 'pending').executeTakeFirst()) ?? {};
    const mail = (await its.mails()).concat(its.inbox.mails).find(({ to, subject }) => to === claire.email && subject.includes('Alice'));
    assert.match(mail?.text ?? '', /Vous décidez pour Hugo Marchand, en son absence/);
    assert.ok(decideLinkIn(mail));
    await ofClaire.says('à décider');
    await ofClaire.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.mails();
    await ofHugo.presses('absence.end', {}, { card: (await ofHugo.says('mes absences')).card });
    await its.mails();
    await its.chat.says('Pour l’audit');
    await its.mails();
    ofHugo.hears('Claire Fontaine, pour Hugo Marchand demande', 'Pour l’audit');
    await ofClaire.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
    ofClaire.hears('Rien n’a été changé');
    assert.equal(await statusOf(its, id), 'pending');
  }));
