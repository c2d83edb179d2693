import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../fakes/connector.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { type Figure, ratioFigure } from './figures.ts';
import { othersTurns, waiting } from './othersTurns.ts';
import { settings, startProcess } from './processes.ts';

/** How long somebody who was told that it does not answer waits before they ask again, in milliseconds. */
const patience = 2_000;

/** Card turns of other portals while one directory answers 429 for a minute and people ask for it, against turns while nobody does. */
export async function measureThrottledDirectory(folder: string, connector: Connector): Promise<Figure[]> {
  let asked = 0;
  const throttled = createServer((_request, response) => {
    asked += 1;
    response.writeHead(429, { 'retry-after': '60' }).end();
  }).listen(0, '127.0.0.1');
  await once(throttled, 'listening');
  const url = `http://127.0.0.1:${(throttled.address() as AddressInfo).port}`;
  const portals = join(folder, 'directoryThrottled');
  await mkdir(portals, { recursive: true });
  const [head] = ldapPortal('staff', { url: 'ldap://127.0.0.1', ca: '' }).split('directory:');
  await writeFile(join(portals, 'staff.yaml'), `${head}directory: { kind: scim, url: '${url}', token: a-token-of-the-bench }\n`);
  const bot = await startProcess('guichetProcess.ts', { ...settings(`sqlite:${join(folder, 'directoryThrottled.sqlite')}`), PORTALS_DIR: portals });
  const began = performance.now();
  try {
    const { ratio, detail } = await othersTurns(
      bot,
      connector,
      async (talk, person) => {
        await talk.presses({ verb: 'reset.start', inputs: { portal: 'staff' }, next: 'reset.send' });
        await talk.presses({ verb: 'reset.send', inputs: { identifier: `person${person}@corp.example` }, shows: 'annuaire' });
        await sleep(patience);
      },
      () => sleep(300),
    );
    const minutes = Math.ceil((performance.now() - began) / 60_000);
    return [
      ratioFigure(
        `median card turn of other portals while one directory answers 429 for a minute and ${waiting} people ask for it, against a quiet one`,
        ratio,
        { atMost: 1.1 },
        detail,
      ),
      { what: 'DIR-8 requests that reach the directory meanwhile', measured: String(asked), wanted: `≤ ${minutes * waiting}`, met: asked <= minutes * waiting },
    ];
  } finally {
    await bot.stop();
    throttled.close();
  }
}
