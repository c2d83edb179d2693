import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address in front of several bots, as a load balancer has. */
export type FrontDoor = { readonly url: string; close(): Promise<void> };

/** Passes each request to the bot that `choose` names. Where that bot dies before it has answered, the connection breaks: nobody knows what it did. */
export async function openFrontDoor(choose: () => string | undefined): Promise<FrontDoor> {
  const server = createServer((incoming, outgoing) => {
    const bot = choose();
    if (bot === undefined) {
      outgoing.statusCode = 503;
      outgoing.end();
      return;
    }
    const passed = request(`${bot}${incoming.url}`, { method: incoming.method, headers: incoming.headers, agent: false }, (answer) => {
      outgoing.statusCode = answer.statusCode ?? 502;
      // As they came: several cookies stay several headers.
      outgoing.setHeaders(new Map(Object.entries(answer.headersDistinct).flatMap(([name, values]) => (values ? [[name, values]] : []))));
      answer.on('error', () => outgoing.destroy()).pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.on('error', () => passed.destroy()).pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
