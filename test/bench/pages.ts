import { accepting } from '../accepting.ts';
import { withGuichet } from '../support.ts';
import type { Figure } from './figures.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

/** What a browser has to fetch to show the company form of an invitation: the page as it is sent, uncompressed, and every file that it names. */
export async function measurePages(): Promise<Figure[]> {
  let figure: Figure | undefined;
  await withGuichet({ channel: 'msteams' }, async (its) => {
    const { page } = await accepting(its, 'company');
    const { html } = await page.again();
    const files = [...html.matchAll(/<(?:link|script|img)\b[^>]* (?:href|src)="(\/[^"]+)"/g)].map(([, address]) => `${its.url}${address}`);
    const sizes = await Promise.all(files.map(async (address) => (await (await fetch(address)).arrayBuffer()).byteLength));
    const bytes = sizes.reduce((sum, size) => sum + size, Buffer.byteLength(html));
    figure = {
      what: 'the company form of an invitation, styles and scripts included',
      measured: `${kilobytes(bytes)} in ${1 + files.length} request${files.length > 0 ? 's' : ''}`,
      wanted: '< 60 KB in 1 request',
      met: bytes < 60_000 && files.length === 0,
    };
  });
  if (!figure) throw new Error('The form was not reached.');
  return [figure];
}
