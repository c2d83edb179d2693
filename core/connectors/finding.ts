import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { type Directory, DirectoryUnavailable, type Entry } from '../ports.ts';

/** One thing that was looked at in a directory: whether it works; undefined where it was not tried. */
export type Finding = { readonly what: string; readonly works: boolean | undefined; readonly detail: string };

/** A finding by doing: the text that the task returns, or the message of the fault that it throws. */
export async function tried(what: string, task: () => Promise<string>): Promise<Finding> {
  try {
    return { what, works: true, detail: await task() };
  } catch (error) {
    if (!(error instanceof DirectoryUnavailable)) throw error;
    return { what, works: false, detail: error.message };
  }
}

/** Reads who is in each team's group. `nobody`: what to say of one in which nobody is seen. */
export async function* triedTeams(directory: Directory, teams: readonly string[], nobody = 'nobody who has an address is seen in it'): AsyncGenerator<Finding> {
  for (const team of teams)
    yield await tried(`read who is in ${team}`, async () => {
      const members = await directory.membersOf(team);
      if (members.length === 0) throw new DirectoryUnavailable(nobody);
      return `${members.length}, such as ${members[0]?.email}`;
    });
}

/** Looks for the test account. `otherwise`: what to say where it is not found. */
export async function lookedUp(directory: Directory, account: string, otherwise: () => string): Promise<{ entry: Entry | undefined; finding: Finding }> {
  let entry: Entry | undefined;
  const finding = await tried(`find ${account}`, async () => {
    entry = await directory.find({ identifier: account });
    if (!entry) throw new DirectoryUnavailable(otherwise());
    return `${entry.email}, id ${entry.id}`;
  });
  return { entry, finding };
}

/** What is said where no test account is named. */
export const unnamed: Finding = { what: 'set a password', works: undefined, detail: 'name a test account: --account <identifier>' };

/**
 * Tries each operation on a test account (DIR-10): its password is set to one that nobody knows, and it is put into each group of the catalogue
 * and out again, or out and in. `pauses`: after how many milliseconds a change is looked for again, where a directory shows it late.
 */
export async function* triedOn(directory: Directory, entry: Entry, groups: readonly string[], pauses: readonly number[] = []): AsyncGenerator<Finding> {
  const [first, second] = [secret(), secret()];
  const set = await tried('set a password', async () => refusalOf(await directory.setPassword(entry, first)));
  yield set;
  if (set.works && directory.can.has('verify')) {
    yield await tried('compare a password', async () => {
      const verified = await directory.verify(entry, first);
      if (!verified.ok) throw new DirectoryUnavailable(`the password just set is refused: ${verified.why}`);
      return '';
    });
    yield await tried('change a password with its owner’s rights', async () => refusalOf(await directory.changePassword(entry, first, second)));
  }
  if (groups.length === 0) return;
  let held: readonly string[] = [];
  const read = await tried('read the groups of the account', async () => {
    held = await directory.groupsOf(entry);
    return held.join(', ');
  });
  if (!read.works) return yield read;
  for (const group of groups)
    yield await tried(`add to and take from ${group}`, async () => {
      const steps = held.includes(group) ? ([directory.leave, directory.join] as const) : ([directory.join, directory.leave] as const);
      for (const step of steps) {
        await step(entry, group);
        const isSeen = async () => (await directory.groupsOf(entry)).includes(group) === (step === directory.join);
        let seen = await isSeen();
        for (const pause of pauses)
          if (!seen) {
            await after(pause);
            seen = await isSeen();
          }
        if (!seen) throw new DirectoryUnavailable(`${step === directory.join ? 'put in' : 'taken out'}, and the directory shows no change`);
      }
      return '';
    });
}

/** A password that any policy takes and nobody knows. */
export const secret = (): string => `${randomBytes(18).toString('base64url')}aA1!`;

function refusalOf(outcome: { readonly ok: boolean; readonly refusals?: readonly { readonly key: string }[] }): string {
  if (!outcome.ok) throw new DirectoryUnavailable(`refused: ${outcome.refusals?.map(({ key }) => key).join(', ')}`);
  return '';
}
