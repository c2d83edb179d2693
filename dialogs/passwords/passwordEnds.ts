import type { Card } from '../../cards/card.ts';
import { passwordEndsCard } from '../../cards/passwords/passwordEnds.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import { endingNotices } from '../../core/portal/index.ts';
import type { Turn } from '../turn.ts';

/** What the chat says of a password that ends; undefined where an event is about something else. */
export function passwordEndsNews(turn: Turn, event: ChatEvent): Card | undefined {
  const portal = turn.core.portals.get(event.portal);
  if (event.name !== 'passwordEnds' || !portal || event.at === undefined) return undefined;
  return passwordEndsCard(turn.t, portal, { identifier: event.text ?? '', endsAt: event.at, procedure: endingNotices(portal)?.procedure });
}
