import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import { companies, found } from './companies.ts';

/** Stands in for the public company register, so that `npm run dev` works offline; answers in its format. Returns its address. */
export async function startCompanyRegistry(): Promise<{ readonly url: string }> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found(companies, searchParams.get('q') ?? '')));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}` };
}
