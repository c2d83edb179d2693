import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Portal } from '../../../core/portal/index.ts';

/** What a portal is called. One that is no longer served keeps its id. */
export const portalName = (t: Translator, portals: ReadonlyMap<string, Portal>, id: string): string => t.of(portals.get(id)?.name ?? id);
