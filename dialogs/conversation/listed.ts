import { wordsOf } from '../../core/conversation/index.ts';
import { ownRequests, showMine } from '../access/ownRequests.ts';
import { sentBefore, showSent } from '../invitations/invitations.ts';
import type { Turn } from '../turn.ts';
import { placeMeant, politeness } from './ordinals.ts';
import { type Question, startedBy } from './said.ts';

/** What can be called one thing of a list. */
type Listed = { readonly id: string; readonly labels: readonly string[] };

/** What is done about it, and what it is: words that name none of a list. */
const doing =
  /^(?:relanc|renvo|r?envoi|envo|supprim|annul|retir|revoqu|enlev|resend|send|remind|revok|cancel|withdraw|remov|delet|nudg|chase|invit|demand|request|lui|her|him|them|et|and|pas|not)/;
const shortest = 3;

/** The one thing of a list that a message names, by its place or by a word that no other has. */
export function listedIn(text: string, list: readonly Listed[]): Listed | undefined {
  const words = wordsOf(text).filter((word) => !doing.test(word));
  const at = placeMeant(words, list.length);
  if (at !== undefined) return list[at];
  const telling = words.filter((word) => word.length >= shortest && !politeness.has(word));
  const named = telling.map((word) => list.filter(({ labels }) => labels.some((label) => wordsOf(label).includes(word)))).filter(({ length }) => length === 1);
  const [only, ...others] = new Set(named.flat());
  return others.length === 0 ? only : undefined;
}

const kinds = [
  { verb: /^invite\.re/, data: 'invitation', procedure: 'invite', of: sentBefore, show: showSent },
  { verb: /^myRequests\.(?:nudge|withdraw|giveBack)$/, data: 'enrollment', procedure: 'myRequests', of: requested, show: showMine },
] as const;

/** «La première», «relance Ada», «retire celle du réseau»: where one's own invitations or requests are in front, the one that is meant. What is done stays a press. */
export const ofListIn: Question = async ({ turn, text, current, intent }) => {
  const buttons = turn.memory.front?.buttons ?? [];
  const kind = kinds.find(({ verb }) => buttons.some((button) => verb.test(button.verb)));
  const begun = startedBy(intent);
  // «Inviter un client» wishes for another one.
  const isElse = begun !== undefined && (begun !== kind?.procedure || (begun === 'invite' && intent.sent !== true));
  if (current || !kind || intent.aim !== undefined || isElse) return false;
  const ids = [...new Set(buttons.flatMap(({ verb, data }) => (kind.verb.test(verb) ? (data[kind.data] ?? []) : [])))];
  const all = await kind.of(turn);
  const meant = listedIn(
    text,
    ids.flatMap((id) => all.find((each) => each.id === id) ?? []),
  );
  return await shows(turn, kind, meant);
};

/** «Annule l’invitation de Grace», «retire la demande de données sensibles», without the list: the one that is named. Returns false where none is for certain. */
export async function namesOwn(turn: Turn, procedure: (typeof kinds)[number]['procedure'], text: string): Promise<boolean> {
  const kind = kinds.find((each) => each.procedure === procedure);
  const all = (await kind?.of(turn)) ?? [];
  const meant = placeMeant(wordsOf(text), all.length) === undefined ? listedIn(text, all) : undefined;
  return await shows(turn, kind, meant);
}

async function shows(turn: Turn, kind: (typeof kinds)[number] | undefined, meant: Listed | undefined): Promise<boolean> {
  if (!kind || !meant) return false;
  await turn.say(turn.t('list.one'));
  await kind.show(turn, meant.id);
  return true;
}

/** How far back one's requests are looked through. */
const looked = 30;

async function requested(turn: Turn): Promise<Listed[]> {
  return (await ownRequests(turn, looked)).map(({ id, name }) => ({ id, labels: [name] }));
}
