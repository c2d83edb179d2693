import { procedureLabel } from '../../../cards/frame.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import { procedures } from '../../../core/foundation/procedures.ts';
import type { Portal } from '../../../core/portal/index.ts';

/** What a portal calls a procedure that records name, or Guichet where no portal is meant; the name itself where there is none such any more. */
export function procedureName(t: Translator, portal: Portal | undefined, name: string): string {
  const procedure = procedures.find((each) => each === name);
  return procedure ? procedureLabel(t, portal, procedure) : name;
}
