import { wordsOf } from '../../core/conversation/index.ts';
import type { User } from '../../core/establishments/index.ts';
import { listedIn } from '../conversation/listed.ts';
import { portalOf } from '../moves.ts';
import type { Turn } from '../turn.ts';
import { type Place, placeNamed } from './place.ts';

/** How many users of an establishment are looked through. */
const looked = 100;

/** A user of one of these establishments whom a sentence names: by the address, by the whole name, or, with `part`, by a word that no other has. */
export async function userNamed(
  turn: Turn,
  given: { readonly portal: string },
  places: readonly Place[],
  { text, part = false }: { readonly text: string; readonly part?: boolean },
): Promise<{ readonly organisation: string; readonly user: User } | undefined> {
  const said = ` ${wordsOf(text.replace(/\S+@\S+/g, ' ')).join(' ')} `;
  const there = placeNamed(text, places);
  const found: { organisation: string; user: User; words: string[] }[] = [];
  for (const { organisationId } of places.filter((place) => there === undefined || place.organisationId === there)) {
    const read = await turn.core.establishments.users.list(turn.actor, portalOf(turn, given), organisationId, { limit: looked });
    for (const user of read.ok ? read.value.users : []) found.push({ organisation: organisationId, user, words: wordsOf(user.name) });
  }
  const whole = found.filter(
    ({ user, words }) =>
      text
        .toLowerCase()
        .split(/[\s,;<>()]+/)
        .includes(user.email.toLowerCase()) ||
      (words.length > 1 && said.includes(` ${words.join(' ')} `)),
  );
  const people = new Set(whole.map(({ user }) => user.accountId));
  if (people.size === 1) return whole[0];
  if (!part || people.size > 1) return undefined;
  const one = listedIn(said, [...new Map(found.map(({ user }) => [user.accountId, { id: user.accountId, labels: [user.name] }])).values()]);
  return found.find(({ user }) => user.accountId === one?.id);
}
