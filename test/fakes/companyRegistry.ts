import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A company as the stand-in knows it, by one establishment. */
export type KnownCompany = {
  readonly siret: string;
  readonly name: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly closed?: boolean;
  /** Its owner keeps name and address from being published. */
  readonly hidden?: boolean;
};

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
    options?: { readonly headers?: Record<string, string> /** So many calls, then 200 again. */; readonly times?: number },
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

/** Its search is one of texts: a unit is found by any of its establishments, with its head office beside those that match. */
function found(known: readonly KnownCompany[], q: string) {
  const matching = known.filter(({ siret }) => siret === q);
  const results = matching.map((company) => {
    const siren = company.siret.slice(0, 9);
    const [siege = company] = known.filter(({ siret }) => siret.startsWith(siren));
    return {
      siren,
      nom_complet: company.hidden ? '[NON-DIFFUSIBLE]' : company.name,
      nom_raison_sociale: company.hidden ? null : company.name,
      nombre_etablissements: known.filter(({ siret }) => siret.startsWith(siren)).length,
      etat_administratif: 'A',
      statut_diffusion: company.hidden ? 'P' : 'O',
      siege: established(siege),
      matching_etablissements: matching.map(established),
      date_creation: '2015-03-02',
    };
  });
  return { results, total_results: results.length, page: 1, per_page: 1, total_pages: results.length };
}

const established = ({ siret, street = '12 RUE DES LILAS', postalCode = '75011', city = 'PARIS 11', closed = false, hidden = false }: KnownCompany) => ({
  siret,
  activite_principale: '62.01Z',
  adresse: hidden ? '[NON-DIFFUSIBLE]' : `${street} ${postalCode} ${city}`,
  code_postal: hidden ? '[ND]' : postalCode,
  commune: '75111',
  libelle_commune: hidden ? '[ND]' : city,
  etat_administratif: closed ? 'F' : 'A',
  date_fermeture: closed ? '2024-12-31' : null,
  est_siege: siret.slice(9, 13) === '0001',
  liste_enseignes: null,
  statut_diffusion_etablissement: hidden ? 'P' : 'O',
});
