import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { second } from '../../../core/foundation/clock.ts';
import { openBrowser } from '../../browser.ts';
import { credentials as credentialsIn } from '../../credentials.ts';
import { usual, withPasswords } from '../../signedIn.ts';
import { linkIn, withGuichet } from '../../support.ts';

test('EX-3 thousands of tries from one address on a hundred accounts lock nobody out of their reset', () =>
  withGuichet({}, async (guichet) => {
    const lines = Array.from({ length: 100 }, (_, at) => `user${at}@hotel.example,user${at}@hotel.example,U,N,,`);
    await importAccounts(guichet.db, 'extranet', ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n'), guichet.now());
    await withPasswords(guichet);
    const portal = guichet.core.portals.get('extranet');
    assert.ok(portal);
    const { page: pageSignIn } = guichet.core.signIn;
    const tries = (at: number) =>
      pageSignIn(portal, { identifier: `user${at % 100}@hotel.example`, password: 'wrong', remember: 'no' }, { ip: '192.0.2.66', locale: 'fr', agent: '' });
    const told = new Map<string, number>();
    // Ten a second, for some minutes: each account has its turn four times over.
    for (let at = 0; at < 2_000; at += 10) {
      guichet.passes(second);
      // Five at a time on the same account, so as to lock as many as can be.
      for (const outcome of await Promise.all(Array.from({ length: 10 }, (_, next) => tries(Math.floor((at + next) / 5))))) {
        const key = outcome.ok ? 'in' : outcome.refusals[0].key;
        told.set(key, (told.get(key) ?? 0) + 1);
      }
    }
    assert.deepEqual([...told.keys()].toSorted(), ['signIn.wait', 'signIn.wrong']);
    // The network’s own, and three for each account.
    assert.ok((told.get('signIn.wrong') ?? 0) <= 35 + 3 * 100, `${told.get('signIn.wrong')} tries were looked at`);
    const locked = await credentialsIn(guichet.db).select('identifier').where('lockedAt', 'is not', null).execute();
    assert.ok(locked.length <= 6, `${locked.length} are locked`);
    // From another address everybody else signs in; whoever is locked, or shares that address, has the reset.
    assert.ok(
      (await pageSignIn(portal, { identifier: 'user99@hotel.example', password: usual, remember: 'no' }, { ip: '192.0.2.7', locale: 'fr', agent: '' })).ok,
    );
    const [victim] = locked;
    assert.ok(victim);
    await guichet.chat.says('compte extranet bloqué');
    await guichet.chat.presses('unlock.send', { identifier: victim.identifier, email: victim.identifier });
    const mails = (await guichet.mails()).filter(({ to }) => to === victim.identifier);
    assert.match(mails[0]?.subject ?? '', /bloqué/);
    const web = await guichet.page(linkIn(mails[1]));
    assert.equal((await web.submits('bateau dans la brume')).status, 303);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', victim.identifier, 'bateau dans la brume')).status, 303);
  }));
