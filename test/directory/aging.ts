import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Attribute, Change } from 'ldapts';
import { dayIn, daysLater, instantAt } from '../../core/foundation/calendar.ts';
import type { Chat } from '../chat.ts';
import { domain } from '../fakes/samba.ts';
import { tree } from '../fakes/slapd.ts';
import { codeIn, type Guichet, linkIn } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';
import { type Server, samba, slapd } from './servers.ts';
import { sidOf } from './sid.ts';

/** A portal on a real directory in which passwords grow old. */
export type Aged = {
  readonly server: Server;
  readonly portal: 'octopus' | 'invgate';
  readonly folder: string;
  /** How an owner writes their identifier. */
  typed(uid: string): string;
  /** Sets after how many days passwords end that have no other policy. */
  endAfter(days: number): Promise<void>;
  /** Gives an account a password that ends after so many days, by a policy of its own. */
  endsAfter(name: string, days: number): Promise<void>;
  /** Lets an account read the policies that are not for everybody's eyes, as docs/directories.md says. */
  showPolicies(to: string): Promise<void>;
  close(): Promise<void>;
};

const timeZone = 'Europe/Paris';

/** The time of day at which a look is over that was due at eight. */
export const morning = (at: number, days: number): number => instantAt(timeZone, daysLater(dayIn(timeZone, at), days), '08:30');

/** Octopus on a domain controller; `change` rewrites its profile. */
export async function octopusAged(change: (profile: string) => string = (text) => text): Promise<Aged> {
  const server = await samba();
  const profile = await profileOn('octopus', 'octopus-active-directory');
  await rewrite(profile.folder, 'octopus', change);
  setEnvironment({
    OCTOPUS_LDAP_SERVER: server.real.url,
    OCTOPUS_LDAP_CA: server.real.ca,
    OCTOPUS_LDAP_NAME: server.real.serverName,
    OCTOPUS_LDAP_ACCOUNT: domain.admin,
    OCTOPUS_LDAP_PASSWORD: domain.password,
  });
  let policies = 0;
  return {
    server,
    portal: 'octopus',
    folder: profile.folder,
    typed: (uid) => uid,
    endAfter: async (days) => void server.real.tool('domain', 'passwordsettings', 'set', `--max-pwd-age=${days}`),
    endsAfter: async (name, days) => {
      policies += 1;
      const own = `own${policies}`;
      server.real.tool('domain', 'passwordsettings', 'pso', 'create', own, String(policies), `--max-pwd-age=${days}`, '--min-pwd-age=0');
      server.real.tool('domain', 'passwordsettings', 'pso', 'apply', own, /^CN=([^,]+)/.exec(name)?.[1] ?? '');
    },
    showPolicies: async (to) => {
      const { searchEntries } = await server.admin((client) =>
        client.search(to, { scope: 'base', attributes: ['objectSid'], explicitBufferAttributes: ['objectSid'] }),
      );
      const sid = sidOf(Buffer.from(searchEntries[0]?.objectSid as Buffer));
      server.real.tool('dsacl', 'set', `--objectdn=CN=Password Settings Container,CN=System,${domain.base}`, `--sddl=(A;CI;GR;;;${sid})`);
    },
    close: async () => {
      await profile.drop();
      await server.close();
    },
  };
}

/** InvGate on slapd with ppolicy. */
export async function invgateAged(
  change: (profile: string) => string = (text) => text,
): Promise<Aged & { readonly server: Awaited<ReturnType<typeof slapd>> }> {
  const server = await slapd();
  for (const group of ['workplace', 'applications', 'network', 'sensitive-data']) await server.group(group, []);
  const profile = await profileOn('invgate', 'invgate-openldap');
  await rewrite(profile.folder, 'invgate', change);
  setEnvironment({
    INVGATE_LDAP_SERVER: server.real.url,
    INVGATE_LDAP_CA: server.authority.ca,
    INVGATE_LDAP_ACCOUNT: tree.service,
    INVGATE_LDAP_PASSWORD: tree.password,
  });
  const replace = (name: string, type: string, value: string) =>
    server.admin((client) => client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })));
  let policies = 0;
  return {
    server,
    portal: 'invgate',
    folder: profile.folder,
    typed: (uid) => `${uid}@corp.example`,
    endAfter: (days) => replace(`cn=policy,${tree.base}`, 'pwdMaxAge', String(days * 86_400)),
    endsAfter: async (name, days) => {
      policies += 1;
      const own = `cn=own${policies},${tree.base}`;
      const policy = { objectClass: ['organizationalRole', 'pwdPolicy'], cn: `own${policies}`, pwdAttribute: 'userPassword', pwdMaxAge: String(days * 86_400) };
      await server.admin((client) => client.add(own, policy));
      await replace(name, 'pwdPolicySubentry', own);
    },
    showPolicies: async () => undefined,
    close: async () => {
      await profile.drop();
      await server.close();
    },
  };
}

async function rewrite(folder: string, portal: string, change: (profile: string) => string): Promise<void> {
  const file = join(folder, `${portal}.yaml`);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** The owner of an account sets a password from their chat, by which the two are bound. */
export async function binds({ mails, page }: Guichet, { portal, typed }: Aged, chat: Chat, uid: string): Promise<void> {
  await chat.says(chat.locale === 'fr' ? `mdp ${portal} oublié` : `forgot my ${portal} password`);
  await chat.presses('reset.send', { identifier: typed(uid) });
  const [mail] = await mails();
  await chat.presses('reset.code', { code: codeIn(mail) });
  const web = await page(linkIn({ text: chat.opens() }));
  let code = {};
  if (portal === 'invgate') {
    await web.sendsCode();
    code = { code: codeIn((await mails())[0]) };
  }
  const answered = await web.submits('Grand-Large 25!!', code);
  if (answered.status !== 303) throw new Error(answered.html);
  await mails();
}
