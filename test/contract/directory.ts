import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Commit, Directory, Entry } from '../../core/ports.ts';

/** A person who is put into a directory. `called` is how their entry is named where that is not their user name. */
export type Person = {
  readonly password: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly place: string;
  readonly called: string;
};

/** A directory of whatever kind, as the suite of all of them drives it. */
export type Tried = {
  readonly name: string;
  open(): Directory;
  /** Puts a person there, as an administrator does. Their name in the directory is returned. */
  put(uid: string, over?: Partial<Person>): Promise<string>;
  /** What people type who were put there. */
  typed(uid: string): string;
  /** Whether a password opens an account, tried without the directory under test. */
  opens(name: string, password: string): Promise<boolean>;
  /** Writes what belongs into our own records. */
  commit(write: Commit): Promise<boolean>;
  close(): Promise<void>;
};

/** A password that every policy here takes. */
export const usual = 'Phare-de-la-Pointe-7';

/** A person with what was not said of them. */
export const person = (uid: string, over: Partial<Person> = {}): Person => ({
  password: usual,
  email: `${uid}@corp.example`,
  givenName: 'Alice',
  familyName: 'Martin',
  place: '',
  called: uid,
  ...over,
});

/**
 * What every directory must do, Guichet's own and those in other systems: one call runs it over one of them. One that compares no passwords knows
 * neither locks nor current passwords; whether a password opens an account is then seen without it, the name that `put` returns being the id.
 */
export function directoryContract(
  name: string,
  start: () => Promise<Tried>,
  skip: string | false = false,
  compares: 'passwords' | 'nothing' = 'passwords',
): void {
  let tried: Tried;
  let directory: Directory;
  const it = (text: string, run: () => Promise<void>) => test(text.replace('…', name), { skip }, run);

  before(async () => {
    if (skip) return;
    tried = await start();
    directory = tried.open();
  });
  after(async () => {
    if (skip) return;
    await directory.close();
    await tried.close();
  });

  const find = async (uid: string): Promise<Entry> => {
    const entry = await directory.find({ identifier: tried.typed(uid) });
    assert.ok(entry, `${uid} is found`);
    return entry;
  };
  const set = async (entry: Entry, password: string): Promise<void> => {
    const written = await directory.setPassword(entry, password);
    assert.ok(written.ok && (await tried.commit(written.value)));
  };
  const verified = async (entry: Entry | undefined, password: string): Promise<string> => {
    if (compares === 'nothing') return (await tried.opens(entry?.id ?? '', password)) ? 'right' : 'wrong';
    const answer = await directory.verify(entry, password);
    if (!answer.ok) return answer.why;
    return (await tried.commit(answer.commit)) ? 'right' : 'not recorded';
  };

  it('OPS-3 …: people are found by the beginnings of their names, in any order and any case; of many, as many as are asked for', async () => {
    // Guichet's own are found by its console itself.
    if (!directory.search) return;
    for (const [uid, givenName, familyName] of [
      ['sought1', 'Zoé', 'Quentin'],
      ['sought2', 'Zara', 'Quentin'],
      ['sought3', 'Zoé', 'Quimper'],
    ] as const)
      await tried.put(uid, { givenName, familyName });
    const names = async (...words: string[]) =>
      ((await directory.search?.({ words }, 5)) ?? []).map(({ givenName, familyName }) => `${givenName} ${familyName}`).sort();
    assert.deepEqual(await names('quentin', 'Zo'), ['Zoé Quentin']);
    assert.deepEqual(await names('ZOÉ', 'qu'), ['Zoé Quentin', 'Zoé Quimper']);
    assert.deepEqual(await names('quentin', 'alice'), []);
    assert.deepEqual(await names(), []);
    assert.equal((await directory.search?.({ words: ['qu'] }, 2))?.length, 2);
  });

  it('DIR-2 …: an account is found by id, identifier and address, whatever its names are made of', async () => {
    await tried.put('afind', { givenName: 'Zoë', familyName: 'O’Neil, "Ω" #1 🐙', called: 'O’Neil, Zoë "Ω" #1 é+ <a>; b=c\\ 🐙' });
    const entry = await find('afind');
    assert.deepEqual([entry.givenName, entry.familyName, entry.email], ['Zoë', 'O’Neil, "Ω" #1 🐙', 'afind@corp.example']);
    assert.deepEqual([entry.locked, entry.disabled, entry.privileged], [false, false, false]);
    assert.deepEqual(await directory.find({ id: entry.id }), entry);
    assert.equal((await directory.find({ identifier: ` ${tried.typed('AFIND')} ` }))?.id, entry.id);
    assert.equal((await directory.find({ email: 'AFIND@corp.example' }))?.id, entry.id);
    assert.equal(await directory.find({ identifier: tried.typed('nobody') }), undefined);
    assert.equal(await directory.find({ email: 'nobody@corp.example' }), undefined);
    assert.equal(await directory.find({ id: 'nobody' }), undefined);
  });

  it('DIR-9 …: what is typed is a value: nobody else is found with it', async () => {
    await tried.put('aplain');
    for (const evil of [
      '*',
      'aplai*',
      'aplai_',
      '%',
      'aplain)(uid=*',
      '*)(|(objectClass=*',
      'aplain\\2a',
      'aplain\0',
      '(aplain)',
      'aplàin',
      "aplain' or 1=1 --",
      '',
    ]) {
      assert.equal(await directory.find({ identifier: tried.typed(evil) }), undefined, evil);
      assert.equal(await directory.find({ email: `${evil}@corp.example` }), undefined, evil);
      assert.equal(await directory.find({ id: evil }), undefined, evil);
    }
  });

  it('DIR-2 …: of two people with one address neither is found by it', async () => {
    for (const twin of ['twin1', 'twin2']) await tried.put(twin, { email: 'twins@corp.example' });
    assert.equal(await directory.find({ email: 'twins@corp.example' }), undefined);
  });

  it('DIR-3 …: a reset sets the password, which is then the one that opens the account', async () => {
    const at = await tried.put('areset', { called: 'Reset, Anne "é" #2 🐙' });
    await set(await find('areset'), 'Bateau-dans-la-Brume-é');
    assert.deepEqual([await tried.opens(at, 'Bateau-dans-la-Brume-é'), await tried.opens(at, usual)], [true, false]);
    const entry = await find('areset');
    // The accent in two code points, as some keyboards write it.
    assert.deepEqual([await verified(entry, 'Bateau-dans-la-Brume-é'), await verified(entry, 'Bateau-dans-la-Brume-é'.normalize('NFD'))], ['right', 'right']);
    assert.deepEqual([await verified(entry, usual), await verified(entry, ''), await verified(undefined, usual)], ['wrong', 'wrong', 'wrong']);
  });

  const itCompares = compares === 'passwords' ? it : () => undefined;

  itCompares('DIR-5 …: a lock is seen, holds against the right password, and a reset lifts it', async () => {
    await tried.put('alocked');
    for (let tries = 0; tries < 5; tries += 1) assert.notEqual(await verified(await find('alocked'), 'Wrong-Password-1'), 'right');
    assert.equal((await find('alocked')).locked, true);
    assert.notEqual(await verified(await find('alocked'), usual), 'right');
    await set(await find('alocked'), 'Ouvrir-la-Porte-9');
    assert.equal((await find('alocked')).locked, false);
    assert.equal(await verified(await find('alocked'), 'Ouvrir-la-Porte-9'), 'right');
  });

  itCompares('DIR-12 …: a known password is changed into another', async () => {
    const at = await tried.put('achange', { called: 'Change, Anne "é" #3 🐙' });
    const changed = await directory.changePassword(await find('achange'), usual, 'Deuxieme-Porte-22');
    assert.ok(changed.ok && (await tried.commit(changed.value)));
    assert.deepEqual([await tried.opens(at, 'Deuxieme-Porte-22'), await tried.opens(at, usual)], [true, false]);
  });

  it('DIR-6 …: an account is made with its names, with a password or without one yet', async () => {
    const wanted = {
      identifier: tried.typed('jean'),
      email: 'jean@corp.example',
      givenName: 'Jean, "le Bon"',
      familyName: 'Dupônt #1 🐙',
      phone: '+33123456789',
      entity: null,
    };
    const made = await directory.create(wanted, usual);
    assert.ok(made.ok && (await tried.commit(made.value.commit)));
    for (let times = 0; times < 2; times += 1) await directory.welcome(made.value.entry);
    const found = await directory.find({ email: wanted.email });
    assert.deepEqual([found?.id, found?.givenName, found?.familyName, found?.phone], [made.value.entry.id, wanted.givenName, wanted.familyName, wanted.phone]);
    assert.equal(await verified(found, usual), 'right');
    const bare = await directory.create({ ...wanted, identifier: tried.typed('jeanne'), email: 'jeanne@corp.example', givenName: 'Jeanne' }, undefined);
    assert.ok(bare.ok && (await tried.commit(bare.value.commit)));
    assert.equal(bare.value.entry.hasPassword, false);
    await set(bare.value.entry, 'Premier-Mot-de-Passe-1');
    assert.equal(await verified(await directory.find({ id: bare.value.entry.id }), 'Premier-Mot-de-Passe-1'), 'right');
  });

  it('…: an account that ends opens nothing any more; ended twice without harm', async () => {
    const at = await tried.put('aleaver');
    const entry = await find('aleaver');
    for (let times = 0; times < 2; times += 1) await tried.commit(await directory.remove(entry));
    assert.equal((await directory.find({ id: entry.id }))?.disabled ?? true, true);
    assert.equal(await tried.opens(at, usual), false);
    assert.notEqual(await verified(entry, usual), 'right');
  });

  it('…: fifty at once are all answered', async () => {
    await tried.put('acrowd');
    const found = await Promise.all(Array.from({ length: 50 }, () => directory.find({ identifier: tried.typed('acrowd') })));
    assert.ok(found.every((entry) => entry?.email === 'acrowd@corp.example'));
  });
}
