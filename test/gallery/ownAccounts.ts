import { accountCard, accountsCard, unlinkCard } from '../../cards/account/account.ts';
import { factorCard } from '../../cards/signIn/factor.ts';
import { twoFactorCard, twoFactorNewsCard } from '../../cards/signIn/twoFactor.ts';
import { hour } from '../../core/foundation/clock.ts';
import { beginning } from '../support.ts';
import { hugoAway } from './absences.ts';
import { type Family, frameOf, portalIn, show } from './shown.ts';

const binding = { id: 'b', portal: 'outscale', accountId: 'a', identifier: 'alice.martin@corp.example', createdAt: beginning };
const elsewhere = { id: 'c', portal: 'octopus', accountId: 'd', identifier: 'amartin', createdAt: beginning };
const acme = {
  organisationId: 'o',
  portal: 'outscale',
  name: 'ACME LOGICIELS',
  reference: 'ABCD-1234',
  status: 'validated',
  domicile: 'france',
  accountId: 'a',
  role: 'administrator',
} as const;
const session = { id: 's', agent: 'Firefox · Windows', ip: '192.0.2.7', createdAt: beginning, lastSeenAt: beginning + hour };

/** «Mon compte». */
export const ownAccounts: Family = {
  name: 'own-accounts',
  title: 'My account',
  cards: (look) => {
    const { t, portals } = look;
    const account = { ...binding, groups: [], organisations: [acme], twoFactorSince: beginning, sessions: [session], ties: [] };
    const since = { createdAt: beginning, channel: t('channel.msteams') };
    const ties = [
      { ...since, id: 'b', who: 'Alice Martin (alice.martin@corp.example)', own: true },
      { ...since, id: 'u', who: 'Bruno Leroy (bruno.leroy@corp.example)', own: false },
    ];
    const events = [
      { what: 'factorOn', at: beginning + hour, ip: '192.0.2.7' },
      { what: 'signedIn', at: beginning, ip: '192.0.2.7' },
    ] as const;
    const bare = { ...elsewhere, groups: [], organisations: [], twoFactorSince: null, sessions: [], ties: [], events: [] };
    return [
      show('No account is known to be theirs yet.', accountsCard, t, [], portals),
      show('Several are.', accountsCard, t, [binding, elsewhere], portals),
      show('Several are, and its owner is away.', accountsCard, t, [binding, elsewhere], portals, { own: [hugoAway], forOthers: [] }),
      show(
        'One of them: its groups, its sessions, the chats tied to it, what happened of late.',
        accountCard,
        t,
        portalIn(look, 'outscale'),
        { ...account, events },
        ties,
        true,
      ),
      show('One with nothing to tell.', accountCard, t, portalIn(look, 'octopus'), bare, [], false),
      show('Before the chat forgets an account.', unlinkCard, t, portalIn(look, 'outscale'), binding),
    ];
  },
};

/** Two-factor sign-in. */
export const twoFactor: Family = {
  name: 'two-factor',
  title: 'Two-factor sign-in',
  cards: (look) => {
    const { t } = look;
    const url = 'https://guichet.example.org/p/outscale/account/second-factor';
    const portal = portalIn(look, 'outscale');
    const news = (['on', 'off', 'renewed', 'recovery', 'tries'] as const).map((each) =>
      show(`Told when it happens: ${each}.`, twoFactorNewsCard, t, portal, { news: each, at: beginning }),
    );
    return [
      show('Of one’s own account it says how it stands.', twoFactorCard, frameOf(look, 'outscale'), { url, on: [], off: [binding.identifier] }),
      show('Of nobody’s account it says nothing.', twoFactorCard, frameOf(look, 'outscale'), { url, on: [], off: [] }),
      show('Asked for before users are managed in the name of an account that has it.', factorCard, frameOf(look, 'outscale'), 'addUser'),
      ...news,
    ];
  },
};
