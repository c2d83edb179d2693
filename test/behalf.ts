import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPortals } from '../core/portal/load.ts';
import type { Chat } from './chat.ts';
import { withProfile } from './enrolling.ts';
import { type Guichet, withGuichet } from './support.ts';

/** What InvGate's profile says besides in these tests: Claire asks for others, and a pack reaches into a second portal. */
export const askers = `forOthers: { askers: [claire.fontaine@example.org] }
packs:
  - id: accounting
    name: { fr: Arrivée comptabilité, en: Accounting arrival }
    words: [comptabilité, accounting]
    groups: [workplace, network, reporting/reports]
`;

/** The second portal: InvGate's profile under another name, where Claire asks too. */
const reporting = (profile: string): string =>
  `${profile
    .replace(/^id: invgate/m, 'id: reporting')
    .replace('- id: workplace', '- id: reports')
    .replace('{ fr: Poste de travail, en: Workplace }', '{ fr: Rapports, en: Reports }')
    .replace(/^name: .*/m, 'name: Reporting')
    .replace(/^(words|terms): .*/gm, '$1: []')}forOthers: { askers: [claire.fontaine@example.org] }\n`;

/** Runs a test where colleagues can be asked for. */
export const withAskers = (
  story: (its: Guichet, folder: string) => Promise<void>,
  { locale = 'fr', extra = askers, change = (text: string) => text }: { locale?: 'fr' | 'en'; extra?: string; change?: (text: string) => string } = {},
): Promise<void> =>
  withProfile(
    (profile) => `${change(profile)}${extra}`,
    async (folder) => {
      await writeFile(join(folder, 'reporting.yaml'), reporting(await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8')));
      await withGuichet({ channel: 'msteams', locale, env: { PORTALS_DIR: folder } }, (its) => story(its, folder));
    },
  );

/** The values of the fields on the card in front. */
export function fieldsOf({ card }: Chat): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    if (typeof node !== 'object' || node === null) return;
    const { type, id, value } = node as { type?: string; id?: string; value?: unknown };
    if (type?.startsWith('Input.') && id !== undefined) found[id] = value;
    Object.values(node).forEach(walk);
  };
  walk(card);
  assert.ok(Object.keys(found).length > 0, 'no fields');
  return found;
}
