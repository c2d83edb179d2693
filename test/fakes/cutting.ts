import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server of loopback that can lose an answer. */
export type Cutting = {
  readonly port: number;
  /** The next request that holds these bytes reaches the server, and its answer nobody. */
  cutAfter(bytes: string): void;
  /** Requests so far. */
  requests(): number;
  close(): Promise<void>;
};

export async function startCutting(target: number): Promise<Cutting> {
  let cut: Buffer | undefined;
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    let deaf = false;
    near.on('data', (data) => {
      count += 1;
      if (cut && data.includes(cut)) {
        cut = undefined;
        deaf = true;
        far.once('data', () => near.destroy());
      }
      far.write(data);
    });
    far.on('data', (data) => {
      if (!deaf) near.write(data);
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    cutAfter: (bytes) => {
      cut = Buffer.from(bytes);
    },
    requests: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
