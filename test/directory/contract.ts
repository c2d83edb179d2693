import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Directory, Entry } from '../../core/ports.ts';
import { directoryContract } from '../contract/directory.ts';
import { startCutting } from '../fakes/cutting.ts';
import { type Server, usual } from './servers.ts';

/** What every directory must do, and beyond that every one in another system, tried on a real server. */
export function serverContract(name: string, start: () => Promise<Server>, skip: string | false): void {
  let server: Server;
  let directory: Directory;
  const told: string[] = [];
  const it = (text: string, run: (t: TestContext) => Promise<void>) => test(text.replace('…', name), { skip }, run);

  directoryContract(
    name,
    async () => {
      server = await start();
      directory = server.open({}, told);
      return {
        ...server,
        close: async () => {
          await directory.close();
          await server.close();
        },
      };
    },
    skip,
  );

  const typed = (uid: string) => server.typed(uid);
  const find = async (uid: string): Promise<Entry> => {
    const entry = await directory.find({ identifier: typed(uid) });
    assert.ok(entry, `${uid} is found`);
    return entry;
  };
  const set = async (entry: Entry, password: string) => {
    const written = await directory.setPassword(entry, password);
    return written.ok ? 'set' : `${written.refusals[0].key} ${written.refusals[0].field ?? ''}`.trim();
  };

  it('DIR-2 …: an account that was disabled or deleted is seen as that at the next step', async () => {
    const at = await server.put('aseen');
    const { id } = await find('aseen');
    await server.disable(at);
    assert.equal((await directory.find({ id }))?.disabled, true);
    await server.admin((client) => client.del(at));
    assert.equal(await directory.find({ id }), undefined);
  });

  it('DIR-2 …: of two people with one address the operator hears, with the names of both', async () => {
    for (const twin of ['double1', 'double2', 'double3']) await server.put(twin, { email: 'doubles@corp.example' });
    assert.equal(await directory.find({ email: 'doubles@corp.example' }), undefined);
    assert.equal(told.filter((message) => message.match(/double\d/g)?.length === 2).length, 1, told.join());
  });

  it('OPS-3 …: a name is found without its accents', async () => {
    // Windows takes no notice of accents; Samba does.
    if (server.name !== 'OpenLDAP') return;
    await server.put('accented', { givenName: 'Éloïse', familyName: 'Bäcker' });
    const found = await directory.search?.({ words: ['backer', 'eloise'] }, 5);
    assert.deepEqual(
      found?.map(({ familyName }) => familyName),
      ['Bäcker'],
    );
  });

  it('DIR-3 …: what its policy refuses stands at the field, and nothing has changed', async () => {
    const at = await server.put('apolicy');
    assert.equal(await set(await find('apolicy'), 'Ab-1'), `directory.password.${server.name === 'OpenLDAP' ? 'refused' : 'short'} password`);
    assert.equal(await server.opens(at, usual), true);
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

  it('DIR-5 …: an account in a place that the profile closes is not revived, however the place is written', async () => {
    const at = await server.put('ashut');
    const place = at.slice(at.indexOf(',') + 1);
    for (const closed of [place, place.toUpperCase(), place.replace(/,/, ', ').replace(/e/i, '\\65')]) {
      const own = server.open({ people: { ...(server.settings.people as object), closed: [closed] } });
      const entry = await own.find({ identifier: typed('ashut') });
      assert.equal(entry?.disabled, true, closed);
      const reset = await own.setPassword(entry, 'Prise-de-Controle-1');
      assert.ok(!reset.ok && reset.refusals[0].key === 'directory.closed');
      assert.deepEqual(await own.verify(entry, usual), { ok: false, why: 'disabled' });
      await own.close();
    }
    assert.equal(await server.opens(at, usual), true);
  });

  it('DIR-12 …: a known password is changed with its owner’s rights, so that history holds', async () => {
    const at = await server.put('aowner');
    const entry = await find('aowner');
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
      identifier: 'marc@corp.example',
      email: 'marc@corp.example',
      givenName: 'Marc, "le Bon"',
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
    const again = await own.create({ ...wanted, identifier: 'marc.d@corp.example', email: 'marc.d@corp.example' }, undefined);
    assert.ok(again.ok);
    assert.equal(again.value.entry.identifier, server.name === 'OpenLDAP' ? 'marc.d@corp.example' : 'mdupont12');
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

  it('DIR-7 DIR-15 …: groups and people with commas, quotes, #, accents and emoji in their names, however a profile writes them', async () => {
    const called = 'Équipe « Lyon », "A" #1 + <b>; c=d\\ 🐙';
    const at = await server.put('anamed', { called: `${called} membre` });
    const group = await server.group(called, [at]);
    const base = group.slice(group.indexOf(',') + 1);
    const written = `${group.slice(0, 3)}${called.replace(/[,+"\\<>;=#]/g, '\\$&')},${base}`;
    const entry = await find('anamed');
    for (const spelling of [group, written, written.replace('CN=', 'cn=').replace(/,(?=ou=groups)/i, ', ')]) {
      const own = server.open({ groups: { base, catalogue: { named: spelling } }, privileged: [spelling] });
      assert.deepEqual(await own.groupsOf(entry), ['named'], spelling);
      const reset = await own.setPassword(entry, 'Prise-de-Controle-1');
      assert.ok(!reset.ok && reset.refusals[0].key === 'directory.closed', spelling);
      await own.close();
    }
    const own = server.open({ groups: { base, catalogue: { named: written } } });
    await own.leave(entry, 'named');
    assert.deepEqual(await own.groupsOf(entry), []);
    await own.join(entry, 'named');
    assert.deepEqual(await own.groupsOf(entry), ['named']);
    await own.close();
  });

  it('…: an account that ends is disabled and out of its groups, or deleted, as the profile says', async () => {
    const at = await server.put('amember');
    const group = await server.group('leavers-group', [at]);
    const own = server.open({ groups: { base: group.slice(group.indexOf(',') + 1), catalogue: { all: group } } });
    const entry = await find('amember');
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
      const heard: string[] = [];
      const own = server.open(over, heard);
      await assert.rejects(own.find({ identifier: 'a' }), (error: Error) => error.name === 'DirectoryMisconfigured' && says.test(error.message));
      assert.match(heard.join(), says);
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

  it('DIR-8 …: a wrong password of the service account is tried once, however many people ask at once, so that it is not locked', async () => {
    const at = await server.put('aservice');
    const heard: string[] = [];
    const bind = { dn: at, password: 'Not-The-Password-1' };
    const wrong = server.open({ bind }, heard);
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => wrong.find({ identifier: typed('aservice') })));
    assert.ok(asked.every(({ status }) => status === 'rejected'));
    assert.match(heard.join(), /^the service account .+ is refused/);
    await wrong.close();
    assert.equal((await find('aservice')).locked, false);
    assert.equal(await server.opens(at, usual), true);
  });

  it('DIR-8 …: connections that the server closes while idle, under StartTLS, cost nobody anything', async (t) => {
    await server.put('aidle');
    const { hostname } = new URL(server.plain);
    const wire = await startCutting(Number(new URL(server.plain).port || 389), hostname);
    t.after(() => wire.close());
    const heard: string[] = [];
    const serverName = server.settings.serverName ?? hostname;
    const own = server.open({ servers: [`ldap://127.0.0.1:${wire.port}`], startTls: true, serverName }, heard);
    t.after(() => own.close());
    const by = { identifier: typed('aidle') };
    assert.ok(await own.find(by));
    for (let times = 0; times < 2; times += 1) {
      await wire.hangUp();
      const began = performance.now();
      assert.ok(await own.find(by));
      assert.ok(performance.now() - began < 1_000);
    }
    assert.deepEqual(heard, []);
  });
}
