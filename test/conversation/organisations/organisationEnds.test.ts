import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day } from '../../../core/foundation/clock.ts';
import { hashPassword, verifyPassword } from '../../../core/foundation/passwordHash.ts';
import { actionsOf } from '../../chat.ts';
import { credentials, setCredential } from '../../credentials.ts';
import { decideLinkIn } from '../../decidingByMail.ts';
import { colleague, meets, withProfile } from '../../enrolling.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { begins, cloud, creates, validator, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet } from '../../support.ts';

const organisations = ({ db }: Guichet) => db.selectFrom('organisation').selectAll().execute();
const audited = async ({ db }: Guichet) =>
  (await db.selectFrom('audit').select('action').where('outcome', '=', 'ok').orderBy('at').execute()).map(({ action }) => action);
const groups = async ({ db }: Guichet) => (await db.selectFrom('membership').select('groupId').execute()).map(({ groupId }) => groupId);
const director = colleague('Dorine', 'Rection', 'direction@marketplace.outscale.example.com');
/** The reminder, the escalation and the end, as the defaults of the profile have them. */
const [reminded, escalated, expired] = [day, 3 * day, 30 * day];

test('OU-6 nobody validates: a reminder, then the fallback is asked too, then it expires; the administrator is told, and the SIRET is free again', () =>
  withProfile(
    (profile) => `${profile}\nfallback: [${director.email}]\n`,
    (portals) =>
      withOrganisations({ env: { PORTALS_DIR: portals } }, async (its) => {
        const [approver, fallback] = [await meets(its, validator), await meets(its, director)];
        await creates(its);
        await its.worker.drain();
        approver.hears('ACME LOGICIELS');
        its.passes(reminded);
        await its.worker.drain();
        approver.hears('ACME LOGICIELS', /Relance le /);
        assert.doesNotMatch(fallback.heard, /ACME/);
        its.passes(escalated - reminded);
        await its.worker.drain();
        fallback.hears('ACME LOGICIELS', companies.acme.siret, /Transmise à d’autres responsables le /);
        its.passes(expired - escalated);
        const mails = await its.mails();
        assert.deepEqual(
          mails.map(({ to }) => to),
          [cloud.here],
        );
        assert.match(mails[0]?.text ?? '', /ACME LOGICIELS[\s\S]*a expiré/);
        its.chat.hears('expirée');
        assert.deepEqual(await groups(its), []);
        assert.deepEqual(
          (await audited(its)).filter((action) => /remind|escalate|expire/.test(action)),
          ['createOrganisation.remind', 'createOrganisation.escalate', 'createOrganisation.expire'],
        );
        await its.worker.drain();
        fallback.hears('Expirée : ACME LOGICIELS');
        assert.deepEqual(actionsOf(fallback.card), []);
        await creates(its);
        assert.deepEqual((await organisations(its)).map(({ status }) => status).sort(), ['expired', 'pending']);
      }),
    'outscale',
  ));

test('OU-6 who created an organisation takes it back: the validator’s card says so, nothing is given, and the SIRET is free again', () =>
  withOrganisations({}, async (its) => {
    const approver = await meets(its, validator);
    await creates(its);
    await its.worker.drain();
    await its.chat.says('mes demandes');
    its.chat.hears('ACME LOGICIELS — en attente');
    await its.chat.presses('myRequests.withdraw');
    its.chat.hears('est retirée');
    await its.worker.drain();
    approver.hears('Retirée par le demandeur');
    assert.deepEqual(actionsOf(approver.card), []);
    assert.deepEqual(await groups(its), []);
    assert.ok((await audited(its)).includes('createOrganisation.withdrawn'));
    await creates(its);
    assert.deepEqual((await organisations(its)).map(({ status }) => status).sort(), ['pending', 'withdrawn']);
  }));

test('OU-6 a validator without a chat reads on the mailed page what is asked, and validates with a code; two at once decide once', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    const mail = (await its.mails()).find(({ to }) => to === validator.email);
    const web = await its.page(decideLinkIn(mail));
    const facts = ['ACME LOGICIELS', companies.acme.siret, '12 RUE DES LILAS, 75011 PARIS 11', 'Compte d’origine vérifié', cloud.here];
    const locked = (await web.again()).html;
    for (const fact of facts) assert.ok(!locked.includes(fact), fact);
    await web.sendsCode();
    const [coded] = await its.mails();
    assert.equal(coded?.to, validator.email);
    assert.equal((await web.posts({ code: codeIn(coded) })).status, 303);
    const { html } = await web.again();
    for (const fact of facts) assert.ok(html.includes(fact), fact);
    assert.equal((await organisations(its))[0]?.status, 'pending');
    const answers = await Promise.all([web.posts({ decision: 'approved' }), web.posts({ decision: 'approved' })]);
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    const mails = await its.mails();
    assert.deepEqual(
      mails.map(({ to }) => to),
      [cloud.here],
    );
    assert.match(mails[0]?.text ?? '', /est validée sur OUTSCALE/);
    its.chat.hears('ACME LOGICIELS');
    const [organisation] = await organisations(its);
    assert.deepEqual([organisation?.status, organisation?.decidedBy], ['validated', validator.email]);
    assert.deepEqual(await groups(its), ['domicile-france']);
    assert.match((await web.again()).html, /Approuvée par validation@/);
  }));

test('OU-6 a refusal on the mailed page needs its reason, which reaches the administrator in chat and by mail', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    const web = await its.page(decideLinkIn((await its.mails()).find(({ to }) => to === validator.email)));
    await web.sendsCode();
    const code = codeIn((await its.mails())[0]);
    assert.equal((await web.posts({ decision: 'refused', code })).status, 422);
    assert.equal((await web.posts({ decision: 'refused', reason: 'Le contrat manque', code })).status, 303);
    assert.match((await its.mails()).find(({ to }) => to === cloud.here)?.text ?? '', /refusée[\s\S]*Le contrat manque/);
    its.chat.hears('Le contrat manque');
    assert.equal((await organisations(its))[0]?.status, 'refused');
  }));

for (const password of ['Déjà-Choisi 2026', undefined])
  test(`OU-1 OU-6 an administrator whose account existed before, ${password ? 'with its password' : 'without a password yet'}, keeps it: no second account, ${password ? 'no set-password mail' : 'and the set-password mail'}`, () =>
    withOrganisations({}, async (its) => {
      const [approver, line] = [await meets(its, validator), `A.Martin@ACME.example,${cloud.here},Alice,Martin,,`];
      await importAccounts(its.db, 'outscale', `identifier,email,givenName,familyName,phone,entity\n${line}`, its.now());
      const own = credentials(its.db).selectAll().where('portal', '=', 'outscale').where('identifierKey', '=', cloud.here);
      const passwordHash = password === undefined ? null : await hashPassword(password);
      await setCredential(its.db, { passwordHash }, { portal: 'outscale', identifierKey: cloud.here });
      await creates(its);
      its.chat.hears('attend maintenant sa validation');
      const [mail, ...others] = (await its.mails()).filter(({ to }) => to === cloud.here);
      assert.deepEqual(others, []);
      if (password) {
        its.chat.hears('existait déjà');
        assert.match(mail?.subject ?? '', /attend sa validation/);
        assert.doesNotMatch(mail?.text ?? '', /\/link\//);
      } else await its.chat.presses('createOrganisation.code', { code: codeIn(mail) });
      const accounts = await own.execute();
      assert.equal(accounts.length, 1);
      if (password) assert.ok(await verifyPassword(password, accounts[0]?.passwordHash ?? ''), 'the proof of the other directory touches no password here');
      const member = await its.db.selectFrom('organisationMember').select(['accountId', 'role']).executeTakeFirstOrThrow();
      assert.deepEqual([member.accountId, member.role], [accounts[0]?.id, 'administrator']);
      await approver.presses('decide.approve');
      assert.equal((await its.mails()).filter(({ to, text }) => to === cloud.here && /est validée/.test(text)).length, 1);
      assert.deepEqual(await groups(its), ['domicile-france']);
      // Proven in the other directory alone, the account is not the chat's yet: its own mailbox has to say so.
      if (!password) return;
      await its.chat.says('ajouter un utilisateur outscale');
      await its.chat.presses('addUser.prove', { identifier: cloud.here });
      await its.chat.presses('addUser.code', { code: codeIn((await its.mails())[0]) });
      await its.chat.presses('addUser.add', { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' });
      its.chat.hears('ines@acme.example');
      assert.deepEqual(
        (await audited(its)).filter((action) => /proofAsked|^(enroll|addUser)\.proven/.test(action)),
        ['addUser.proofAsked', 'addUser.proven'],
      );
    }));

test('ALL-7 a draft ends with its link, and what is proven with it; begun again, nothing of it is left', () =>
  withOrganisations({}, async (its) => {
    await begins(its);
    await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
    its.passes(day);
    await its.chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    assert.match(its.chat.opens(), /\/organisation\//);
    assert.equal((await organisations(its)).length, 0);
  }));

test('ALL-11 somebody who created an organisation can say how it went', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    await its.chat.presses('createOrganisation.finish');
    its.chat.hears('Votre organisation est créée', 'Était-ce facile');
    await its.chat.presses('feedback.good');
    const answers = await its.db.selectFrom('feedback').select(['procedure', 'verdict']).execute();
    assert.deepEqual(
      answers.map((answer) => ({ ...answer })),
      [{ procedure: 'createOrganisation', verdict: 'good' }],
    );
  }));
