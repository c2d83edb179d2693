import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';

async function bindable(port: number): Promise<number | undefined> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return z.object({ port: z.number() }).parse(probe.address()).port;
  } catch {
    return undefined;
  } finally {
    probe.close();
  }
}

/** The port that `name` asks for in the environment, or its usual one; where that is taken, a free one, and says so. */
export async function choosePort(name: string, usual: number, say: (line: string) => void): Promise<number> {
  const asked = z.coerce
    .number(`${name}: a port number`)
    .int()
    .min(0)
    .max(65_535)
    .parse(process.env[name] || usual);
  const port = (await bindable(asked)) ?? (await bindable(0));
  if (port === undefined) throw new Error('No port of this machine can be listened on.');
  if (port !== asked && asked !== 0) say(`Port ${asked} is taken: ${port} instead. Set ${name} to choose another.`);
  return port;
}
