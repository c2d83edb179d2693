import type { Translator } from '../../../core/foundation/i18n.ts';
import { groupOf, type Portal } from '../../../core/portal/index.ts';

/** What a group of a portal is called; its id where the profile no longer has it. */
export function groupName(t: Translator, portal: Portal | undefined, groupId: string): string {
  const group = portal && groupOf(portal, groupId);
  return group ? t.of(group.name) : groupId;
}
