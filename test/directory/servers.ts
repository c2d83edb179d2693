import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Client } from 'ldapts';
import { createLdapDirectory } from '../../core/connectors/ldap/ldap.ts';
import { nameBelow } from '../../core/connectors/ldap/names.ts';
import { ldapSettings } from '../../core/portal/directorySettings.ts';
import type { Directory } from '../../core/ports.ts';
import { person, type Tried, usual } from '../contract/directory.ts';
import { type Authority, createAuthority } from '../fakes/authority.ts';
import { domain, type Samba, startSamba } from '../fakes/samba.ts';
import { type Slapd, startSlapd, tree } from '../fakes/slapd.ts';

export { usual };

/** Settings as a profile writes them. */
export type Written = Record<string, unknown>;

/** A real directory server, as the suite of all directories drives it. */
export type Server = Tried & {
  readonly settings: Written;
  /** Its address without TLS. */
  readonly plain: string;
  /** Opens a directory; `over` replaces settings. `told` gets what an operator is told. */
  open(over?: Written, told?: string[]): Directory;
  group(name: string, members: readonly string[]): Promise<string>;
  /** Something that only an administrator can do. */
  admin<T>(task: (client: Client) => Promise<T>): Promise<T>;
  /** Makes the account one that must change its password at the next sign-in. */
  mustChange(name: string): Promise<void>;
  disable(name: string): Promise<void>;
};

/** Nothing of a directory in another system belongs into records of ours. */
const commit = async (): Promise<boolean> => true;

const opener =
  (settings: Written) =>
  (over: Written = {}, told: string[] = []) =>
    createLdapDirectory(ldapSettings.parse({ ...settings, ...over }), Date.now, (message) => told.push(message));

async function bound(samples: { url: string; tls: object; name: string; password: string }): Promise<Client> {
  const client = new Client({ url: samples.url, tlsOptions: samples.tls, timeout: 20_000 });
  await client.bind(samples.name, samples.password);
  return client;
}

/** Whether a bind succeeds. */
async function opens(url: string, tls: object, name: string, password: string): Promise<boolean> {
  try {
    await (await bound({ url, tls, name, password })).unbind();
    return true;
  } catch {
    return false;
  }
}

/** Over LDAP, when a password was set can be said of no other moment than now; so this is written into Samba's records. */
const setLongAgo = `
import sys, ldb
from samba import auth, dsdb, param, samdb
lp = param.LoadParm()
lp.load(sys.argv[1])
sam = samdb.SamDB(url='tdb://' + sys.argv[2], session_info=auth.system_session(), lp=lp)
change = ldb.Message(ldb.Dn(sam, sys.argv[3]))
change['pwdLastSet'] = ldb.MessageElement('132000000000000000', ldb.FLAG_MOD_REPLACE, 'pwdLastSet')
sam.modify(change, controls=['local_oid:%s:0' % dsdb.DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID])
`;

/** A domain controller with places for people and groups. `expire` makes a password one that was set in 2019. */
export async function samba(): Promise<Server & { readonly real: Samba; expire(name: string): void }> {
  const real = await startSamba();
  const tls = { rejectUnauthorized: false };
  const admin = await bound({ url: real.url, tls, name: domain.admin, password: domain.password });
  real.tool('domain', 'passwordsettings', 'set', '--account-lockout-threshold=4', '--min-pwd-age=0', '--history-length=3', '--min-pwd-length=8');
  for (const place of ['People', 'Groups', 'Leavers']) await admin.add(`OU=${place},${domain.base}`, { objectClass: 'organizationalUnit', ou: place });
  const base = `OU=People,${domain.base}`;
  const settings = {
    kind: 'ldap',
    flavour: 'activeDirectory',
    servers: [real.url],
    ca: real.ca,
    serverName: real.serverName,
    bind: { dn: domain.admin, password: domain.password },
    people: { base: domain.base, identifier: 'sAMAccountName', domains: ['EXAMPLE', 'example.test'], phone: 'mobile', closed: [`OU=Leavers,${domain.base}`] },
    create: {
      in: base,
      objectClasses: ['top', 'person', 'organizationalPerson', 'user'],
      identifier: '{givenName:1}{familyName}',
      attributes: { userPrincipalName: '{identifier}@example.test', displayName: '{givenName} {familyName}' },
    },
  };
  return {
    real,
    expire: (name) => {
      const folder = join(dirname(real.ca), '..', '..');
      execFileSync('/usr/bin/python3', ['-c', setLongAgo, join(folder, 'etc', 'smb.conf'), join(folder, 'private', 'sam.ldb'), name], { stdio: 'pipe' });
    },
    name: 'Active Directory',
    settings,
    plain: real.plain,
    open: opener(settings),
    commit,
    typed: (uid) => uid,
    put: async (uid, over = {}) => {
      const { password, email, givenName, familyName, place, called } = person(uid, over);
      const name = nameBelow(place ? `OU=${place},${domain.base}` : base, 'CN', called);
      await admin.add(name, {
        objectClass: ['top', 'person', 'organizationalPerson', 'user'],
        sAMAccountName: uid,
        userPrincipalName: `${uid}@example.test`,
        mail: email,
        givenName,
        sn: familyName,
        userAccountControl: '512',
        unicodePwd: Buffer.from(`"${password}"`, 'utf16le') as unknown as string,
      });
      return name;
    },
    group: async (group, members) => {
      const name = nameBelow(`OU=Groups,${domain.base}`, 'CN', group);
      // A short name has none of these signs.
      const sAMAccountName = group.replace(/["/\\[\]:;|=,+*?<>]/g, '').slice(0, 20);
      await admin.add(name, { objectClass: ['top', 'group'], sAMAccountName, ...(members.length > 0 && { member: [...members] }) });
      return name;
    },
    opens: (name, password) => opens(real.url, tls, name, password),
    admin: (task) => task(admin),
    mustChange: async (name) => await replace(admin, name, 'pwdLastSet', '0'),
    disable: async (name) => await replace(admin, name, 'userAccountControl', '514'),
    close: async () => {
      await admin.unbind();
      await real.close();
    },
  };
}

/** A slapd with places for people and groups. */
export async function slapd(authority: Authority = createAuthority()): Promise<Server & { readonly real: Slapd; readonly authority: Authority }> {
  const real = await startSlapd(authority.sign('127.0.0.1'));
  const tls = { rejectUnauthorized: false };
  let admin = await bound({ url: real.url, tls, name: tree.root, password: tree.password });
  /** Bound again after a test has stopped the server. */
  const asAdmin = async (): Promise<Client> => {
    if (!admin.isConnected) admin = await bound({ url: real.url, tls, name: tree.root, password: tree.password });
    return admin;
  };
  const base = `ou=people,${tree.base}`;
  const settings = {
    kind: 'ldap',
    flavour: 'openLdap',
    servers: [real.url],
    ca: authority.ca,
    bind: { dn: tree.service, password: tree.password },
    people: { base, identifier: 'mail', phone: 'mobile' },
    create: { in: base, name: 'uid', objectClasses: ['inetOrgPerson'], attributes: { cn: '{givenName} {familyName}' } },
  };
  return {
    real,
    authority,
    name: 'OpenLDAP',
    settings,
    plain: real.plain,
    open: opener(settings),
    commit,
    typed: (uid) => (uid.includes('@') ? uid : `${uid}@corp.example`),
    put: async (uid, over = {}) => {
      const { password, email, givenName, familyName, called } = person(uid, over);
      const name = called === uid ? `uid=${uid},${base}` : nameBelow(base, 'cn', called);
      await (await asAdmin()).add(name, {
        objectClass: ['inetOrgPerson'],
        uid,
        cn: called === uid ? `${givenName} ${familyName}` : called,
        sn: familyName,
        givenName,
        mail: email,
        userPassword: password,
      });
      return name;
    },
    group: async (group, members) => {
      const name = nameBelow(`ou=groups,${tree.base}`, 'cn', group);
      await (await asAdmin()).add(name, { objectClass: ['groupOfNames'], cn: group, member: [`cn=guichet,${tree.base}`, ...members] });
      return name;
    },
    opens: (name, password) => opens(real.url, tls, name, password),
    admin: async (task) => await task(await asAdmin()),
    mustChange: async (name) => await replace(await asAdmin(), name, 'pwdReset', 'TRUE'),
    disable: async (name) => await replace(await asAdmin(), name, 'pwdAccountLockedTime', '000001010000Z'),
    close: async () => {
      await admin.unbind().catch(() => undefined);
      await real.close();
      authority.close();
    },
  };
}

async function replace(client: Client, name: string, type: string, value: string): Promise<void> {
  const { Attribute, Change } = await import('ldapts');
  await client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }));
}
