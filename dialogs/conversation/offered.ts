import { procedureLabel } from '../../cards/frame.ts';
import { nearestCard, portalsCard } from '../../cards/menu.ts';
import { capitalised, type Given, isEverydayWord, saidBesides, wordsOf } from '../../core/conversation/index.ts';
import { type Procedure, procedures } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Begin, isProcedure } from '../begin.ts';
import { runningLabel } from '../running.ts';
import type { Turn } from '../turn.ts';
import { type Choice, choiceMeant } from './choices.ts';
import { placeMeant } from './ordinals.ts';
import { isQuestion } from './pressed.ts';
import { type Question, type Said, startedBy } from './said.ts';

type Offered = NonNullable<Turn['memory']['offered']>;

/**
 * A choice among the portals or the procedures that were offered last: «2», «la deuxième», its name, or «oui» where there is only one (TALK-11). What
 * tells more of the wish, such as a name or an address, is kept for it (TALK-6).
 */
export const choiceIn =
  (begin: Begin): Question =>
  async (said) => {
    const { offered } = said.turn.memory;
    // Thanks and the like leave it asked.
    if (!offered || (said.intent.nothing === 'smallTalk' && said.intent.followUp === undefined)) return false;
    said.turn.memory.offered = undefined;
    // «Retour», «annuler»: the question was all that was in front.
    const isWish = 'procedures' in offered || offered.procedure !== undefined;
    if (!said.under && isWish && (said.intent.followUp === 'back' || said.intent.procedure === 'cancel')) {
      await said.turn.say(said.turn.t('talk.withdrawn'));
      await begin.menu(said.turn, said.dc);
      return true;
    }
    return 'procedures' in offered ? await procedureIn(begin, said, offered) : await portalIn(begin, said, offered);
  };

async function procedureIn(begin: Begin, said: Said, offered: Extract<Offered, { procedures: unknown }>): Promise<boolean> {
  const { turn, dc, text, under, intent } = said;
  const portal = turn.core.portals.get(offered.portal ?? '');
  const known = offered.procedures.filter(isProcedure);
  const choices = known.map((procedure) => choiceOf(turn, portal, procedure));
  const isYes = intent.followUp === 'yes' && !isQuestion(text);
  const chosen = isYes && choices.length === 1 ? choices[0] : choiceMeant(text, choices, isElse(intent));
  if (chosen && isProcedure(chosen.press)) {
    await begin.start(turn, dc, chosen.press, { wanted: portal?.id, said: offered.said });
    return true;
  }
  const more = moreIn(said, offered);
  if (!isYes && !more) return false;
  if (isYes) await turn.say(turn.t('talk.which'));
  return await showOffered(turn, { ...offered, ...(more && { said: more }) }, under);
}

async function portalIn(begin: Begin, said: Said, offered: Extract<Offered, { portals: unknown }>): Promise<boolean> {
  const { turn, dc, text, under, intent } = said;
  const at = placeMeant(wordsOf(text), offered.portals.length);
  // «Le truc pour les tickets» names it as well, in answer to which.
  const portal = at === undefined ? (isElse(intent) ? undefined : (intent.portal ?? intent.likely)) : offered.portals[at];
  const procedure = procedures.find((known) => known === offered.procedure);
  const more = portal === undefined && procedure ? moreIn(said, offered, procedure) : undefined;
  if (more) {
    await turn.say(turn.t('talk.noted'));
    return await showOffered(turn, { ...offered, said: more }, under);
  }
  if (portal === undefined || (!offered.portals.includes(portal) && (at !== undefined || procedure === undefined))) return false;
  turn.memory.portal = portal;
  await (procedure ? begin.start(turn, dc, procedure, { wanted: portal, said: offered.said }) : begin.menu(turn, dc));
  return true;
}

/** Shows again what was offered: it stays asked until it is chosen, or something else is wished for. */
export async function showOffered(turn: Turn, offered: Offered, under: Said['under']): Promise<true> {
  const { core, memory, t } = turn;
  memory.offered = offered;
  if ('procedures' in offered) {
    const known = offered.procedures.filter(isProcedure);
    await turn.show(nearestCard(t, core.portals.get(offered.portal ?? ''), known, runningLabel(turn, under)));
  } else {
    const procedure = procedures.find((known) => known === offered.procedure);
    const portals = offered.portals.flatMap((id) => core.portals.get(id) ?? []);
    await turn.show(portalsCard(t, portals, procedure ? { procedure } : {}));
  }
  return true;
}

/** Whether a message wishes for something of its own, or asks. */
const isElse = (intent: Said['intent']): boolean => startedBy(intent) !== undefined || intent.mood !== undefined || intent.question === true;

/** What is known of the wish once a message has told more of it, and nothing else. */
function moreIn({ text, intent, given }: Said, { said }: Offered, procedure?: Procedure): Given | undefined {
  const isOther = isElse(intent) || intent.followUp !== undefined || intent.portal !== undefined || intent.nearest.length > 0;
  if (isOther) return undefined;
  const now = given(text);
  const name = namesSomebody.has(procedure ?? '') && !now.name && now.people.length === 0 ? nameOf(text) : undefined;
  return saidBesides(said, name ? { ...now, name } : now);
}

/** What is done about somebody, who may be named before it is said where: «marc petit». */
const namesSomebody: ReadonlySet<string> = new Set<Procedure>(['removeUser', 'addUser', 'invite']);

function nameOf(text: string): NonNullable<Given['name']> | undefined {
  const words = text.trim().split(/\s+/);
  const isName = words.length <= 3 && words.every((word) => /^\p{L}[\p{L}\p{M}'’-]+$/u.test(word)) && words.some((word) => !isEverydayWord(word));
  const [givenName = '', ...rest] = words.map(capitalised);
  return isName ? { givenName, familyName: rest.join(' ') } : undefined;
}

const choiceOf = (turn: Turn, portal: Portal | undefined, procedure: Procedure): Choice => ({
  labels: [procedureLabel(turn.t, portal, procedure)],
  press: procedure,
  inputs: {},
});
