import { after } from 'node:test';
import { type Graph, graph } from './graph.ts';
import { profileOn } from './portals.ts';

/** A tenant behind a stand-in of Graph, and the lines of the example that put a portal on it. */
export type Entra = Graph & {
  /** The example with the stand-in in place of Microsoft's Graph, the identity of this machine in place of a certificate, and these groups in its catalogue. */
  onStandIn(catalogue: Readonly<Record<string, string>>): (lines: string) => string;
  /** A folder with a portal's profile on the tenant, which goes with the tests of the file. */
  profile(portal: string, change: (lines: string) => string): Promise<string>;
};

/** One for a test file, which it ends with. */
export async function entra(): Promise<Entra> {
  const its = await graph();
  const { server } = its;
  const before = { IDENTITY_ENDPOINT: process.env.IDENTITY_ENDPOINT, IDENTITY_HEADER: process.env.IDENTITY_HEADER };
  Object.assign(process.env, { IDENTITY_ENDPOINT: server.identity.endpoint, IDENTITY_HEADER: server.identity.header });
  const drops: (() => Promise<void>)[] = [];
  after(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    for (const drop of drops) await drop();
    await server.close();
  });
  return {
    ...its,
    onStandIn: (catalogue) => (lines) =>
      lines
        .replace(/ {2}tenant: .*\n {2}clientId: .*\n {2}certificate: .*\n/, `  managedIdentity: true\n  url: ${server.url}\n`)
        .replace(/ {4}catalogue:\n[\s\S]*$/, `    catalogue: ${JSON.stringify(catalogue)}\n`),
    profile: async (portal, change) => {
      const { folder, drop } = await profileOn(portal, 'rconnect-entra', '', change);
      drops.push(drop);
      return folder;
    },
  };
}
