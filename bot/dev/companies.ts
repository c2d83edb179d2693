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

/** Made-up companies for `npm run dev`; their numbers have right check digits. */
export const companies: readonly KnownCompany[] = [
  { siret: '81234567600017', name: 'ACME LOGICIELS' },
  { siret: '81234567600025', name: 'ACME LOGICIELS', street: '4 QUAI DU PORT', postalCode: '13002', city: 'MARSEILLE 2' },
  { siret: '90000001900019', name: 'FERMETURE ET FILS', closed: true },
];

/** What the register answers to a search, in its format. Its search is one of texts: a unit is found by any of its establishments, with its head office beside those that match. */
export function found(known: readonly KnownCompany[], q: string) {
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
