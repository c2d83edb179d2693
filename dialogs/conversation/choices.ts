import { wordsOf } from '../../core/conversation/index.ts';
import { placeMeant, politeness } from './ordinals.ts';

/** What can be chosen on a card: what it is called there, and the button and inputs that choose it. */
export type Choice = { readonly labels: readonly string[]; readonly press: string; readonly inputs: Readonly<Record<string, string>> };

const denying = new Set(['pas', 'not', 'sauf', 'except']);

/**
 * The one choice that a message means: by its place, by its name, or by a part of it that no other has. «Pas la première, la deuxième» leaves out
 * what is denied. `whole`: a part is not enough, as the message may mean something else.
 */
export function choiceMeant(text: string, choices: readonly Choice[], whole: boolean): Choice | undefined {
  const said = wordsOf(text);
  const at = placeMeant(said, choices.length);
  if (at !== undefined) return choices[at];
  const left = undenied(text);
  const names = choices.map((choice) => ({ choice, names: choice.labels.map(wordsOf) }));
  const named = names.filter(({ names }) => names.some((name) => name.length > 0 && (whole ? isSame(name, bare(said)) : holds(left, name))));
  if (named.length > 0 || whole) return only(named);
  const part = bare(left);
  return part.length === 0 ? undefined : only(names.filter(({ names }) => names.some((name) => part.every((word) => name.includes(word)))));
}

const only = (found: readonly { readonly choice: Choice }[]): Choice | undefined => (found.length === 1 ? found[0]?.choice : undefined);

const bare = (words: readonly string[]): string[] => words.filter((word) => !politeness.has(word));

const isSame = (name: readonly string[], said: readonly string[]): boolean => bare(name).join(' ') === said.join(' ');

const holds = (said: readonly string[], name: readonly string[]): boolean => ` ${said.join(' ')} `.includes(` ${name.join(' ')} `);

/** The words of the clauses that deny nothing. */
const undenied = (text: string): string[] =>
  text
    .split(/[,;.]|(?<!\p{L})(?:mais|plutôt|but|rather)(?!\p{L})/iu)
    .map(wordsOf)
    .filter((words) => !words.some((word) => denying.has(word)))
    .flat();
