import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Attribute, Change } from 'ldapts';
import { day } from '../../core/foundation/clock.ts';
import { contractAbilities } from '../../core/ports.ts';
import { usual } from '../contract/directory.ts';
import { skipWithoutPython, startDirectoryService, startWrong } from '../fakes/directoryService.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { codeIn, linkIn, withGuichet } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';
import { invgateOnScim } from './scim.ts';
import { slapd } from './servers.ts';

const [former, newer] = ['+33612345678', '+33698765432'];
const owner = 'phone@corp.example';
const groups = ['workplace', 'applications', 'network', 'sensitive-data'];

/** InvGate on a directory elsewhere that has the owner with a number. */
type Elsewhere = { readonly folder: string; changes(phone: string): Promise<void> | void };

const kinds: Readonly<Record<string, { readonly skip: string | false; start(): Promise<Elsewhere> }>> = {
  OpenLDAP: {
    skip: skipWithoutSlapd(),
    start: async () => {
      const server = await slapd();
      for (const group of groups) await server.group(group, []);
      const at = await server.put('phone', { email: owner });
      const changes = (phone: string) =>
        server.admin((client) => client.modify(at, new Change({ operation: 'replace', modification: new Attribute({ type: 'mobile', values: [phone] }) })));
      await changes(former);
      setEnvironment({
        INVGATE_LDAP_SERVER: server.real.url,
        INVGATE_LDAP_CA: server.authority.ca,
        INVGATE_LDAP_ACCOUNT: tree.service,
        INVGATE_LDAP_PASSWORD: tree.password,
      });
      const profile = await profileOn('invgate', 'invgate-openldap');
      after(() => Promise.all([profile.drop(), server.close()]));
      return { folder: profile.folder, changes };
    },
  },
  SCIM: {
    skip: false,
    start: async () => {
      const { server, folder, put, group, close } = await invgateOnScim();
      for (const name of ['Workplace', 'Applications', 'Network', 'Sensitive data']) group(name);
      const id = put('phone', { phone: former });
      after(close);
      return { folder, changes: (phone) => server.change('User', id, { phoneNumbers: [{ value: phone, type: 'mobile' }] }) };
    },
  },
  http: {
    skip: skipWithoutPython(),
    start: async () => {
      const secret = 'a secret of thirty-two characters or more';
      const service = await startDirectoryService(secret, {
        accounts: [{ id: 'id-phone', login: owner, mail: owner, phone: former, password: usual }],
        groups: Object.fromEntries(groups.map((name) => [name, []])),
      });
      let shown = former;
      const wrong = await startWrong(service.url, secret, { answer: ({ status, body }) => ({ status, body: body.replaceAll(former, shown) }) });
      setEnvironment({ INVGATE_HTTP_SECRET: secret });
      const lines = `directory:\n  kind: http\n  url: ${wrong.url}\n  secret: $\{env:INVGATE_HTTP_SECRET}\n  can: [${contractAbilities.join(', ')}]\n  groups: { catalogue: { ${groups.map((name) => `${name}: ${name}`).join(', ')} } }\n`;
      const profile = await profileOn('invgate', 'invgate-scim', '', () => lines);
      after(async () => {
        wrong.close();
        await Promise.all([profile.drop(), service.close()]);
      });
      return {
        folder: profile.folder,
        changes: (phone) => {
          shown = phone;
        },
      };
    },
  },
};

for (const [kind, { skip, start }] of Object.entries(kinds))
  test(`IN-7 ${kind}: a number that changed in the directory takes no codes for three days, and the owner is told`, { skip }, async () => {
    const { folder, changes } = await start();
    await withGuichet({ env: { PORTALS_DIR: folder } }, async (its) => {
      const codeGoesTo = async (): Promise<{ to: string | undefined; html: string; told: string | undefined }> => {
        await its.chat.says('annuler');
        await its.chat.says('mot de passe invgate oublié');
        await its.chat.presses('reset.send', { identifier: owner });
        const mails = await its.mails();
        const web = await its.page(linkIn(mails.find(({ text }) => text.includes('/link/'))));
        const texts = its.sms.messages.length;
        await web.sendsCode();
        await its.worker.drain();
        assert.ok(codeIn(its.sms.messages[texts]));
        return { to: its.sms.messages[texts]?.to, html: web.html, told: mails.find(({ subject }) => subject.includes('téléphone'))?.text };
      };
      assert.equal((await codeGoesTo()).to, former);
      await changes(newer);
      const changed = await codeGoesTo();
      assert.equal(changed.to, former);
      assert.match(changed.html, /se termine par 78/);
      assert.match(changed.told ?? '', /par 32[\s\S]*par 78/);
      its.passes(3 * day - 1);
      assert.equal((await codeGoesTo()).to, former);
      its.passes(1);
      assert.equal((await codeGoesTo()).to, newer);
    });
  });
