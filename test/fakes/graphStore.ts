import { randomUUID } from 'node:crypto';

export type GraphUser = {
  id: string;
  userPrincipalName: string;
  mail: string | null;
  otherMails: string[];
  displayName: string;
  givenName: string | null;
  surname: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
  creationType: string | null;
  onPremisesSyncEnabled: boolean | null;
  manager?: string;
  [property: string]: unknown;
};

/** People, groups and roles in memory, as the tests look at them. */
export type GraphStore = {
  readonly users: Map<string, GraphUser>;
  /** The members of each group or role: people and groups by their ids. */
  readonly groups: Map<string, { readonly id: string; readonly displayName: string; readonly role: boolean; readonly members: string[] }>;
  readonly passwords: Map<string, string>;
  /** The temporary access pass of each. */
  readonly passes: Map<string, string>;
  /** Whose sessions were ended, as often as that was asked for. */
  readonly revoked: string[];
  readonly deleted: Set<string>;
  /** The invitations that were asked for. */
  readonly invitations: Record<string, unknown>[];
  /** The permissions that the application holds; undefined: all. */
  permissions: ReadonlySet<string> | undefined;
  /** How many requests do not see what was made yet: Graph's servers learn of it one by one. */
  lag: number;
  /** How many objects a page has, whatever is asked for. */
  page: number;
  put(user: Partial<GraphUser>): string;
  group(displayName: string, members?: readonly string[], role?: boolean): string;
  /** Whether an object that was made is seen by now. */
  sees(id: string): boolean;
  made(id: string): void;
};

/** An empty tenant. */
export function createGraphStore(): GraphStore {
  const unseen = new Map<string, number>();
  const store: GraphStore = {
    users: new Map(),
    groups: new Map(),
    passwords: new Map(),
    passes: new Map(),
    revoked: [],
    deleted: new Set(),
    invitations: [],
    permissions: undefined,
    lag: 0,
    page: Number.POSITIVE_INFINITY,
    put: (user) => {
      const id = user.id ?? randomUUID();
      const bare = { userPrincipalName: `${id}@corp.example`, mail: null, otherMails: [], displayName: '', givenName: null, surname: null };
      const state = { accountEnabled: true, userType: 'Member', creationType: null, onPremisesSyncEnabled: null } as const;
      store.users.set(id, { ...bare, ...state, ...user, id });
      return id;
    },
    group: (displayName, members = [], role = false) => {
      const id = randomUUID();
      store.groups.set(id, { id, displayName, role, members: [...members] });
      return id;
    },
    sees: (id) => {
      const left = unseen.get(id) ?? 0;
      if (left > 0) unseen.set(id, left - 1);
      return left === 0;
    },
    made: (id) => void unseen.set(id, store.lag),
  };
  return store;
}
