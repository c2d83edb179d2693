import { procedureAt } from '../../cards/frame.ts';
import type { AtStep, FollowUp, Intent } from '../../core/conversation/index.ts';
import { type Question, startedBy } from './said.ts';
import { atStepOf } from './stands.ts';

/** Of two things said of a mail, the one that leads further, first. */
const ranked: readonly FollowUp[] = ['otherAddress', 'noMailbox', 'again', 'linkExpired', 'codeRefused', 'notReceived'];

/** A message in more parts than this is a story. */
const mostParts = 4;
const joint = /[.;!\n,]+|(?<!\p{L})(?:et|and|mais|but|en plus|aussi|also|puis|then)(?!\p{L})/iu;

/**
 * Two things in one message at a step: «j’ai pas reçu le mail et en plus je me suis trompé d’adresse» goes to the address; «rien reçu, et mon compte
 * extranet est bloqué» is answered, and the wish kept for afterwards (TALK-12).
 */
export const partsIn =
  (intents: (text: string, step?: AtStep) => Intent): Question =>
  async ({ turn, dc, text, current, given }) => {
    const parts = text.split(joint).filter((part) => part.trim().includes(' '));
    if (!current || parts.length < 2 || parts.length > mostParts) return false;
    const step = atStepOf(dc, current);
    const read = parts.map((part) => ({ part, intent: intents(part, step) }));
    const back = ranked.filter((followUp) => read.some(({ intent }) => intent.followUp === followUp));
    const [first] = back;
    const wish = read.find(({ intent }) => intent.portal !== undefined && intent.portal !== current.state.data.portal && startedBy(intent) !== undefined);
    const procedure = wish && startedBy(wish.intent);
    if (first === undefined || (back.length < 2 && procedure === undefined)) return false;
    if (wish && procedure) {
      const portal = turn.core.portals.get(wish.intent.portal ?? '');
      turn.memory.next = { procedure, portal: portal?.id, said: given(wish.part) };
      await turn.say(turn.t('talk.second', { procedure: procedureAt(turn.t, portal, procedure) }));
    }
    return await current.dialog.follows(dc, first, text);
  };
