import { Server } from 'node:net';

// Loaded before each program that `npm run dev` starts. The Playground can only listen on every interface: where no
// host is named, this machine alone is served.
const { listen } = Server.prototype;
Reflect.set(Server.prototype, 'listen', function (this: Server, ...given: unknown[]) {
  const everywhere = typeof given[0] === 'number' && typeof given[1] !== 'string';
  return Reflect.apply(listen, this, everywhere ? [given[0], '127.0.0.1', ...given.slice(1)] : given);
});

// Whatever happens to `npm run dev`, `kill -9` included, what it started ends with it.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
