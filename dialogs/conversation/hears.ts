import type { Question } from './said.ts';

/** A sentence that the step in front answers by itself. */
export const heardIn: Question = async ({ dc, text, current }) => (await current?.dialog.hears(dc, text)) ?? false;

/** «Mauvaise personne», “not him”: somebody else was meant. */
export const wrongPerson =
  /(?<!\p{L})(?:wrong (?:person|user|one|guy|man|woman|name|colleague)|not (?:him|her|them|that (?:one|person|user))|(?:some|any)(?:one|body) else|other (?:person|user)|(?:mauvais|mauvaise) (?:personne|utilisat\p{L}+|nom|coll[eè]gue|ligne|un|une)|pas (?:lui|elle|celui|celle|(?:la|cette) (?:bonne )?personne|le bon|la bonne|cet utilisat\p{L}+)|tromp[ée]e? (?:de personne|d['’ ]utilisat\p{L}+|de nom|de ligne)|quelqu['’ ]un d['’ ]autre|une autre personne|un autre utilisat\p{L}+)(?!\p{L})/iu;

/** «C’est qui ?», “which Marc?”. */
export const asksWho = /(?<!\p{L})(?:which|who(?:['’ ]?s| is)?|qui (?:est|c['’ ]?est)|c['’ ]?est qui|quel(?:le)?)(?!\p{L})/iu;
