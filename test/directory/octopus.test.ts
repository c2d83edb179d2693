import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { second } from '../../core/foundation/clock.ts';
import { domain, skipWithoutSamba } from '../fakes/samba.ts';
import { type Guichet, linkIn, withGuichet } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';
import { samba, usual } from './servers.ts';

const skip = skipWithoutSamba();
let server: Awaited<ReturnType<typeof samba>>;
let profile: Awaited<ReturnType<typeof profileOn>>;

before(async () => {
  if (skip) return;
  server = await samba();
  profile = await profileOn('octopus', 'octopus-active-directory');
  setEnvironment({
    OCTOPUS_LDAP_SERVER: server.real.url,
    OCTOPUS_LDAP_CA: server.real.ca,
    OCTOPUS_LDAP_NAME: server.real.serverName,
    OCTOPUS_LDAP_ACCOUNT: domain.admin,
    OCTOPUS_LDAP_PASSWORD: domain.password,
  });
});
after(async () => {
  if (skip) return;
  await profile.drop();
  await server.close();
});

const withOctopus = (story: (guichet: Guichet) => Promise<void>) => withGuichet({ env: { PORTALS_DIR: profile.folder } }, story);

/** Asks for a new password and opens the mailed page. */
async function opens(guichet: Guichet, identifier: string) {
  const { chat, mails, page } = guichet;
  await chat.says('mdp octopus oublié');
  await chat.presses('reset.send', { identifier });
  chat.hears('un e-mail vient d’être envoyé');
  const [mail] = await mails();
  return { mail, web: await page(linkIn(mail)) };
}

const audited = async ({ db }: Guichet, action: string) =>
  (await db.selectFrom('audit').select('id').where('action', '=', action).where('outcome', '=', 'ok').execute()).length;

test('OC-3 DIR-3 DIR-5 Octopus on Active Directory: a locked account is reset from chat, and the new password opens the directory', { skip }, () =>
  withOctopus(async (guichet) => {
    const at = await server.put('jdupont', { email: 'jean.dupont@corp.example', familyName: 'Dupont', givenName: 'Jean' });
    for (let tries = 0; tries < 5; tries += 1) await server.opens(at, 'Wrong-Password-1');
    assert.equal(await server.opens(at, usual), false);
    const { mail, web } = await opens(guichet, 'EXAMPLE\\jdupont');
    assert.equal(mail?.to, 'jean.dupont@corp.example');
    const refused = await web.submits('Ab-12');
    assert.match(refused.html, /L’annuaire du portail refuse ce mot de passe/);
    assert.equal((await web.submits('Grand-Large 25!!')).status, 303, 'the link stays good');
    assert.equal(await server.opens(at, 'Grand-Large 25!!'), true);
    await guichet.worker.drain();
    guichet.chat.hears('Votre mot de passe est enregistré');
    assert.equal(await audited(guichet, 'reset.completed'), 1);
    const row = await guichet.db.selectFrom('account').selectAll().where('identifier', '=', 'jdupont').executeTakeFirstOrThrow();
    assert.match(row.directoryId ?? '', /^[0-9a-f]{32}$/);
    assert.deepEqual(await guichet.db.selectFrom('credential').select('accountId').where('accountId', '=', row.id).execute(), [], 'no password is kept');
  }),
);

test('OC-1 OC-2 Octopus on Active Directory: the first password of an account that must change it', { skip }, () =>
  withOctopus(async (guichet) => {
    const at = await server.put('nouveau');
    await server.mustChange(at);
    const { chat, mails, page } = guichet;
    await chat.says('je voudrais m’inscrire sur octopus');
    await chat.presses('signUp.send', { identifier: 'nouveau' });
    const [mail] = await mails();
    const web = await page(linkIn(mail));
    assert.equal((await web.submits('Grand-Large 25!!')).status, 303);
    assert.equal(await server.opens(at, 'Grand-Large 25!!'), true);
  }),
);

test('OC-2 Octopus on Active Directory: a trusted person is told their own unified account; another’s is mailed to its own address', { skip }, () =>
  withGuichet({ env: { PORTALS_DIR: profile.folder }, channel: 'msteams' }, async ({ chat, mails }) => {
    await server.put('amartin', { email: 'alice.martin@corp.example' });
    await server.put('bleroy', { email: 'bruno.leroy@corp.example' });
    await chat.says('je ne connais plus mon compte unifié octopus');
    chat.hears('amartin');
    await chat.presses('forgotIdentifier.elsewhere');
    for (const email of ['bruno.leroy@corp.example', 'nobody@corp.example']) {
      await chat.presses('forgotIdentifier.send', { email });
      chat.hears('Si un compte utilise cette adresse, son identifiant vient d’y être envoyé');
      assert.doesNotMatch(chat.heard, /bleroy/);
      const sent = await mails();
      assert.deepEqual(
        sent.map(({ to, text }) => [to, text.includes('bleroy')]),
        email.startsWith('bruno') ? [[email, true]] : [],
      );
      await chat.says('annuler');
      await chat.says('je ne connais plus mon compte unifié octopus');
      await chat.presses('forgotIdentifier.elsewhere');
    }
  }),
);

test('OC-3 OC-4 OC-5 Octopus on Active Directory: the mail, the profile’s policy beside the directory’s, and back to the portal’s own sign-in', { skip }, () =>
  withOctopus(async (guichet) => {
    const at = await server.put('politique');
    const { mail, web } = await opens(guichet, 'politique');
    assert.match(mail?.html ?? '', /Changement de mot de passe/);
    assert.match(mail?.text ?? '', /30\u00a0minutes[\s\S]*Si vous n’avez rien demandé, ignorez cet e-mail/);
    for (const [password, says] of [
      ['a1!', /au moins 4 caractères/],
      ['sans chiffre', /chiffre/],
      ['12345', /lettre/],
      ['azerty1', /courant|répandu|plus utilisés|fréquent/],
      // Enough for the profile, and too short for the directory.
      ['Ab-12', /L’annuaire du portail refuse ce mot de passe/],
    ] as const) {
      const answered = await web.submits(password);
      assert.equal(answered.status, 422, password);
      assert.match(answered.html, says);
    }
    assert.equal(await server.opens(at, usual), true, 'nothing has changed');
    const answered = await web.submits('Grand-Large 25!!');
    assert.match(await (await fetch(new URL(answered.location ?? '', web.server))).text(), /href="https:\/\/octopus\.example\.org\/"/);
    await guichet.worker.drain();
    guichet.chat.hears('Votre mot de passe est enregistré');
    assert.equal(guichet.chat.opens(), 'https://octopus.example.org/');
    assert.equal(await server.opens(at, 'Grand-Large 25!!'), true);
  }),
);

test(
  'DIR-5 DIR-15 Octopus on Active Directory: a disabled or privileged owner is handed to support once the mailbox is proven; the password stands',
  { skip },
  () =>
    withOctopus(async (guichet) => {
      const disabled = await server.put('parti');
      await server.disable(disabled);
      const guarded = await server.put('chefadmin');
      const { Attribute, Change } = await import('ldapts');
      await server.admin((client) =>
        client.modify(
          `CN=Domain Admins,CN=Users,${domain.base}`,
          new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [guarded] }) }),
        ),
      );
      for (const [identifier, at] of [
        ['parti', disabled],
        ['chefadmin', guarded],
      ] as const) {
        const { web } = await opens(guichet, identifier);
        const answered = await web.submits('Prise-de-Controle 25!');
        assert.match(answered.html, /Assistance Octopus/, identifier);
        assert.equal(await server.opens(at, 'Prise-de-Controle 25!'), false);
        const [handed] = await guichet.mails();
        assert.equal(handed?.to, 'assistance.octopus@example.org');
      }
      assert.equal(await server.opens(guarded, usual), true);
      assert.equal(await audited(guichet, 'reset.completed'), 0);
    }),
);

test('ALL-4 Octopus on Active Directory: known, unknown, disabled and doubled identifiers get one card, and cost the same statements', { skip }, () =>
  withOctopus(async (guichet) => {
    const { chat, statements } = guichet;
    await server.put('connu');
    await server.disable(await server.put('clos'));
    const seen: { card: string; statements: number }[] = [];
    for (const identifier of ['connu', 'inconnu', 'clos', 'con*', 'connu)(cn=*']) {
      await chat.says('mdp octopus oublié');
      const before = statements.length;
      await chat.presses('reset.send', { identifier });
      seen.push({
        card: JSON.stringify(chat.transcript.at(-1))
          .replaceAll(identifier, '…')
          .replace(/"[\w-]{16,}"/g, '""'),
        statements: statements.length - before,
      });
    }
    assert.equal(new Set(seen.map((each) => each.statements)).size, 1, JSON.stringify(seen.map((each) => each.statements)));
  }),
);

test('DIR-8 Octopus on Active Directory: a service account that is locked, expired or must change is the operator’s affair, by name; users hear nothing of it', {
  skip,
}, async () => {
  const at = await server.put('service');
  const { Attribute, Change } = await import('ldapts');
  const replaces = (name: string, type: string, value: string) =>
    server.admin((client) => client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })));
  setEnvironment({ OCTOPUS_LDAP_ACCOUNT: at, OCTOPUS_LDAP_PASSWORD: usual });
  try {
    for (const [spoil, mend, says] of [
      [
        async () => {
          for (let tries = 0; tries < 5; tries += 1) await server.opens(at, 'Wrong-Password-1');
        },
        () => replaces(at, 'lockoutTime', '0'),
        'it is locked',
      ],
      [() => replaces(at, 'pwdLastSet', '0'), () => replaces(at, 'pwdLastSet', '-1'), 'its password must be changed first'],
      [() => server.disable(at), () => replaces(at, 'userAccountControl', '512'), 'it is disabled'],
      // Samba keeps to a date that was written behind its back.
      [async () => server.expire(at), undefined, 'its password has expired'],
    ] as const)
      await withOctopus(async ({ chat, log, mails, passes }) => {
        await spoil();
        for (let times = 0; times < 2; times += 1) {
          await chat.says('mdp octopus oublié');
          await chat.presses('reset.send', { identifier: 'service' });
          chat.hears('L’annuaire du portail ne répond pas');
          assert.doesNotMatch(chat.heard, /verrouillé|service|expiré|désactivé/);
        }
        const problems = log.filter((line) => line.includes('A directory has a problem'));
        assert.equal(problems.length, 1, log.join());
        assert.match(problems[0] ?? '', new RegExp(`the service account CN=service.*is refused: ${says}`));
        assert.ok(!log.join().includes(usual));
        if (!mend) return;
        await mend();
        passes(31 * second);
        await chat.presses('reset.send');
        chat.hears('un e-mail vient d’être envoyé');
        assert.equal((await mails()).length, 1, 'without a restart');
      });
  } finally {
    setEnvironment({ OCTOPUS_LDAP_ACCOUNT: domain.admin, OCTOPUS_LDAP_PASSWORD: domain.password });
  }
});

test(
  'DIR-2 ALL-3 Octopus on Active Directory: a link mailed to an address that the directory has replaced is dead, and the old mailbox is told',
  { skip },
  () =>
    withOctopus(async (guichet) => {
      const at = await server.put('moved', { email: 'moved@corp.example', familyName: 'Moved', givenName: 'Mo' });
      const { mail, web } = await opens(guichet, 'moved');
      assert.equal(mail?.to, 'moved@corp.example');
      const { Attribute, Change } = await import('ldapts');
      const address = new Attribute({ type: 'mail', values: ['moved@new.example'] });
      await server.admin((client) => client.modify(at, new Change({ operation: 'replace', modification: address })));
      const refused = await web.submits('Grand-Large 25!!');
      assert.match(refused.html, /a expiré/);
      assert.equal(await server.opens(at, 'Grand-Large 25!!'), false);
      assert.deepEqual((await guichet.mails()).map(({ to }) => to).sort(), ['moved@corp.example', 'moved@new.example']);
      await web.renews();
      const [again] = await guichet.mails();
      assert.equal(again?.to, 'moved@new.example', 'the directory does not say since when, so nothing rests');
      assert.equal((await (await guichet.page(linkIn(again))).submits('Grand-Large 25!!')).status, 303);
      assert.equal(await audited(guichet, 'account.addressChanged'), 1);
    }),
);
