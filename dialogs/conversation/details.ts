import { detailsIn } from '../../core/conversation/index.ts';
import { labelledParts } from './labelled.ts';
import type { Question } from './said.ts';

/**
 * «Code postal 59000», «ma TVA est FR40303265045», «Acme BV, Kaai 1, 8000 Brugge»: what a message says of a company or an address stands in the form that
 * asks for it, to be confirmed (TALK-6), even where a question of ours has come between.
 */
export const detailsSaidIn: Question = async ({ turn, dc, text, under }) => {
  const fields = under?.dialog.fields(dc) ?? [];
  const said = Object.entries(detailsIn(text) ?? {}).filter(([id]) => fields.some((field) => field.id === id));
  if (!under || said.length === 0) return false;
  const labelled = labelledParts(text, fields).map(({ id, value }) => [id, value] as const);
  turn.memory.interrupted = undefined;
  if (await under.dialog.puts(dc, Object.fromEntries([...said, ...labelled]))) return true;
  await turn.say(turn.t('talk.already'));
  await under.dialog.again(dc);
  return true;
};

/** “What’s missing?”, at a form: its empty fields by their names, or that it can be sent. */
export const missingIn: Question = async ({ turn, dc, text, current }) => {
  const fields = turn.memory.front?.fields ?? [];
  if (!current || fields.length < 2 || !missing.test(text)) return false;
  if (fields.some(({ required, value }) => required && value === '')) return await current.dialog.helps(dc, 'needed');
  await turn.say(turn.t('talk.nothingMissing'));
  await current.dialog.again(dc);
  return true;
};

const missing =
  /(?<!\p{L})(?:what(?:['’ ]?s| is| else is)? (?:still )?(?:missing|left|needed)|(?:anything|something) (?:missing|else)|qu['’ ]?est[- ]ce qu['’ ]?il (?:manque|reste)|qu['’ ]?est[- ]ce qui manque|(?:il|qu['’ ]il) (?:manque|reste) quoi|quoi qui manque|que (?:manque|reste)[- ]t[- ]il|(?:it says )?something['’ ]?s missing)(?!\p{L})/iu;

/** “Our address changed”, «nous avons déménagé», at a form that has it: it is written there. */
export const movedIn: Question = async ({ turn, dc, text, current }) => {
  const isForm = turn.memory.front?.fields.some(({ id }) => id === 'street' || id === 'city') ?? false;
  if (!current || !isForm || !moved.test(text)) return false;
  await turn.say(turn.t('talk.nameField'));
  await current.dialog.again(dc);
  return true;
};
const moved =
  /(?<!\p{L})(?:(?:adresse|rue|ville|t[ée]l[ée]phone|num[ée]ro|nom|soci[ée]t[ée]|address|street|city|phone|name|company)(?!\p{L}).{0,8}(?:chang[ée]|changed)|d[ée]m[ée]nag[ée]|moved)/iu;
