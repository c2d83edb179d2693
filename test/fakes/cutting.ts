import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server of loopback that can lose an answer, be slow, or bring something that the server did not say. */
export type Cutting = {
  readonly port: number;
  /** The next request that holds these bytes reaches the server, and its answer nobody. */
  cutAfter(bytes: string): void;
  /** Answers arrive so much later, from now on. */
  slow(millis: number): void;
  /** Says this on every connection that is open, as if the server did, which hears nothing more over them. */
  says(bytes: Buffer): void;
  /** Closes all connections, as a server or a firewall does that finds them idle; settles once both sides know. */
  hangUp(): Promise<void>;
  /** Requests so far. */
  requests(): number;
  /** Connections so far. */
  connections(): number;
  close(): Promise<void>;
};

export async function startCutting(target: number, host = '127.0.0.1'): Promise<Cutting> {
  let cut: Buffer | undefined;
  let count = 0;
  let connections = 0;
  let delay = 0;
  const sockets = new Set<Socket>();
  const callers = new Set<Socket>();
  const left = new WeakSet<Socket>();
  const server = createServer((near) => {
    const far = connect(target, host);
    connections += 1;
    callers.add(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    let deaf = false;
    near.on('data', (data) => {
      if (left.has(near)) return;
      count += 1;
      if (cut && data.includes(cut)) {
        cut = undefined;
        deaf = true;
        far.once('data', () => near.destroy());
      }
      far.write(data);
    });
    far.on('data', (data) => {
      if (deaf) return;
      if (delay === 0) near.write(data);
      else setTimeout(() => near.writable && near.write(data), delay);
    });
    near.on('close', () => {
      callers.delete(near);
      far.destroy();
    });
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    cutAfter: (bytes) => {
      cut = Buffer.from(bytes);
    },
    slow: (millis) => {
      delay = millis;
    },
    says: (bytes) => {
      for (const near of callers) {
        near.write(bytes);
        left.add(near);
      }
    },
    hangUp: async () => {
      const open = [...callers];
      for (const near of open) near.end();
      await Promise.all(open.map((near) => near.destroyed || once(near, 'close')));
    },
    requests: () => count,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
