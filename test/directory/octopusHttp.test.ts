import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHttpDirectory } from '../../core/connectors/http/http.ts';
import { PortalError } from '../../core/portal/index.ts';
import { contractAbilities } from '../../core/ports.ts';
import { tokenIn } from '../browser.ts';
import { alice, enters, withConsole } from '../console.ts';
import { usual } from '../contract/directory.ts';
import { type Between, passOn, skipWithoutPython, startDirectoryService, startWrong } from '../fakes/directoryService.ts';
import { type Guichet, linkIn, withGuichet } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';

// What Octopus's procedure demands, with its accounts behind the service of examples/, and none in tables of Guichet's own.

const skip = skipWithoutPython();
const secret = 'a secret of thirty-two characters or more';
let service: Awaited<ReturnType<typeof startDirectoryService>>;
let between: Between = {};
let door: Awaited<ReturnType<typeof startWrong>>;
let profile: Awaited<ReturnType<typeof profileOn>>;

before(async () => {
  if (skip) return;
  const people = ['known', 'lost', 'shut', 'guarded'].map((login) => ({ id: `id-${login}`, login, mail: `${login}@corp.example`, password: usual }));
  service = await startDirectoryService(secret, {
    accounts: people.map((one) => ({ ...one, active: one.login !== 'shut', admin: one.login === 'guarded' })),
    groups: {},
  });
  door = await startWrong(service.url, secret, {
    request: (passing) => between.request?.(passing),
    answer: (answered, passing) => between.answer?.(answered, passing) ?? answered,
  });
  profile = await profileOn('octopus', 'octopus-http');
  setEnvironment({ OCTOPUS_SERVICE_URL: door.url, OCTOPUS_SERVICE_SECRET: secret });
});
after(async () => {
  if (skip) return;
  door.close();
  await profile.drop();
  await service.close();
});

const good = 'Grand-Large 25!!';
const on = (story: (guichet: Guichet) => Promise<void>) => withGuichet({ env: { PORTALS_DIR: profile.folder }, gateway: false }, story);
const during = async (wrong: Between, run: () => Promise<void>): Promise<void> => {
  between = wrong;
  await run().finally(() => {
    between = {};
  });
};
const opens = async (login: string, password: string) => {
  const directory = createHttpDirectory({ kind: 'http', url: service.url, secret, can: [...contractAbilities] }, () => undefined);
  return (await directory.verify(await directory.find({ identifier: login }), password)).ok;
};
const audited = async ({ db }: Guichet) =>
  (await db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').where('outcome', '=', 'ok').execute()).length;
/** Asks for a new password and opens the mailed page. */
async function opensPage({ chat, mails, page }: Guichet, identifier: string) {
  await chat.says('mdp octopus oublié');
  await chat.presses('reset.send', { identifier });
  chat.hears('un e-mail vient d’être envoyé');
  return await page(linkIn((await mails())[0]));
}

test(
  'OC-3 DIR-3 DIR-4 Octopus behind a service: what it refuses stands at the field; an answer is lost, and the same submission again ends well, with one record and one mail',
  { skip },
  () =>
    on(async (guichet) => {
      const web = await opensPage(guichet, 'LOST');
      assert.match((await web.submits('Ab-12')).html, /L’annuaire du portail refuse ce mot de passe/);
      await during(
        {
          request: async (passing) => {
            if (passing.method !== 'PUT') return undefined;
            await passOn(service.url, passing);
            return { status: 502, body: '' };
          },
        },
        async () => assert.match((await web.submits(good)).html, /ne répond pas/),
      );
      assert.equal(await opens('lost', good), true, 'it was done after all');
      assert.deepEqual([await audited(guichet), (await guichet.mails()).length], [0, 0]);
      assert.equal((await web.submits(good)).status, 303);
      assert.deepEqual([await audited(guichet), (await guichet.mails()).length], [1, 1]);
      guichet.chat.hears('Votre mot de passe est enregistré');
    }),
);

test(
  'DIR-2 DIR-5 DIR-15 Octopus behind a service: who is disabled there gets the mail as everybody does, and is handed to support on the page; who is marked as privileged hears the same, and gets none',
  { skip },
  () =>
    on(async (guichet) => {
      const web = await opensPage(guichet, 'shut');
      assert.match((await web.submits(good)).html, /Ce compte est fermé/);
      assert.equal((await guichet.mails())[0]?.to, 'assistance.octopus@example.org');
      await guichet.chat.says('mdp octopus oublié');
      await guichet.chat.presses('reset.send', { identifier: 'guarded' });
      guichet.chat.hears('un e-mail vient d’être envoyé');
      assert.deepEqual(await guichet.mails(), []);
      assert.equal(await opens('guarded', usual), true);
    }),
);

test('DIR-8 Octopus behind a service: while it asks to be left alone it is, who needs it is told, and other portals go on', { skip }, () =>
  on(async ({ chat }) => {
    let asked = 0;
    const busy = () => {
      asked += 1;
      return { status: 429, body: '', headers: { 'retry-after': '60' } };
    };
    await during({ request: busy }, async () => {
      for (let times = 0; times < 3; times += 1) {
        await chat.says('mdp octopus oublié');
        await chat.presses('reset.send', { identifier: 'known' });
        chat.hears('ne répond pas');
      }
      assert.equal(asked, 1);
      await chat.says('mdp invgate oublié');
      await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
      chat.hears(/Si .*alice\.martin@corp\.example/);
    });
  }),
);

test('DIR-1 a profile that offers what its service does not do is refused at start, naming the procedure and what is missing', { skip }, async () => {
  const less = await profileOn('octopus', 'octopus-http', '', (lines) => lines.replace(/can: .*/, 'can: [verify]'));
  await assert.rejects(
    withGuichet({ env: { PORTALS_DIR: less.folder } }, async () => undefined),
    (error) => error instanceof PortalError && /octopus procedures\.reset: its directory cannot set a password/.test(error.message),
  );
  await less.drop();
});

test('OPS-3 support finds people of Octopus by their names where its service searches; where it does not, the console says how they are found', {
  skip,
}, async () => {
  service.add({ id: 'id-cleo', login: 'cleo', mail: 'cleo@corp.example', given_name: 'Cléo', family_name: 'Le Goff' });
  const less = await profileOn('octopus', 'octopus-http', '', (lines) => lines.replace(', search', ''));
  for (const [folder, finds] of [
    [profile.folder, true],
    [less.folder, false],
  ] as const)
    await withConsole(
      [alice('support')],
      async (its) => {
        const browser = await enters(its);
        const csrf = tokenIn((await browser.get('/console/people')).html);
        const said = async (whom: string) => {
          const { html } = await browser.posts('/console/people?lang=fr', { csrf, whom });
          return [html.includes('cleo@corp.example'), html.includes('on ne trouve quelqu’un que par son adresse')];
        };
        assert.deepEqual(
          [await said('goff cle'), await said('cleo'), await said('cleo@corp.example')],
          [
            [finds, !finds],
            [true, !finds],
            [true, false],
          ],
        );
      },
      { env: { PORTALS_DIR: folder } },
    );
  await less.drop();
});
