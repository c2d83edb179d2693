import { Attribute, Change, type Client, EqualityFilter } from 'ldapts';
import type { LdapSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { code, resultOf } from './faults.ts';
import { rootOf } from './names.ts';

/** The attribute of a group that has its members. */
export const memberAttribute = ({ groups }: Pick<LdapSettings, 'groups'>): string => groups?.member ?? 'member';

/** Where groups are looked for that the catalogue does not name. `name`: one of them. */
export const groupsAround = ({ groups, people }: LdapSettings, name: string | undefined): { readonly base: string; readonly member: string } => ({
  base: groups?.base ?? rootOf(name ?? people.base),
  member: memberAttribute({ groups }),
});

/** Adds to, or takes from, a group; that it was so already is no fault. `member`: the attribute of the group, `name`: who. */
export async function changeMember(client: Client, operation: 'add' | 'delete', group: string, member: string, name: string): Promise<void> {
  try {
    await client.modify(group, new Change({ operation, modification: new Attribute({ type: member, values: [name] }) }));
  } catch (error) {
    const result = resultOf(error);
    if (operation === 'add' && (result === code.exists || result === code.entryExists)) return;
    if (operation === 'delete' && (result === code.noSuchAttribute || (result === code.unwilling && !(await isIn(client, group, member, name))))) return;
    if (result === code.objectClass) throw new DirectoryMisconfigured(`${group} may not be without members: give it one that stays`);
    if (result === code.noSuchObject) throw new DirectoryMisconfigured(`${group} is not in the directory`);
    throw error;
  }
}

/** Whether a group has this member itself. */
export const isIn = async (client: Client, group: string, member: string, name: string): Promise<boolean> =>
  (await client.search(group, { scope: 'base', filter: new EqualityFilter({ attribute: member, value: name }), attributes: ['1.1'] })).searchEntries.length > 0;

/** Whether anything has this name. */
export async function isThere(client: Client, name: string): Promise<boolean> {
  try {
    return (await client.search(name, { scope: 'base', attributes: ['1.1'] })).searchEntries.length > 0;
  } catch (error) {
    if (resultOf(error) === code.noSuchObject) return false;
    throw error;
  }
}

/** Throws where there is no such group. */
export async function mustBeThere(client: Client, group: string): Promise<void> {
  if (!(await isThere(client, group))) throw new DirectoryMisconfigured(`${group} is not in the directory`);
}
