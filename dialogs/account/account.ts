import { accountCard, accountsCard, unlinkCard } from '../../cards/account/account.ts';
import { tieName, tiePlace } from '../../core/directory/index.ts';
import { takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import type { Turn } from '../turn.ts';

/**
 * What «Mon compte» does: the accounts that are one's own, their sessions and the ties of other people ended, an account unlinked from this chat. Its cards carry no dialog's
 * state, so they answer at any time; whose account it is, the core looks up at each action. False where the verb is none of these.
 */
export const accounts = takes({
  'account.list': (turn) => list(turn),
  'account.show': (turn, { account }) => (account === undefined ? first(turn) : show(turn, account)),
  'account.endSession': async (turn, { account = '', session = '' }) => {
    const ended = await turn.core.account.own.endSession(turn.actor, account, session);
    await turn.say(turn.t(ended ? 'account.session.ended' : 'account.session.gone'));
    await show(turn, account);
  },
  'account.endTie': async (turn, { account = '', tie = '' }) => {
    const ended = await turn.core.account.own.endTie(turn.actor, account, tie);
    await turn.say(turn.t(ended ? 'account.tie.ended' : 'account.tie.gone'));
    await show(turn, account);
  },
  'account.unlink': async (turn, { account = '' }) => {
    const own = (await turn.core.account.own.list(turn.actor)).find(({ id }) => id === account);
    const portal = own && turn.core.portals.get(own.portal);
    await (own && portal ? turn.show(unlinkCard(turn.t, portal, own)) : list(turn));
  },
  'account.unlinkNow': async (turn, { account = '' }) => {
    const ended = await turn.core.account.own.unlink(turn.actor, account);
    if (ended) await turn.say(turn.t('account.unlinked', { identifier: ended.identifier }));
    await list(turn);
  },
});

/** The one account at once, else the list of them. */
async function first(turn: Turn): Promise<void> {
  const [only, ...others] = await turn.core.account.own.list(turn.actor);
  await (only && others.length === 0 ? show(turn, only.id) : list(turn));
}

async function list(turn: Turn): Promise<void> {
  await showAside(
    turn,
    accountsCard(turn.t, await turn.core.account.own.list(turn.actor), turn.core.portals, await turn.core.access.absences.mine(turn.actor)),
  );
}

/** An account that is not, or no longer, one's own is shown as one that never was. */
async function show(turn: Turn, id: string): Promise<void> {
  const account = await turn.core.account.own.look(turn.actor, id);
  const portal = account && turn.core.portals.get(account.portal);
  if (!account || !portal) return await list(turn);
  const all = await turn.core.account.own.list(turn.actor);
  const ties = account.ties.map((tie) => ({
    id: tie.id,
    createdAt: tie.createdAt,
    ...(tie.issuer !== undefined && { issuer: tie.issuer }),
    who: tieName(turn.t, tie),
    channel: tiePlace(turn.t, portal, tie),
    own: tie.person === turn.actor.person,
  }));
  await showAside(turn, accountCard(turn.t, portal, account, ties, all.length > 1, await turn.core.access.absences.mine(turn.actor)));
}
