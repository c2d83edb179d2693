import { siretIn, wordsOf } from '../../core/conversation/index.ts';
import { countryIn, isFrance } from '../../core/foundation/countries.ts';
import type { DraftFields } from '../../core/organisations/index.ts';
import type { Choice } from '../conversation/choices.ts';
import type { Turn } from '../turn.ts';

/** Where an organisation can have its seat, as it is typed. */
export const domiciles: readonly Choice[] = [
  { labels: ['En France', 'France', 'in France', 'française', 'French'], press: 'domicile', inputs: { domicile: 'france' } },
  { labels: ['À l’étranger', 'étranger', 'hors de France', 'abroad', 'outside France', 'not in France'], press: 'domicile', inputs: { domicile: 'abroad' } },
];

/** In words. A longer message tells more than where something is. */
const longestPlace = 8;

/** What a message says of where the organisation is: the label of a button, in either language, a country, or a SIRET. */
export function placeIn({ t }: Turn, text: string): DraftFields | undefined {
  const said = wordsOf(text).join(' ');
  const place = (['france', 'abroad'] as const).find((each) => wordsOf(t(`organisation.domicile.${each}`)).join(' ') === said);
  if (place) return { domicile: place };
  const siret = siretIn(text);
  if (siret !== undefined) return { domicile: 'france', siret };
  const country = said.split(' ').length <= longestPlace ? countryIn(text) : undefined;
  if (country === undefined) return undefined;
  return isFrance(country) ? { domicile: 'france' } : { domicile: 'abroad', country };
}
