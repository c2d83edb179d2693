import { type Outcome, refuse } from '../../foundation/outcome.ts';
import { code, resultOf } from './faults.ts';

/** What directories say of a password that their policy refuses: Samba, Windows (0000052D for everything), slapd's ppolicy («fails quality checking», whatever is wrong with it). */
const sayings = [
  [/too short/i, 'directory.password.short'],
  [/history|already used|existing value/i, 'directory.password.history'],
  [/too young|minimum age/i, 'directory.password.young'],
  [/complexity/i, 'directory.password.simple'],
] as const;

/** The directory's refusal of a password, at its field (DIR-3); undefined where the error is another. */
export function policyRefusal(error: unknown): Outcome<never> | undefined {
  const result = resultOf(error);
  const message = error instanceof Error ? error.message : '';
  if (result !== code.constraint && !(result === code.unwilling && /0000052D/i.test(message))) return undefined;
  const key = sayings.find(([saying]) => saying.test(message))?.[1] ?? 'directory.password.refused';
  return refuse({ key, field: 'password' });
}
