import type { Keyv } from 'keyv';
import { z } from 'zod';
import { type Clock, day, hour, type Millis, minute, second } from '../foundation/clock.ts';
import { type Company, keptCompany } from '../foundation/company.ts';
import type { Limits } from '../foundation/limits.ts';
import { RetryAfter } from '../foundation/outbox/faults.ts';
import type { CompanyRegistry } from '../ports.ts';

/** Time for all attempts together: a turn must be answered within three seconds. */
const patience = 2 * second;
const attempts = 3;
/** How often one looks for a turn of one's own, when the calls of this second are used up, and how long one waits in between. */
const looks = 12;
const betweenLooks = second / 6;
/** Lifetime of a cached answer: establishments rarely close, and a new one should be found soon after a refusal. */
const lives = { found: day, unknown: 10 * minute } as const;

const establishment = z.object({
  siret: z.string(),
  adresse: z.string().nullish(),
  code_postal: z.string().nullish(),
  libelle_commune: z.string().nullish(),
  etat_administratif: z.string().nullish(),
});
const answer = z.object({
  results: z.array(
    z.object({
      siren: z.string(),
      nom_complet: z.string().nullish(),
      nom_raison_sociale: z.string().nullish(),
      etat_administratif: z.string().nullish(),
      siege: establishment.nullish(),
      matching_etablissements: z.array(establishment).default([]),
    }),
  ),
});

const kept = z.object({
  until: z.number(),
  found: keptCompany.nullable(),
});

type Options = {
  /** The service's base address, without a trailing slash. */
  readonly url: string;
  /** Caches answers; a lost one is asked again. */
  readonly cache: Pick<Keyv, 'get' | 'set'>;
  /** Limits the calls of all bots together. */
  readonly limits: Pick<Limits, 'take'>;
  readonly clock: Clock;
  /** From 0 to 1, like Math.random; spreads the retries. */
  readonly random: () => number;
  readonly pause: (millis: Millis) => Promise<unknown>;
  /** Time-out of one call; shorter in tests. */
  readonly timeout?: Millis;
};

/**
 * Looks companies up in the French State's «API Recherche d'entreprises» (`GET /search?q=<siret>`, no key, 7 calls a second). Tries again
 * after a time-out, a 429 or a 5xx while there is time; throws `RetryAfter` where it is told to wait longer than that, an error otherwise.
 */
export function createRechercheEntreprises({ url, cache, limits, clock, random, pause, timeout = second }: Options): CompanyRegistry {
  const ask = async (siret: string): Promise<Company | undefined> => {
    const response = await fetch(`${url}/search?${new URLSearchParams({ q: siret, page: '1', per_page: '1' })}`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.ok) return companyIn(answer.parse(await response.json()), siret);
    await response.body?.cancel();
    const said = `the company register answered ${response.status}`;
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (response.status === 429) throw new RetryAfter(wait >= 0 ? Math.min(wait * second, hour) : second, said);
    throw new Error(said);
  };

  /** Waits for a place among the calls that all bots make. */
  const turn = async (): Promise<void> => {
    for (let look = 1; !(await limits.take('companyRegistry', 'all')); look += 1) {
      if (look === looks) throw new RetryAfter(second, 'the company register is asked as often as it allows');
      await pause(betweenLooks);
    }
  };

  const insist = async (siret: string): Promise<Company | undefined> => {
    let until = performance.now() + patience;
    for (let attempt = 1; ; attempt++)
      try {
        // Waiting for a turn is our own doing, and takes nothing from the register's time.
        const began = performance.now();
        await turn();
        until += performance.now() - began;
        return await ask(siret);
      } catch (fault) {
        const wait = fault instanceof RetryAfter ? fault.millis : Math.round((0.5 + random()) * 150 * attempt);
        // Do not begin an attempt that there is no time to finish: the user is waiting.
        if (attempt === attempts || performance.now() + wait + timeout > until) throw fault;
        await pause(wait);
      }
  };

  return {
    find: async (siret) => {
      const key = `company:${siret}`;
      const known = kept.safeParse(await cache.get(key).catch(() => undefined)).data;
      if (known && known.until > clock()) return known.found ?? undefined;
      const found = await insist(siret);
      const life = found ? lives.found : lives.unknown;
      await cache.set(key, { until: clock() + life, found: found ?? null }, life).catch(() => undefined);
      return found;
    },
  };
}

/** Picks the establishment with that SIRET: it is a full-text search, and finds similar ones too. */
function companyIn({ results }: z.output<typeof answer>, siret: string): Company | undefined {
  for (const unit of results) {
    const found = [...unit.matching_etablissements, ...(unit.siege ? [unit.siege] : [])].find((each) => each.siret === siret);
    if (!found) continue;
    const [postalCode, city] = [shown(found.code_postal), shown(found.libelle_commune)];
    return {
      siret,
      siren: unit.siren,
      name: shown(unit.nom_raison_sociale) || shown(unit.nom_complet) || siret,
      street: streetOf(shown(found.adresse), postalCode),
      postalCode,
      city,
      closed: found.etat_administratif === 'F' || unit.etat_administratif === 'C',
    };
  }
  return undefined;
}

/** Empty for what its owner keeps unpublished, which comes as «[NON-DIFFUSIBLE]» or «[ND]». */
const shown = (text: string | null | undefined): string => (text == null || /^\[(NON-DIFFUSIBLE|ND)\]$/.test(text.trim()) ? '' : text.trim());

/** The street: the address comes on one line, ending with post code and town. */
const streetOf = (address: string, postalCode: string): string => {
  const at = postalCode === '' ? -1 : address.lastIndexOf(` ${postalCode} `);
  return at < 0 ? address : address.slice(0, at).trim();
};
