import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { found, type KnownCompany } from '../../bot/dev/companies.ts';

/** Made-up companies; the numbers have right check digits. */
export const companies = {
  acme: { siret: '81234567600017', name: 'ACME LOGICIELS' },
  annexe: { siret: '81234567600025', name: 'ACME LOGICIELS', street: '4 QUAI DU PORT', postalCode: '13002', city: 'MARSEILLE 2' },
  closed: { siret: '90000001900019', name: 'FERMETURE ET FILS', closed: true },
  hidden: { siret: '90000002700012', name: 'DURAND PAUL', hidden: true },
  post: { siret: '35600000049837', name: 'LA POSTE', street: '2 PLACE DE LA POSTE', postalCode: '59000', city: 'LILLE' },
} as const satisfies Record<string, KnownCompany>;

/** A real server that answers as the «API Recherche d'entreprises» does. */
export type FakeRegistry = {
  readonly url: string;
  /** The SIRETs that were asked for, one for each call. */
  readonly calls: string[];
  /** What it answers from now on: a status, `silence` (nothing at all), `nonsense`; 200 looks companies up again. */
  answer(
    how: number | 'silence' | 'nonsense',
    options?: { readonly headers?: Record<string, string> /** How many calls, then 200 again. */; readonly times?: number },
  ): void;
  close(): Promise<void>;
};

/** Starts it on loopback. */
export async function startCompanyRegistry(known: readonly KnownCompany[] = Object.values(companies)): Promise<FakeRegistry> {
  const calls: string[] = [];
  let mode: { how: number | 'silence' | 'nonsense'; headers: Record<string, string>; times: number } = { how: 200, headers: {}, times: 0 };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const q = searchParams.get('q') ?? '';
    calls.push(q);
    const { how, headers } = mode;
    mode.times -= 1;
    if (mode.times === 0) mode = { how: 200, headers: {}, times: 0 };
    if (how === 'silence') return;
    response.setHeader('content-type', 'application/json');
    if (how === 'nonsense') return void response.end('<html>');
    // Not chained: restify replaces writeHead in the whole process by one that returns nothing.
    response.writeHead(pathname === '/search' ? how : 404, headers);
    response.end(JSON.stringify(how === 200 ? found(known, q) : { erreur: 'Trop de requêtes ou service indisponible' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: (how, { headers = {}, times = 0 } = {}) => {
      mode = { how, headers, times };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
