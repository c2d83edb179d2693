import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alice, enters, withConsole } from '../../console.ts';
import { hasPassword, joins, signsIn } from '../../twoFactor.ts';

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;

test('OPS-1 an operator sees the open sessions of everybody of the console, and ends one with a reason; a second click finds it ended', () =>
  withConsole([alice('operator'), { portal: 'outscale', account: bruno.identifier, roles: ['auditor'] }], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
    await joins(its, 'outscale', 'carla@corp.example,carla@corp.example,Carla,Roux,,');
    for (const who of [bruno, { ...bruno, identifier: 'carla@corp.example' }]) {
      await hasPassword(its, who);
      assert.equal((await signsIn(its, bruno.password, who)).state, 'open');
    }
    const { html } = await browser.get('/console/operators?lang=en');
    assert.match(html, /Alice Martin[\s\S]*operator[\s\S]*this device[\s\S]*Bruno Leroy[\s\S]*auditor[\s\S]*End the session/i);
    assert.doesNotMatch(html, /Carla/);
    const path = /Bruno[\s\S]*?href="(\/console\/operators\/[^"?]+)/.exec(html)?.[1] ?? '';
    assert.match((await browser.sends(path, { why: ' ' })).html, /Say why/);
    const done = await browser.sends(path, { why: 'laptop stolen' });
    assert.match(done.location ?? '', /said=ended/);
    const record = await its.db.selectFrom('audit').select(['subject', 'detail']).where('action', '=', 'console.session').executeTakeFirstOrThrow();
    assert.deepEqual([record.subject.startsWith('account:'), JSON.parse(record.detail).why], [true, 'laptop stolen']);
    const own = await its.db
      .selectFrom('session')
      .select('endedAt')
      .where('id', '=', path.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow();
    assert.notEqual(own.endedAt, null);
    assert.equal((await browser.get(path)).status, 404);
    assert.doesNotMatch((await browser.get('/console/operators')).html, /Bruno/);
  }));
