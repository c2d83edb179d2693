import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountKind } from '../../core/directory/accountsCsv.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { hashPassword, verifyPassword } from '../../core/foundation/passwordHash.ts';
import { numbersOf } from '../../core/foundation/phone.ts';
import { textOf } from '../../core/foundation/spreadsheet.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { credentials, setCredential } from '../credentials.ts';

const header = 'identifier,email,givenName,familyName,phone,entity';

async function directory() {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  return {
    db,
    take: (lines: readonly string[], now = 1, kind: AccountKind = 'any') => importAccounts(db, 'demo', lines.join('\n'), now, kind),
    accounts: () => credentials(db).selectAll().orderBy('identifierKey').execute(),
  };
}

test('the good lines are kept and each bad one is named, with why', async () => {
  const { take, accounts } = await directory();
  const { created, refused } = await take([
    header,
    'alice,alice@corp.example,Alice,Martin,+33 6 12.34-56(78),siege',
    'bob,not an address,Bob,Roy,,',
    ',nobody@corp.example,No,Body,,',
    '',
    'carol,carol@corp.example,Carol',
    'dave,dave@corp.example,"Da"ve,Low,,',
    '"eve","eve@corp.example","Eve","O""Neil, the ""great""",,',
    'fay,fay@corp.example,<b>Fay</b>,Low,06 12,',
    'Alice ,other@corp.example,Al,Ice,,',
    'gus\u202e,gus@corp.example,Gus,Low,,',
    'pаul,paul@corp.example,Paul,Low,,',
  ]);
  assert.equal(created, 2);
  assert.deepEqual(
    (await accounts()).map(({ identifier, familyName, phone, entity }) => [identifier, familyName, phone, entity]),
    [
      ['alice', 'Martin', '+33612345678', 'siege'],
      ['eve', 'O"Neil, the "great"', null, null],
    ],
  );
  assert.deepEqual(
    refused.map(({ line }) => line),
    [3, 4, 6, 7, 9, 10, 11, 12],
  );
  for (const [index, why] of [
    /^email: /,
    /^identifier: /,
    /^3 columns/,
    /quotation mark/,
    /givenName: .*; phone: /,
    /on line 2 already/,
    /^identifier: /,
    /^identifier: /,
  ].entries())
    assert.match(refused[index]?.why ?? '', why);
});

test('a second run changes nothing, a changed line changes its account only, and never a password', async () => {
  const { db, take, accounts } = await directory();
  const lines = [header, 'alice,alice@corp.example,Alice,Martin,,', 'bob,bob@corp.example,Bob,Roy,,'];
  const nothing = { created: 0, updated: 0, unchanged: 0, places: 0, refused: [], changes: [], ignored: [] };
  const made = ['alice', 'bob'].map((identifier) => ({ identifier, what: 'created' }));
  assert.deepEqual(await take(lines, 1), { ...nothing, created: 2, changes: made });
  await setCredential(db, { passwordHash: 'hash', lockedAt: 5 });
  const before = await accounts();
  assert.deepEqual(await take(lines, 2), { ...nothing, unchanged: 2 });
  assert.deepEqual(await accounts(), before);
  const changes = [{ identifier: 'ALICE', what: ['identifier', 'email'] }];
  assert.deepEqual(await take([header, 'ALICE,alice@new.example,Alice,Martin,,'], 3), { ...nothing, updated: 1, changes });
  const [alice, bob] = await accounts();
  assert.deepEqual(
    [alice?.id, alice?.identifier, alice?.emailKey, alice?.passwordHash, alice?.lockedAt, alice?.updatedAt],
    [before[0]?.id, 'ALICE', 'alice@new.example', 'hash', 5, 3],
  );
  assert.deepEqual(bob, before[1]);
});

test('each portal has its own accounts, of the same names too', async () => {
  const { db, take, accounts } = await directory();
  const lines = [header, 'alice,alice@corp.example,Alice,Martin,,'];
  await take(lines);
  assert.equal((await importAccounts(db, 'other', lines.join('\n'), 1)).created, 1);
  assert.equal((await accounts()).length, 2);
});

test('a spreadsheet’s file is read: byte order mark, semicolons, CRLF, columns in another order, letters with loose accents', async () => {
  const { take, accounts } = await directory();
  const text = '\ufefffamilyName;email;identifier;entity;phone;givenName\r\nMartin;zoe@corp.example;zoe;;;Zoe\u0301\r\n';
  assert.equal((await take([text])).created, 1);
  assert.deepEqual(
    (await accounts()).map(({ identifier, givenName, familyName }) => [identifier, givenName, familyName]),
    [['zoe', 'Zo\u00e9', 'Martin']],
  );
});

const french = 'Nom;Prénom;Adresse e-mail;Login;Téléphone;Service;Commentaire';
const zoe = 'Müller;Zoé;zoe@corp.example;zoe;06 12 34 56 78;siège;muette';
const bytesOf = {
  'Windows-1252': (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  'UTF-16 LE': (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')),
  'UTF-16 BE': (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
  'UTF-8': (text: string) => new Uint8Array(Buffer.from(text)),
};
for (const [coding, encoded] of Object.entries(bytesOf))
  for (const [what, lines] of Object.entries({
    semicolons: [french, zoe],
    'tabs, as Excel’s Unicode text': [french, zoe].map((line) => line.replaceAll(';', '\t')),
    commas: [french, zoe].map((line) => line.replaceAll(';', ',')),
    'sep= and headings in capitals': ['sep=;', french.toUpperCase(), zoe],
  }))
    test(`a spreadsheet’s file in ${coding}, with ${what}, is read as it is; another column is left out and named`, async () => {
      const { take, accounts } = await directory();
      const { created, ignored } = await take([textOf(encoded(lines.join('\r\n')))]);
      assert.equal(created, 1);
      assert.deepEqual(
        ignored.map((heading) => heading.toLowerCase()),
        ['commentaire'],
      );
      const [account] = await accounts();
      assert.deepEqual(
        [account?.identifier, account?.givenName, account?.familyName, account?.email, account?.phone, account?.entity],
        ['zoe', 'Zoé', 'Müller', 'zoe@corp.example', '+33612345678', 'siège'],
      );
    });

test('two columns of one meaning are refused, as nobody knows which is meant', async () => {
  const { take } = await directory();
  await assert.rejects(take([`${header},Login`, 'a,a@corp.example,A,A,,,b']), /Twice: identifier/);
});

for (const [typed, country, number] of [
  ['06.12.34.56.78', 'FR', '+33612345678'],
  ['612345678', 'FR', '+33612345678'],
  ['0033 6 12 34 56 78', 'FR', '+33612345678'],
  ['+33 (0)6 12 34 56 78', 'FR', '+33612345678'],
  ['0470 12 34 56', 'BE', '+32470123456'],
  ['(201) 555-0123', 'US', '+12015550123'],
  ['12', 'FR', undefined],
  ['06 12 34 56 78 90', 'FR', undefined],
  ['appeler le matin', 'FR', undefined],
] as const)
  test(`a telephone number «${typed}» in ${country} is ${number ?? 'none'}`, () => {
    assert.equal(numbersOf(country)(typed), number);
  });

test('a preview says what would change, and changes nothing', async () => {
  const { db, take, accounts } = await directory();
  await take([header, 'alice,alice@corp.example,Alice,Martin,,']);
  const before = await accounts();
  const lines = [header, 'alice,alice@new.example,Alice,Martin,,', 'bob,bob@corp.example,Bob,Roy,,', 'carol,nothing,C,C,,'].join('\n');
  const { created, updated, refused, changes } = await importAccounts(db, 'demo', lines, 2, 'any', undefined, 'jdupont', true);
  assert.deepEqual([created, updated, refused.length], [1, 1, 1]);
  assert.deepEqual(changes, [
    { identifier: 'bob', what: 'created' },
    { identifier: 'alice', what: ['email'] },
  ]);
  assert.deepEqual(await accounts(), before);
  for (const table of ['audit', 'outbox'] as const) assert.deepEqual(await db.selectFrom(table).selectAll().execute(), []);
});

test('a first line that does not name the columns is refused whole, with which', async () => {
  const { take, accounts } = await directory();
  await assert.rejects(take(['identifier,mailbox,givenName,familyName,phone,entity', 'a,a@corp.example,A,A,,']), /Missing: email\. Unknown: mailbox\./);
  await assert.rejects(take([`${header},email`]), /each once/);
  await assert.rejects(take(['']), /Missing: identifier/);
  assert.equal((await accounts()).length, 0);
});

test('where people sign in with an address, an identifier must be one', async () => {
  const { take } = await directory();
  const { created, refused } = await take([header, 'alice,alice@corp.example,Alice,Martin,,', 'bob@corp.example,bob@corp.example,Bob,Roy,,'], 1, 'address');
  assert.deepEqual([created, refused.map(({ line }) => line)], [1, [2]]);
});

test('OU-1 accounts of another directory may bring a password’s hash, of our own parameters only; a portal’s own may not', async () => {
  const { take, accounts } = await directory();
  const more = `${header},passwordHash`;
  const line = (name: string, hash: string) => `${name}@acme.example,${name}@acme.example,A,B,,region,"${hash}"`;
  const hash = await hashPassword('Sentier-Bleu 2026');
  const refused = [
    'Sentier-Bleu 2026',
    hash.replace('argon2id', 'argon2i'),
    hash.replace('m=19456', 'm=4194304'),
    hash.replace('t=2', 't=1'),
    hash.slice(0, -20),
    '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
  ];
  const done = await take([more, line('ok', hash), ...refused.map((bad, at) => line(`bad${at}`, bad)), line('none', '')], 1, 'proven');
  assert.deepEqual([done.created, done.refused.map(({ line }) => line)], [2, [3, 4, 5, 6, 7, 8]]);
  // Why it was refused must not repeat what may be a password.
  assert.doesNotMatch(JSON.stringify(done.refused), /Sentier|\$2b/);
  const stored = async () => (await accounts()).find(({ identifier }) => identifier.startsWith('ok'));
  assert.ok(await verifyPassword('Sentier-Bleu 2026', (await stored())?.passwordHash ?? ''));
  assert.equal((await take([more, line('ok', hash), line('none', '')], 2, 'proven')).unchanged, 2);
  // Without the column, or with nothing in it, the password stays; another hash takes its place.
  assert.equal((await take([header, 'ok@acme.example,ok@acme.example,A,C,,region'], 3, 'proven')).updated, 1);
  assert.deepEqual([(await stored())?.passwordHash, (await stored())?.passwordSetAt], [hash, 1]);
  const newer = await hashPassword('Sentier-Vert 2027');
  assert.equal((await take([more, line('ok', newer)], 4, 'proven')).updated, 1);
  assert.deepEqual([(await stored())?.passwordHash, (await stored())?.passwordSetAt], [newer, 4]);
  for (const kind of ['any', 'address'] as const) await assert.rejects(take([more, line('ok', hash)], 5, kind), /Not here: passwordHash/);
});

test('many go in batches, so that conversations come in between', async () => {
  const { db, take } = await directory();
  const lines = Array.from({ length: 1_201 }, (_, n) => `user${n},user${n}@corp.example,User,Number,,`);
  const done = take([header, ...lines]);
  const seen = new Set<number>();
  let ended = false;
  void done.finally(() => {
    ended = true;
  });
  while (!ended)
    seen.add(
      Number(
        (
          await db
            .selectFrom('account')
            .select((row) => row.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      ),
    );
  assert.equal((await done).created, 1_201);
  assert.ok([...seen].some((count) => count > 0 && count < 1_201));
  assert.ok([...seen].every((count) => count % 500 === 0 || count === 1_201));
});

test('users may have places in establishments, a line each; rights and countries are checked, a second run changes nothing', async () => {
  const { portals } = await loadPortals([shippedPortals]);
  const { db } = await directory();
  const lines = [
    `${header},establishment,country,rights`,
    'ada@h.example,ada@h.example,Ada,Low,,,h-1,FR,administration invoices',
    'ada@h.example,ada@h.example,Ada,Low,,,H-2,BE,invoices',
    'ada@h.example,ada@h.example,Ada,Low,,,H-1,FR,invoices',
    'ada@h.example,other@h.example,Ada,Low,,,H-3,FR,invoices',
    'bob@h.example,bob@h.example,Bob,Low,,,H-1,XX,invoices flying',
    'eve@h.example,eve@h.example,Eve,Low,,,,FR,',
    'fay@h.example,fay@h.example,Fay,Low,,,,,',
  ];
  const take = () => importAccounts(db, 'extranet', lines.join('\n'), 1, 'address', portals.get('extranet'));
  const first = await take();
  assert.deepEqual([first.created, first.places, first.refused.map(({ line }) => line)], [2, 2, [4, 5, 6, 7]]);
  assert.match(first.refused.at(-2)?.why ?? '', /country: .*; rights: flying not among/);
  const members = await db
    .selectFrom('organisationMember')
    .innerJoin('organisation', 'organisation.id', 'organisationId')
    .select(['establishment', 'country', 'role', 'rights'])
    .orderBy('establishment')
    .execute();
  assert.deepEqual(
    members.map((member) => Object.values(member)),
    [
      ['H-1', 'FR', 'administrator', '["invoices"]'],
      ['H-2', 'BE', 'member', '["invoices"]'],
    ],
  );
  const again = await take();
  assert.deepEqual([again.created, again.updated, again.unchanged, again.places], [0, 0, 2, 0]);
  await assert.rejects(importAccounts(db, 'extranet', `${header},establishment\n`, 1), /each once/);
});
