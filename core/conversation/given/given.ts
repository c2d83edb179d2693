import { z } from 'zod';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { bareAddress, bareNumber } from '../../foundation/pasted.ts';
import type { Portal } from '../../portal/index.ts';
import { awayIn, awaySchema } from './away.ts';
import type { Written } from './dates.ts';
import { forOtherIn, packIn } from './forOther.ts';
import { fromIn, openEndIn, untilIn } from './fromUntil.ts';
import { identifierIn } from './identifier.ts';
import { groupsIn, rightsIn } from './named.ts';
import { companyIn, nameBefore, nameIn } from './people.ts';

const name = z.object({ givenName: z.string(), familyName: z.string() });
const ids = z.record(z.string(), z.array(z.string()));

/** The shape of what a conversation keeps of a sentence. */
export const givenSchema = z.object({
  /** The sentence itself, as far as it goes: only who begins something knows the names of its places. */
  text: z.string().default(''),
  /** Each address as it was written, well formed or not, with the name before it. */
  people: z.array(name.extend({ email: z.string() })).default([]),
  /** Somebody who is named without an address. */
  name: name.optional(),
  company: z.string().optional(),
  /** A short name such as `amartin`. */
  identifier: z.string().optional(),
  /** Where an address is changed: the one before, and the one after. */
  from: z.string().optional(),
  to: z.string().optional(),
  siret: z.string().optional(),
  phone: z.string().optional(),
  /** The last day that it is wished for: `2026-12-15`. */
  until: z.string().optional(),
  /** The end that it names, where that is no day for certain: «jusqu’à la fin du projet». */
  openEnd: z.string().optional(),
  /** From when until when somebody is away, and who decides meanwhile. */
  away: awaySchema.optional(),
  /** Whether it is wished for in somebody else's name, who arrives perhaps; from which day; and which pack (GOV-5). */
  forOther: z.object({ arrival: z.boolean(), name: name.optional() }).optional(),
  begins: z.string().optional(),
  pack: z.object({ portal: z.string(), pack: z.string() }).optional(),
  /** Why it is wished for: «pour remplacer Paul». */
  why: z.string().optional(),
  /** A line to send along: «ajoute un mot : à bientôt». */
  note: z.string().optional(),
  /** The language that something is wished for in: «le mail en anglais». */
  language: z.enum(locales).optional(),
  /** The catalogues that are named, and the rights of a new user, by portal. */
  groups: ids.default({}),
  rights: ids.default({}),
});

/** What a sentence says already, so that it is not asked again (TALK-6). It is nobody's answer: it stands on a card, to be confirmed. */
export type Given = z.output<typeof givenSchema>;

/** Reads what was kept of a sentence; nothing if it cannot be read. */
export const readGiven = (kept: unknown): Given => givenSchema.catch(givenSchema.parse({})).parse(kept ?? {});

/** What was said of a wish, and what is said of it now besides; undefined where that names nobody and nothing. */
export function saidBesides(before: Given | undefined, now: Given): Given | undefined {
  const names = now.people.length > 0 || now.name !== undefined || now.identifier !== undefined || now.siret !== undefined;
  const people = now.people.length > 0 ? now.people : (before?.people ?? []);
  return names ? { ...before, ...now, people, text: `${before?.text ?? ''} ${now.text}`.trim() } : undefined;
}

const longest = 1_000;
const longestKept = 200;
const address = /[^\s@<>()[\]{}"«»“”‘’,;:|]+@[^\s@<>()[\]{}"«»“”‘’,;:|]+/gu;
const siret = /(?<!\d)\d(?:[\s.\p{Pd}]?\d){13}(?!\d)/u;
const announcedSiret = /siret\D{0,15}?(\d[\d\s.\p{Pd}]{3,20}\d)/iu;
const phone = /(?<![\p{L}\d])(?:(?:\+|00)\d[\d\s().\p{Pd}]{6,18}\d|0\d(?:[\s.\p{Pd}]?\d{2}){4})(?!\d)/u;
/** A reason at the end of a wish. In French «pour» gives one where a verb follows. */
const reason =
  /(?:^|[\s,;])((?:pour|afin de|afin d['’])\s*\p{L}+(?:er|ir|re)\s.{3,}|(?:car|parce qu(?:e|['’])|puisque|because|since|in order to|so that)\s.{3,})$/isu;
/** What stands before the address that one leaves: «de a@x à b@x», “my old address a@x”. */
const leaving = /(?:\bde|\bd['’]|\bfrom|\bold|ancien(?:ne)?)(?:\s+(?:adresse|e-?mail|address))?\s*:?\s*[<"«]?\s*$/iu;

/** The SIRET in a text: fourteen digits in any grouping, or as many as stand behind the word. Checked where it is used. */
export function siretIn(text: string): string | undefined {
  const number = numberIn(text);
  return number === undefined ? undefined : bareNumber(number);
}

const numberIn = (text: string): string | undefined => announcedSiret.exec(text)?.[1] ?? siret.exec(text)?.[0];

/** Makes the reader of what sentences say, for these portals. Without when it was written, no day is read. */
export function createGiven(portals: ReadonlyMap<string, Portal>): (text: string, written?: Written) => Given {
  const all = [...portals.values()];
  return (message, written) => {
    const text = message.slice(0, longest).replace(/mailto:/gi, '');
    const found = [...text.matchAll(address)].map(({ 0: written, index }) => ({ email: bareAddress(written), before: text.slice(0, index) }));
    const once = found.filter(({ email }, at) => found.findIndex((other) => other.email.toLowerCase() === email.toLowerCase()) === at);
    const rest = text.replace(address, ' ').replace(/<\s*>/g, ' ');
    const number = numberIn(text);
    const called = phone.exec(number === undefined ? text : text.replace(number, ' '))?.[0];
    const company = companyIn(rest, all);
    const without = company === undefined ? rest : rest.replace(company, ' ');
    const [first, second] = once;
    const groups = all.flatMap((portal) => groupsIn(portal, text));
    const pack = packIn(text, all);
    const forOther = all.some((portal) => portal.forOthers !== undefined) ? forOtherIn(rest, all, groups.length > 0 || pack !== undefined) : undefined;
    const from = once.find(({ before }) => leaving.test(before)) ?? (second && first);
    return {
      text: message.slice(0, longestKept),
      people: once.map(({ email, before }) => ({ email, ...nameBefore(before, email) })),
      groups: Object.fromEntries(groups),
      rights: Object.fromEntries(all.flatMap((portal) => rightsIn(portal, text))),
      ...optional('name', nameIn(without, all)),
      ...optional('company', company),
      ...optional('identifier', identifierIn(without, all)),
      ...optional('from', from?.email),
      ...optional('to', once.find((each) => each !== from)?.email),
      ...optional('siret', number === undefined ? undefined : bareNumber(number)),
      ...optional('phone', called?.trim()),
      ...optional('language', languageNamed(text)),
      ...optional('note', noteIn(text)),
      ...optional('until', written && untilIn(text, written)),
      ...optional('openEnd', written && openEndIn(text, written)),
      ...optional('away', written && awayIn(text, written)),
      ...optional('forOther', forOther && { arrival: forOther.arrival, ...optional('name', forOther.name) }),
      ...optional('pack', pack),
      ...optional('begins', written && forOther && fromIn(text, written)),
      ...optional('why', reason.exec(rest)?.[1]?.trim()),
    };
  };
}

const announced =
  /(?<!\p{L})(?:r?ajout\p{L}*|met(?:s|tez)|écri\p{L}*|dis|chang\p{L}*|remplac\p{L}*|add|put|write|include|make|replace)\s+(?:lui |leur |en )?(?:un |une |le |la |a |the |this |my |mon |ma )?(?:petite? |short |quick |personal |little )*(?:mots?|lignes?|messages?|notes?|words?|lines?)(?: (?:de ma part|from me|perso(?:nnel(?:le)?)?|to|par|pour))?\s*(?:[:,]|(?:saying|that says|pour (?:lui )?dire|disant|qui dit)(?!\p{L}))\s*(\S.*)$/isu;

/** The line that a message asks to send along, without its quotation marks. */
export function noteIn(text: string): string | undefined {
  const [, note] = announced.exec(text.trim()) ?? [];
  return note?.replace(/^[«"“\s]+|[»"”\s]+$/g, '');
}

/** «En anglais», “in French”, or whose language it is: «elle est française», “she only speaks English”. */
function languageNamed(text: string): Locale | undefined {
  const said = (inLanguage.exec(text) ?? ofSomebody.exec(text))?.[1]?.toLowerCase();
  // Who does not speak the one is written to in the other.
  const not = said === undefined ? notSpoken.exec(text)?.[1]?.toLowerCase() : undefined;
  if (not !== undefined) return not.startsWith('f') ? 'en' : 'fr';
  return said === undefined ? undefined : said.startsWith('f') ? 'fr' : 'en';
}

const notSpoken =
  /(?<!\p{L})(?:parlent? (?:pas|gu[èe]re|mal)|(?:does|do)(?:n['’]t| not) (?:speak|read)|speaks? no)(?: bien| well| le| l['’])* ?(fran[cç]ais|french|anglais|english)(?!\p{L})/iu;

const inLanguage = /(?<!\p{L})(?:en|in) (anglais|english|fran[cç]ais|french)(?!\p{L})/iu;
const ofSomebody =
  /(?<!\p{L})(?:she|he|they|elles?|ils?|cliente?)(?:['’ ](?:s|re|is|are|only|just|speaks?|est|sont|parlent?|ne|que|plut[oô]t)|['’ ]qu['’])* ?(fran[cç]aise?|francophone|french|anglaise?|anglophone|english)(?!\p{L})/iu;

/** A property where there is a value. */
const optional = <K extends string, T>(key: K, value: T | undefined) => (value === undefined ? {} : { [key]: value }) as { [key in K]?: T };
