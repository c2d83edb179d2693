import { createGraphDirectory } from '../../core/connectors/graph/graph.ts';
import type { KeptToken } from '../../core/connectors/keptToken.ts';
import { graphSettings } from '../../core/portal/graphSettings.ts';
import type { Directory } from '../../core/ports.ts';
import { type Person, person } from '../contract/directory.ts';
import { type Between, type GraphServer, startGraph } from '../fakes/graph.ts';
import type { GraphUser } from '../fakes/graphStore.ts';

/** A Graph with people and groups, as the tests drive it. */
export type Graph = {
  readonly server: GraphServer;
  readonly tokens: KeptToken;
  settings(over?: object): ReturnType<typeof graphSettings.parse>;
  open(over?: object, told?: string[]): Directory;
  /** Returns the id. */
  put(uid: string, over?: Partial<Person>, user?: Partial<GraphUser>): string;
  members(group: string): readonly string[];
  opens(id: string, password: string): boolean;
  /** Runs with something between the client and the server. */
  between(wrong: Between, run: () => Promise<void>): Promise<void>;
};

export async function graph(): Promise<Graph> {
  const server = await startGraph();
  const tokens: KeptToken = { current: async () => server.token, drop: () => false };
  const settings = (over: object = {}) =>
    graphSettings.parse({
      kind: 'graph',
      url: server.url,
      managedIdentity: true,
      people: { phone: 'mobilePhone', entity: 'department' },
      create: { as: 'member', domain: 'corp.example' },
      ...over,
    });
  return {
    server,
    tokens,
    settings,
    open: (over = {}, told = []) => createGraphDirectory(settings(over), (message) => told.push(message), tokens),
    put: (uid, over = {}, user = {}) => {
      const { password, email, givenName, familyName } = person(uid, over);
      const userPrincipalName = uid.includes('@') ? uid : `${uid}@corp.example`;
      const id = server.put({ userPrincipalName, mail: email, displayName: `${givenName} ${familyName}`, givenName, surname: familyName, ...user });
      server.passwords.set(id, password);
      return id;
    },
    members: (group) => server.groups.get(group)?.members ?? [],
    opens: (id, password) => password !== '' && server.users.get(id)?.accountEnabled === true && server.passwords.get(id) === password.normalize('NFC'),
    between: async (wrong, run) => {
      server.between = wrong;
      try {
        await run();
      } finally {
        server.between = () => undefined;
      }
    },
  };
}
