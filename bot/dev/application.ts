import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPortals } from '../../core/portal/index.ts';

/** The application of examples/openid-portal, as a profile names it: it keeps no secret, and is on this machine. */
export const exampleApplication = (port: number): string => `
openid:
  clients:
    - id: example-portal
      name: The example portal
      redirectUris: [http://127.0.0.1:${port}/callback]
      postLogoutUris: [http://127.0.0.1:${port}/]
`;

/** Makes a folder with the profile of Octopus and that application in it, for PORTALS_DIR. */
export async function withApplication(folder: string, port: number): Promise<string> {
  const portals = join(folder, 'portals');
  await mkdir(portals, { recursive: true });
  const shipped = await readFile(join(shippedPortals, 'octopus.yaml'), 'utf8');
  await writeFile(join(portals, 'octopus.yaml'), shipped + exampleApplication(port));
  return portals;
}
