import { createScimDirectory } from '../../core/connectors/scim/scim.ts';
import { scimSettings } from '../../core/portal/scimSettings.ts';
import type { Directory } from '../../core/ports.ts';
import { type Person, person } from '../contract/directory.ts';
import { type Between, type ScimServer, startScim } from '../fakes/scim.ts';
import { profileOn, setEnvironment } from './portals.ts';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0';

/** A person who is put on a SCIM server. */
export type ScimPerson = Partial<Person> & { readonly active?: boolean; readonly manager?: string; readonly entity?: string; readonly phone?: string };

/** A SCIM server with people and groups, as the tests drive it. */
export type Scim = {
  readonly server: ScimServer;
  settings(over?: object): ReturnType<typeof scimSettings.parse>;
  open(over?: object, told?: string[]): Directory;
  /** Returns the id. */
  put(uid: string, over?: ScimPerson): string;
  group(displayName: string, members?: readonly string[]): string;
  members(group: string): string[];
  opens(id: string, password: string): boolean;
  /** Runs with something between the client and the server. */
  between(wrong: Between, run: () => Promise<void>): Promise<void>;
};

export async function scim(): Promise<Scim> {
  const server = await startScim();
  const settings = (over: object = {}) =>
    scimSettings.parse({
      kind: 'scim',
      url: server.url,
      token: server.token,
      people: { phone: 'phoneNumbers', entity: `${enterprise}:department` },
      create: {},
      ...over,
    });
  const typed = (value: string) => ({ value, type: server.read('Group', value) ? 'Group' : 'User' });
  return {
    server,
    settings,
    open: (over = {}, told = []) => createScimDirectory(settings(over), (message) => told.push(message)),
    put: (uid, over = {}) => {
      const { password, email, givenName, familyName } = person(uid, over);
      const { active = true, manager, entity, phone } = over;
      const extended = { ...(entity !== undefined && { department: entity }), ...(manager !== undefined && { manager: { value: manager } }) };
      const isExtended = Object.keys(extended).length > 0;
      return server.put('User', {
        schemas: [`${core}:User`, ...(isExtended ? [enterprise] : [])],
        userName: uid.includes('@') ? uid : `${uid}@corp.example`,
        name: { givenName, familyName },
        emails: [{ value: email, type: 'work', primary: true }],
        ...(phone !== undefined && { phoneNumbers: [{ value: phone, type: 'mobile' }] }),
        active,
        password,
        ...(isExtended && { [enterprise]: extended }),
      });
    },
    group: (displayName, members = []) => server.put('Group', { schemas: [`${core}:Group`], displayName, members: members.map(typed) }),
    members: (group) => ((server.read('Group', group)?.members ?? []) as { value: string }[]).map(({ value }) => value),
    opens: (id, password) => password !== '' && server.read('User', id)?.active !== false && server.password(id) === password.normalize('NFC'),
    between: async (wrong, run) => {
      server.between = wrong;
      try {
        await run();
      } finally {
        server.between = (_request, _response, next) => next();
      }
    },
  };
}

/** A SCIM server, and in `folder` InvGate's shipped profile, which is on it. `close` ends both. */
export async function invgateOnScim(): Promise<Scim & { readonly folder: string; close(): Promise<void> }> {
  const its = await scim();
  const { folder, drop } = await profileOn('invgate', 'invgate-scim');
  setEnvironment({ INVGATE_SCIM_URL: its.server.url, INVGATE_SCIM_TOKEN: its.server.token });
  return { ...its, folder, close: async () => void (await Promise.all([drop(), its.server.close()])) };
}
