import { type Outcome, refuse } from '../foundation/outcome.ts';

/** What directories say of a password that their policy refuses: Samba, slapd's ppolicy («fails quality checking», whatever is wrong with it), and those that speak SCIM. */
const sayings = [
  [/too short|at least \d+ char|minimum length/i, 'directory.password.short'],
  [/history|already (been )?used|existing value|previous password|reuse/i, 'directory.password.history'],
  [/too young|minimum age/i, 'directory.password.young'],
  [/complexity/i, 'directory.password.simple'],
] as const;

/** A directory's refusal of a password, at its field, by what it said (DIR-3). */
export const passwordRefusal = (said: string): Outcome<never> =>
  refuse({ key: sayings.find(([saying]) => saying.test(said))?.[1] ?? 'directory.password.refused', field: 'password' });
