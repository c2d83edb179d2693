import assert from 'node:assert/strict';
import { start } from '../../bot/compose.ts';
import { loadConfig } from '../../bot/config.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import type { Core } from '../../core/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { outsideFlows } from './addressesOutside.ts';
import { administrator, makeAdministrators, organisationOf } from './administrators.ts';
import type { Figure } from './figures.ts';
import { address, chatting, compare, type Flow, known } from './knownAndUnknown.ts';
import { settings } from './processes.ts';

const userName = (number: number): string => `u${String(number).padStart(6, '0')}`;

/** Every flow that takes an address or identifier besides the sign-in: the time of a known and an unknown one (ALL-4). */
export async function measureAddresses(databaseUrl: string): Promise<Figure[]> {
  const bot = await start(loadConfig({ ...settings(databaseUrl), LOG_LEVEL: 'silent' }), { work: false });
  try {
    await makePeople(bot);
    const figures: Figure[] = [];
    for (const flow of [...flowsOf(bot.core), ...(await outsideFlows(bot))]) figures.push(await compare(flow));
    return figures;
  } finally {
    await bot.stop();
  }
}

let visitors = 0;

function flowsOf({ portals, passwords, directory, invitations, organisations, establishments }: Core): Flow[] {
  const portal = (id: string): Portal => {
    const found = portals.get(id);
    assert.ok(found);
    return found;
  };
  // On a page, from a network of their own.
  const visitor = () => ({ ip: `192.0.2.${++visitors % 250}`, locale: 'fr' }) as const;
  const onPage = () => ({ ...visitor(), person: `page-${visitors}`, channel: 'page', authenticated: true }) as const;
  const [octopus, invgate, extranet, rconnect, outscale] = ['octopus', 'invgate', 'extranet', 'rconnect', 'outscale'].map(portal);
  assert.ok(octopus && invgate && extranet && rconnect && outscale);
  const signUp = { givenName: 'Camille', familyName: 'Petit' };
  return [
    { what: 'reset', ask: (n) => passwords.reset.ask(chatting(), octopus, { identifier: userName(n) }) },
    { what: 'first password', ask: (n) => passwords.reset.ask(chatting(), octopus, { identifier: userName(n) }, 'signUp') },
    { what: 'reset with its address', ask: (n) => passwords.reset.ask(chatting(), extranet, { identifier: address(n), email: address(n) }) },
    { what: 'sign-up', ask: (n) => passwords.signUp.ask(chatting(), invgate, { email: address(n) }, { ...signUp, userName: address(n) }) },
    { what: 'forgotten identifier', ask: (n) => passwords.forgotIdentifier.mail(onPage(), octopus, address(n)) },
    { what: 'proof of an account', ask: (n) => directory.proof.ask(chatting(), invgate, 'enroll', address(n)) },
    { what: 'invitation taken up', ask: (n) => invitations.accept.ask(chatting(), rconnect, address(n)) },
    {
      what: 'invitation asked for in Web Chat',
      ask: (n) => invitations.accept.ask({ ...chatting(), channel: 'webchat', authenticated: false }, rconnect, address(n)),
    },
    {
      what: 'user invited into an establishment',
      ask: async (n) => {
        const user = { email: address(n), ...signUp };
        const invited = await establishments.inviteUser.invite(administrator(++visitors), extranet, organisationOf('extranet'), user, ['reservations']);
        assert.ok(invited.ok, JSON.stringify(invited));
      },
    },
    {
      what: 'user added to an organisation',
      ask: async (n) => {
        const added = await establishments.addUser.add(administrator(++visitors), outscale, organisationOf('outscale'), { email: address(n), ...signUp });
        assert.ok(added.ok, JSON.stringify(added));
      },
    },
    { what: 'cloud account', count: 60, ask: (n) => organisations.proof.prove(outscale.id, '', { email: address(n), password: 'wrong' }, visitor()) },
  ];
}

async function makePeople({ db, core }: Awaited<ReturnType<typeof start>>): Promise<void> {
  for (const portal of ['outscale', 'extranet']) await makeAdministrators(db, portal);
  const line = (n: number, identifier: string, more = '') => `${identifier},${address(n)},Camille,Petit,,${more}`;
  const numbers = Array.from({ length: known }, (_, n) => n + 1);
  const csv = (columns: string, lines: readonly string[]) => [`identifier,email,givenName,familyName,phone,entity${columns}`, ...lines].join('\n');
  const byAddress = csv(
    '',
    numbers.map((n) => line(n, address(n))),
  );
  const hash = await hashPassword('Correct Horse, Battery & Staple 42');
  for (const [portal, file] of [
    [
      'octopus',
      csv(
        '',
        numbers.map((n) => line(n, userName(n))),
      ),
    ],
    ['invgate', byAddress],
    ['extranet', byAddress],
    ['outscale', byAddress],
    [
      'outscale-cloud',
      csv(
        ',passwordHash',
        numbers.map((n) => line(n, address(n), `cloudgouv-eu-west-1,"${hash}"`)),
      ),
    ],
  ] as const) {
    const { refused } = await importAccounts(db, portal, file, Date.now(), portal === 'outscale-cloud' ? 'proven' : 'any');
    assert.deepEqual(refused, []);
  }
  const rconnect = core.portals.get('rconnect');
  assert.ok(rconnect);
  for (const n of numbers)
    await db
      .insertInto('invitation')
      .values({
        id: `invitation-${n}`,
        portal: 'rconnect',
        organisationId: null,
        inviter: 'sonia',
        inviterName: 'Sonia Lambert',
        inviterEmail: 'sonia.lambert@sales.example.com',
        inviterAccountId: null,
        email: address(n),
        emailKey: address(n),
        givenName: 'Camille',
        familyName: 'Petit',
        company: '{}',
        rights: '[]',
        status: 'sent',
        locale: 'fr',
        createdAt: Date.now(),
        expiresAt: Date.now() + rconnect.lifetimes.invitation,
        openedAt: null,
        decidedAt: null,
        accountId: null,
        requestId: `request-${n}`,
      })
      .execute();
}
