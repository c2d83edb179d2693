import { type Proving, proofCard } from '../../cards/access/proof.ts';
import type { CodeAsked } from '../../core/access/index.ts';
import { emailKey } from '../../core/foundation/identifiers.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/index.ts';
import { proven, type Turn } from '../turn.ts';

/** Shows the card that asks for the proof which a sensitive group wants (GOV-6): by the app where that was asked for, else by the code in the mailbox. */
export async function asksCode(
  turn: Turn,
  portal: Portal,
  proving: Proving,
  { asked, problems = [] }: { readonly asked?: CodeAsked | undefined; readonly problems?: readonly Refusal[] } = {},
): Promise<void> {
  const app = asked?.by === 'app' ? turn.core.portals.get(asked.portal) : undefined;
  const mailed = emailKey((await proven(turn)).email ?? '');
  await turn.show(proofCard({ t: turn.t, portal, problems }, proving, app ? { app } : { mailed }));
}

/** Which code a card asked for, by what its button brings. */
export const placeOf = (of: string | undefined): CodeAsked | undefined => (of === undefined ? undefined : { by: 'app', portal: of });
