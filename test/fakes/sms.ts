import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const message = z.strictObject({ to: z.string(), text: z.string(), id: z.string() });

/** A real HTTP gateway for text messages. */
export type SmsGateway = {
  readonly url: string;
  readonly messages: (z.output<typeof message> & { authorization: string | undefined })[];
  /** What it answers from now on; 200 takes messages again. */
  answer(status: number, headers?: Record<string, string>): void;
  close(): Promise<void>;
};

/** Starts a gateway on loopback. */
export async function startSmsGateway(): Promise<SmsGateway> {
  const messages: SmsGateway['messages'] = [];
  let reply: { status: number; headers: Record<string, string> } = { status: 200, headers: {} };
  const server = createServer(async (request, response) => {
    const { status, headers } = reply;
    // Whoever only looks whether it is there sends no body.
    const looks = request.method === 'HEAD';
    const body = message.safeParse(looks ? undefined : await json(request));
    if (body.success && status === 200) messages.push({ ...body.data, authorization: request.headers.authorization });
    // Not chained: restify replaces writeHead in the whole process by one that returns nothing.
    response.writeHead(body.success || looks ? status : 400, headers);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    messages,
    answer: (status, headers = {}) => {
      reply = { status, headers };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
