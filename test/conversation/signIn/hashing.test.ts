import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '../../../core/foundation/clock.ts';
import { createGate, type Gate } from '../../../core/foundation/gate.ts';
import { refuse } from '../../../core/foundation/outcome.ts';
import { isSignedIn, openBrowser, tokenIn } from '../../browser.ts';
import { credentials } from '../../credentials.ts';
import { cloud, cloudPassword, provesOnPage, withOrganisations } from '../../organising.ts';
import { visitPublic } from '../../publicPage.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { hasPassword, signsIn, turnsOn } from '../../twoFactor.ts';

const next = 'bateau dans la brume';
const page = '/p/extranet/account/password';

/** A gate that counts what it lets through, and lets nothing through while it is full. */
function counted(): Gate & { full: boolean; ran: string[] } {
  // Wide, so that only `full` turns anybody away.
  const gate = createGate({ atOnce: 1, waiting: 1000, each: 1000 });
  const own = {
    full: false,
    ran: [] as string[],
    run: async <T>(source: string, task: () => Promise<T>) => {
      if (own.full) return refuse({ key: 'busy' });
      own.ran.push(source);
      return await gate.run(source, task);
    },
  };
  return own;
}

const resets = async ({ chat, mails }: Guichet, portal: string, identifier: string) => {
  await chat.says(`mdp ${portal} oublié`);
  await chat.presses('reset.send', { identifier });
  return (await mails())[0];
};

test('300 posts of one session that change a password into the same one cost no hash', async () => {
  const hashing = counted();
  await withGuichet({ hashing }, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    const csrf = tokenIn((await mine.get(page)).html);
    hashing.ran.length = 0;
    const same = { csrf, current: usual, password: usual, repeat: usual };
    const statuses = new Set((await Promise.all(Array.from({ length: 300 }, () => mine.posts(page, same)))).map(({ status }) => status));
    assert.deepEqual([...statuses], [422]);
    assert.deepEqual(hashing.ran, []);
    // Nor does what the rules refuse, or what was typed twice differently.
    for (const fields of [
      { csrf, current: usual, password: 'court', repeat: 'court' },
      { csrf, current: usual, password: next, repeat: 'autre' },
    ])
      assert.equal((await mine.posts(page, fields)).status, 422);
    assert.deepEqual(hashing.ran, []);
  });
});

test('a session has ten current passwords an hour and is told so; a bystander signs in, and the owner resets', async () => {
  const hashing = counted();
  await withGuichet({ hashing }, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    const csrf = tokenIn((await mine.get(page)).html);
    hashing.ran.length = 0;
    const wrong = { csrf, current: 'wrong', password: next, repeat: next };
    const answers = await Promise.all(Array.from({ length: 300 }, () => mine.posts(page, wrong)));
    assert.equal(answers.filter(({ status }) => status === 429).length, 290);
    assert.match(answers.find(({ status }) => status === 429)?.html ?? '', /Vous avez fait beaucoup d’essais en peu de temps/);
    assert.equal(hashing.ran.length, 10);
    assert.ok(hashing.ran.every((source) => source.startsWith('account:')));
    assert.equal((await openBrowser(guichet.url).signsIn('octopus', identifiers.octopus, usual)).status, 303);
    await guichet.mails();
    await guichet.chat.says('compte extranet bloqué');
    await guichet.chat.presses('unlock.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
    assert.equal((await (await guichet.page(linkIn((await guichet.mails())[0]))).submits(next)).status, 303);
    guichet.passes(hour);
    await isSignedIn(mine, 'extranet', false);
  });
});

test('all sessions of an account have twenty current passwords an hour, for two-factor sign-in as well', async () => {
  const hashing = counted();
  await withGuichet({ hashing }, async (its) => {
    await hasPassword(its);
    const visitor = { ip: '192.0.2.1', locale: 'fr' } as const;
    const tickets = [(await signsIn(its)).ticket, (await signsIn(its)).ticket, (await signsIn(its)).ticket];
    hashing.ran.length = 0;
    const keys: string[] = [];
    for (const ticket of tickets)
      for (let tries = 0; tries < 12; tries += 1) {
        const begun = await its.core.signIn.twoFactor.begin(ticket, 'wrong', visitor);
        keys.push(begun.ok ? 'ok' : begun.refusals[0].key);
      }
    assert.equal(keys.filter((key) => key === 'changePassword.current').length, hashing.ran.length);
    assert.equal(hashing.ran.length, 20);
  });
});

test('a mailed link has twenty passwords an hour, past the rules', async () => {
  const hashing = counted();
  await withGuichet({ hashing }, async (guichet) => {
    const web = await guichet.page(linkIn(await resets(guichet, 'octopus', 'amartin')));
    hashing.ran.length = 0;
    const fields = { password: 'quatre 7 vents', repeat: 'quatre 7 vents' };
    const statuses = (await Promise.all(Array.from({ length: 50 }, () => web.posts(fields, web.token)))).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 303).length, 1);
    assert.ok(hashing.ran.length <= 20, `${hashing.ran.length} hashes`);
    assert.ok(
      statuses.every((status) => [303, 410, 429].includes(status)),
      `${[...new Set(statuses)]}`,
    );
  });
});

for (const language of ['fr', 'en'] as const)
  test(`while too many passwords wait, a sign-in is told to come back, in ${language}: nothing is counted or lost`, async () => {
    const hashing = counted();
    await withGuichet({ hashing }, async (guichet) => {
      await withPasswords(guichet);
      const browser = openBrowser(guichet.url, { language });
      const form = await browser.get('/p/extranet/signin');
      const types = (password: string) =>
        browser.posts('/p/extranet/signin', { csrf: tokenIn(form.html), identifier: identifiers.extranet, password, remember: 'no' });
      hashing.full = true;
      for (let tries = 0; tries < 50; tries += 1) {
        const busy = await types('wrong');
        assert.equal(busy.status, 503);
        assert.equal(busy.headers.get('retry-after'), '5');
        assert.match(busy.html, language === 'fr' ? /Rien n’a été fait ni perdu/ : /Nothing was done or lost/);
        assert.match(busy.html, /value="accueil@hotel\.example"/);
      }
      hashing.full = false;
      const row = await credentials(guichet.db).select(['failedSignIns', 'lockedAt']).where('portal', '=', 'extranet').executeTakeFirst();
      assert.deepEqual({ ...row }, { failedSignIns: 0, lockedAt: null });
      assert.deepEqual(await guichet.db.selectFrom('audit').select('id').where('action', '=', 'signIn').execute(), []);
      assert.equal((await types(usual)).status, 303);
    });
  });

test('while too many passwords wait, link, code, session and human check stay as they are', async () => {
  const hashing = counted();
  await withGuichet({ hashing, env: { TRUST_PROXY: '1' } }, async (guichet) => {
    const mail = await resets(guichet, 'invgate', identifiers.invgate);
    const web = await guichet.page(linkIn(mail));
    await web.sendsCode();
    await guichet.worker.drain();
    const code = codeIn(guichet.sms.messages[0]);
    hashing.full = true;
    for (let tries = 0; tries < 40; tries += 1) {
      const busy = await web.submits('Grand-Large 25!!', { code });
      assert.equal(busy.status, 503);
      assert.match(busy.html, new RegExp(`value="${code}"`), 'the code stands in the form');
    }
    hashing.full = false;
    assert.equal((await web.submits('Grand-Large 25!!', { code })).status, 303);

    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    hashing.full = true;
    for (let tries = 0; tries < 30; tries += 1) assert.equal((await mine.sends(page, { current: usual, password: next, repeat: next })).status, 503);
    hashing.full = false;
    assert.equal((await mine.sends(page, { current: usual, password: next, repeat: next })).status, 303);

    const visit = visitPublic(guichet, '/p/octopus/reset');
    const human = await visit.solves();
    hashing.full = true;
    assert.equal((await visit.submits({ identifier: 'amartin', human })).status, 503);
    hashing.full = false;
    assert.equal((await visit.submits({ identifier: 'amartin', human })).status, 303);
  });
});

test('while too many passwords wait, the proof of a cloud account and two-factor sign-in are told so too', async () => {
  const hashing = counted();
  await withOrganisations({ hashing }, async (its) => {
    const begun = `${its.url}/p/outscale/organisation`;
    hashing.full = true;
    for (let tries = 0; tries < 30; tries += 1) assert.equal((await provesOnPage(its, begun, cloud.here, cloudPassword)).status, 503);
    hashing.full = false;
    assert.equal((await provesOnPage(its, begun, cloud.here, cloudPassword)).status, 303);
    await hasPassword(its);
    const { ticket } = await signsIn(its);
    hashing.full = true;
    const begin = await its.core.signIn.twoFactor.begin(ticket, 'phare de la pointe', { ip: '192.0.2.1', locale: 'fr' });
    assert.deepEqual(begin, { ok: false, refusals: [{ key: 'busy' }] });
    hashing.full = false;
    await turnsOn(its);
  });
});

test('a known browser and a session wait in lines of their own, apart from their network', async () => {
  const hashing = counted();
  await withGuichet({ hashing }, async (guichet) => {
    await withPasswords(guichet);
    const known = await signedInBrowser(guichet, 'extranet');
    await known.posts('/p/extranet/signout', { csrf: tokenIn((await known.get('/p/extranet/account')).html) });
    await known.signsIn('extranet', identifiers.extranet, usual);
    await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual);
    const [first, second, third] = hashing.ran;
    assert.equal(first, third);
    assert.match(first ?? '', /^(127\.0\.0\.1|::1|0:0:0:0) extranet:/);
    assert.match(second ?? '', /^device:/);
    // Whoever floods with a right password of their own, from one browser or from many, has one line for it.
    for (const before of ['', 'again']) await openBrowser(guichet.url, { agent: before }).signsIn('extranet', 'somebody@hotel.example', 'un mot de passe 7');
    const [other, same] = hashing.ran.slice(-2);
    assert.equal(other, same);
    assert.notEqual(other, first);
    await known.posts('/p/extranet/signout', { csrf: tokenIn((await known.get('/p/extranet/account')).html) });
    const another = await signedInBrowser(guichet, 'extranet');
    await another.posts('/p/extranet/signout', { csrf: tokenIn((await another.get('/p/extranet/account')).html) });
    await another.signsIn('extranet', identifiers.extranet, usual);
    assert.equal(hashing.ran.at(-1), second, 'all known browsers of one account have one line');
  });
});
