import type { Outcome } from '../../foundation/outcome.ts';
import { passwordRefusal } from '../passwordRefusal.ts';
import { code, resultOf } from './faults.ts';

/** The directory's refusal of a password, at its field (DIR-3); undefined where the error is another. Windows says 0000052D for everything. */
export function policyRefusal(error: unknown): Outcome<never> | undefined {
  const result = resultOf(error);
  const message = error instanceof Error ? error.message : '';
  if (result !== code.constraint && !(result === code.unwilling && /0000052D/i.test(message))) return undefined;
  return passwordRefusal(message);
}
