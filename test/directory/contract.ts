import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Directory, Entry } from '../../core/ports.ts';
import { type Server, usual } from './servers.ts';

/** What every directory in another system must do, tried on a real server. */
export function directoryContract(name: string, start: () => Promise<Server>, skip: string | false): void {
  let server: Server;
  let directory: Directory;
  const told: string[] = [];
  const title = (text: string) => text.replace('…', name);
  const it = (text: string, run: () => Promise<void>) => test(title(text), { skip }, run);

  before(async () => {
    if (skip) return;
    server = await start();
    directory = server.open({}, told);
  });
  after(async () => {
    if (skip) return;
    await directory.close();
    await server.close();
  });

  const typed = (uid: string) => (server.name === 'OpenLDAP' ? `${uid}@corp.example` : uid);
  const find = async (uid: string): Promise<Entry> => {
    const entry = await directory.find({ identifier: typed(uid) });
    assert.ok(entry, `${uid} is found`);
    return entry;
  };
  const set = async (entry: Entry, password: string) => {
    const written = await directory.setPassword(entry, password);
    return written.ok ? 'set' : `${written.refusals[0].key} ${written.refusals[0].field ?? ''}`.trim();
  };

  it('DIR-2 …: an account is found by id, identifier and address, and seen as what it is at each step', async () => {
    const at = await server.put('afind', { givenName: 'Zoë', familyName: 'O’Neil, "Ω" #1 🐙' });
    const entry = await find('afind');
    assert.deepEqual([entry.givenName, entry.familyName, entry.email], ['Zoë', 'O’Neil, "Ω" #1 🐙', 'afind@corp.example']);
    assert.deepEqual([entry.locked, entry.disabled, entry.privileged], [false, false, false]);
    assert.equal((await directory.find({ id: entry.id }))?.identifier, entry.identifier);
    assert.equal((await directory.find({ email: 'AFIND@corp.example' }))?.id, entry.id);
    assert.equal(await directory.find({ identifier: typed('nobody') }), undefined);
    assert.equal(await directory.find({ id: 'nobody' }), undefined);
    await server.disable(at);
    assert.equal((await directory.find({ id: entry.id }))?.disabled, true);
    await server.admin((client) => client.del(at));
    assert.equal(await directory.find({ id: entry.id }), undefined);
  });

  it('DIR-9 …: what is typed is a value: no filter can be ended, widened or guessed with it', async () => {
    await server.put('aplain');
    for (const evil of ['*', 'aplai*', 'aplain)(uid=*', '*)(|(objectClass=*', 'aplain\\2a', 'aplain\0', '(aplain)', 'aplàin', ''])
      assert.equal(await directory.find({ identifier: typed(evil) === evil ? evil : `${evil}@corp.example` }), undefined, evil);
    assert.equal(await directory.find({ email: '*@corp.example' }), undefined);
  });

  it('DIR-2 …: of two people with one address neither is found, and the operator hears of it', async () => {
    await server.put('twin1', { email: 'twins@corp.example' });
    await server.put('twin2', { email: 'twins@corp.example' });
    assert.equal(await directory.find({ email: 'twins@corp.example' }), undefined);
    assert.ok(told.some((message) => message.includes('twin1') && message.includes('twin2')));
  });

  it('DIR-3 …: a reset sets the password in the directory, which is then the one that opens it', async () => {
    const at = await server.put('areset');
    assert.equal(await set(await find('areset'), 'Bateau-dans-la-Brume-é'), 'set');
    assert.deepEqual([await server.opens(at, 'Bateau-dans-la-Brume-é'), await server.opens(at, usual)], [true, false]);
    const verified = await directory.verify(await find('areset'), 'Bateau-dans-la-Brume-é');
    assert.equal(verified.ok, true);
    assert.deepEqual(await directory.verify(await find('areset'), usual), { ok: false, why: 'wrong' });
    assert.deepEqual(await directory.verify(await find('areset'), ''), { ok: false, why: 'wrong' });
    assert.deepEqual(await directory.verify(undefined, usual), { ok: false, why: 'wrong' });
  });

  it('DIR-3 …: what its policy refuses stands at the field, and nothing has changed', async () => {
    const at = await server.put('apolicy');
    assert.equal(await set(await find('apolicy'), 'Ab-1'), `directory.password.${server.name === 'OpenLDAP' ? 'refused' : 'short'} password`);
    assert.equal(await server.opens(at, usual), true);
  });

  it('DIR-5 …: a lock is seen, and a reset lifts it', async () => {
    const at = await server.put('alocked');
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await directory.verify(await find('alocked'), 'Wrong-Password-1')).ok, false);
    assert.equal((await find('alocked')).locked, true);
    assert.equal(await server.opens(at, usual), false);
    assert.equal(await set(await find('alocked'), 'Ouvrir-la-Porte-9'), 'set');
    assert.equal((await find('alocked')).locked, false);
    assert.equal(await server.opens(at, 'Ouvrir-la-Porte-9'), true);
  });

  it('DIR-5 …: a reset clears «must change at next logon»', async () => {
    const at = await server.put('amust');
    await server.mustChange(at);
    assert.equal(await set(await find('amust'), 'Nouveau-Chemin-12'), 'set');
    assert.equal(await server.opens(at, 'Nouveau-Chemin-12'), true);
    assert.equal((await directory.verify(await find('amust'), 'Nouveau-Chemin-12')).ok, true);
  });

  it('DIR-5 …: a disabled account is not revived', async () => {
    const at = await server.put('aclosed');
    const entry = await find('aclosed');
    await server.disable(at);
    assert.equal(await set(entry, 'Nouveau-Chemin-12'), 'directory.closed');
    assert.equal(await server.opens(at, 'Nouveau-Chemin-12'), false);
  });

  it('DIR-12 …: a known password is changed with its owner’s rights, so that history holds', async () => {
    const at = await server.put('achange');
    const entry = await find('achange');
    const change = async (current: string, password: string) => {
      const written = await directory.changePassword(entry, current, password);
      return written.ok ? 'changed' : `${written.refusals[0].key} ${written.refusals[0].field}`;
    };
    assert.equal(await change('Not-The-Password-1', 'Deuxieme-Porte-22'), 'changePassword.current current');
    assert.equal(await change(usual, 'Deuxieme-Porte-22'), 'changed');
    assert.equal(await server.opens(at, 'Deuxieme-Porte-22'), true);
    assert.match(await change('Deuxieme-Porte-22', usual), /^directory\.password\.(history|refused) password$/);
    assert.equal(await server.opens(at, 'Deuxieme-Porte-22'), true);
  });

  it('DIR-6 …: an account is made with its attributes and first groups, and a name that is taken gets the next', async () => {
    const first = await server.group('newcomers', []);
    const own = server.open({ create: { ...(server.settings.create as object), groups: [first] } });
    const wanted = {
      identifier: 'jean@corp.example',
      email: 'jean@corp.example',
      givenName: 'Jean, "le Bon"',
      familyName: 'Dupônt #1',
      phone: '+33123456789',
      entity: null,
    };
    const made = await own.create(wanted, usual);
    assert.ok(made.ok);
    await own.welcome(made.value.entry);
    await own.welcome(made.value.entry);
    const found = await directory.find({ email: wanted.email });
    assert.deepEqual([found?.givenName, found?.familyName, found?.phone], [wanted.givenName, wanted.familyName, wanted.phone]);
    assert.ok(found && (await directory.verify(found, usual)).ok);
    const [group] = (await server.admin((client) => client.search(first, { scope: 'base', attributes: ['member'] }))).searchEntries;
    assert.equal([group?.member].flat().filter((member) => !`${member}`.startsWith('cn=guichet')).length, 1);
    const again = await own.create({ ...wanted, identifier: 'jean.d@corp.example', email: 'jean.d@corp.example' }, undefined);
    assert.ok(again.ok);
    assert.equal(again.value.entry.identifier, server.name === 'OpenLDAP' ? 'jean.d@corp.example' : 'jdupont12');
    assert.equal(again.value.entry.hasPassword, false);
    assert.equal(await set(again.value.entry, 'Premier-Mot-de-Passe-1'), 'set');
    await own.close();
  });

  it('DIR-7 …: groups are read with those they lie in, joined and left, twice without harm', async () => {
    const at = await server.put('agroup');
    const inner = await server.group('inner', [at]);
    const outer = await server.group('outer', [inner]);
    const free = await server.group('free', []);
    const base = inner.slice(inner.indexOf(',') + 1);
    const own = server.open({ groups: { base, catalogue: { outer, free } } });
    const entry = await find('agroup');
    assert.deepEqual(await own.groupsOf(entry), ['outer']);
    await own.join(entry, 'free');
    await own.join(entry, 'free');
    assert.deepEqual(await own.groupsOf(entry), ['outer', 'free']);
    await own.leave(entry, 'free');
    await own.leave(entry, 'free');
    assert.deepEqual(await own.groupsOf(entry), ['outer']);
    await assert.rejects(own.join(entry, 'nothing'), { name: 'DirectoryMisconfigured' });
    await own.close();
  });

  it('…: an account that ends is disabled and out of its groups; twice without harm', async () => {
    const at = await server.put('aleaver');
    const group = await server.group('leavers-group', [at]);
    const own = server.open({ groups: { base: group.slice(group.indexOf(',') + 1), catalogue: { all: group } } });
    const entry = await find('aleaver');
    await own.remove(entry);
    await own.remove(entry);
    assert.deepEqual([(await own.find({ id: entry.id }))?.disabled, await own.groupsOf(entry)], [true, []]);
    assert.equal(await server.opens(at, usual), false);
    const ends = server.open({ remove: 'delete' });
    await ends.remove(entry);
    await ends.remove(entry);
    assert.equal(await ends.find({ id: entry.id }), undefined);
    await Promise.all([own.close(), ends.close()]);
  });

  it('DIR-15 …: members of a privileged group, nested ones too, are never reset, changed or ended', async () => {
    const at = await server.put('aguarded');
    const inner = await server.group('admins-inner', [at]);
    const outer = await server.group('admins', [inner]);
    const heard: string[] = [];
    const own = server.open({ privileged: [outer] }, heard);
    const entry = await find('aguarded');
    const reset = await own.setPassword(entry, 'Prise-de-Controle-1');
    assert.ok(!reset.ok && reset.refusals[0].key === 'directory.closed');
    const changed = await own.changePassword(entry, usual, 'Prise-de-Controle-1');
    assert.ok(!changed.ok && changed.refusals[0].key === 'directory.closed');
    await assert.rejects(own.remove(entry), { name: 'DirectoryMisconfigured' });
    assert.equal(await server.opens(at, usual), true);
    assert.ok(heard.some((message) => message.includes('aguarded')));
    await own.close();
  });

  it('DIR-9 …: a certificate of another name or authority is refused by name', async () => {
    for (const [over, says] of [
      [{ serverName: 'elsewhere.example' }, /another name/],
      [{ ca: undefined }, /not trusted|signed by itself/],
    ] as const) {
      const own = server.open(over);
      await assert.rejects(own.find({ identifier: 'a' }), (error: Error) => error.name === 'DirectoryMisconfigured' && says.test(error.message));
      await own.close();
    }
  });

  it('DIR-8 …: a server that is down is passed over; a service account that is refused is the operator’s affair', async () => {
    await server.put('afailover');
    const own = server.open({ servers: ['ldaps://127.0.0.1:1', ...(server.settings.servers as string[])] });
    assert.ok(await own.find({ identifier: typed('afailover') }));
    await own.close();
    const heard: string[] = [];
    const wrong = server.open({ bind: { ...(server.settings.bind as object), password: 'wrong' } }, heard);
    await assert.rejects(wrong.find({ identifier: 'a' }), { name: 'DirectoryMisconfigured' });
    await assert.rejects(wrong.find({ identifier: 'a' }), { name: 'DirectoryMisconfigured' });
    assert.equal(heard.length, 1, 'it is tried once, so that it is not locked');
    await wrong.close();
  });

  it('…: fifty at once over eight connections are all answered', async () => {
    await server.put('acrowd');
    const found = await Promise.all(Array.from({ length: 50 }, () => directory.find({ identifier: typed('acrowd') })));
    assert.ok(found.every((entry) => entry?.email === 'acrowd@corp.example'));
  });
}
