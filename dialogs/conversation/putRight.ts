import { type Question, startedBy } from './said.ts';

/** What may be wrong on a card, and the names of the fields that it may stand in. */
const things = [
  [/soci[ée]t[ée]|entreprise|company|organi[sz]ation|employe/iu, ['company', 'name', 'organisation', 'entity']],
  [/(?<!\p{L})(?:pr[ée]noms?|noms?|(?:sur|first |last |family )?names?)(?!\p{L})/iu, ['givenName', 'familyName', 'name', 'company']],
  [/t[ée]l[ée]phone|phone|num[ée]ro|number/iu, ['phone', 'siret', 'vat', 'company']],
  [/adresse|address|e-?mail/iu, ['email', 'identifier', 'street', 'company']],
  [
    /(?<!\p{L})(?:rue|ville|code postal|pays|street|city|town|post ?code|zip|country|tva|vat)(?!\p{L})/iu,
    ['company', 'street', 'city', 'postalCode', 'country', 'vat'],
  ],
  [/entit[ée]|entity/iu, ['entity']],
  [/siret/iu, ['siret']],
  [/droits?|rights?/iu, ['rights']],
] as const;

/** «Attends, change le nom …», “his name is spelt wrong”, «il y a une faute dans …». */
const wrong =
  /^\s*(?:(?:non|no|attends?|attendez|wait|stop|hang on|oups|oops|ah|oh|mais|but|en fait|actually|finalement|il faut|je (?:veux|voudrais)|i (?:want|need) to|can you|please|peux-tu|tu peux|vous pouvez)[\s,.!]+)*(?:chang|modifi|corrig|rectifi|fix|correct|updat|edit)\p{L}*[- ](?:moi )?(?:the|my|his|her|their|its|le|la|les|l['’]|mon|ma|mes|son|sa|ses|leur)|(?:(?<!\p{L})(?:est|is|was|sont|are)|['’]s)\s+(?:tr[eè]s )?(?:mal|faux|fausse|erron|incorrect|wrong|misspel|mis-spel|spelt|spelled|pas (?:le |la )?bon|not right)|(?<!\p{L})(?:faute|erreur|coquille|mistake|typo|error).{0,12}(?:dans|sur|[àa]|in|on|with)(?!\p{L})/iu;

/** Whether a sentence puts something right that a card asks for. */
export const isCorrection = (text: string): boolean => wrong.test(text) && things.some(([named]) => named.test(text));

/** What is wrong with something that this procedure asks for is put right there, and is never for support: on this card, or on the one before. */
export const putRightIn: Question = async ({ turn, dc, text, current, intent }) => {
  if (!current || current.dialog.flow.procedure === 'support' || (startedBy(intent) ?? 'support') !== 'support' || !wrong.test(text)) return false;
  const here = new Set(turn.memory.front?.fields.map(({ id }) => id));
  const asked = new Set([...here, ...Object.keys(current.state.data)]);
  const meant = things.find(([named, fields]) => named.test(text) && fields.some((field) => asked.has(field)));
  if (!meant) return false;
  if (!meant[1].some((field) => here.has(field))) return await current.dialog.follows(dc, 'back');
  await turn.say(turn.t('talk.nameField'));
  await current.dialog.again(dc);
  return true;
};
