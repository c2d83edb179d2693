import type { AtStep } from './atStep.ts';
import type { Intent } from './understood.ts';
import type { Heard } from './wishes.ts';
import { everyFiller } from './words/conversation.ts';

const wordsIn = (written: string): ReadonlySet<string> => new Set(written.split(/\s+/));

/** Words with which somebody takes back where they are. */
const turning = wordsIn(
  `non nan pas no nope not oh ah euh ben bah eh ouais allez oups oops sorry pardon desole desolee finalement fait plutot mais voulais parlais trompe trompee mauvais erreur gourre
  actually rather instead but meant mean wrong mistake sinon`,
);
/** Words that say no more than where it is. */
const beside = wordsIn(
  'dire parle parler est etait suis me moi choisi pris plutot portail site outil probleme portal site tool problem picked chose took one wait attends enfin hein was s m',
);
/** What is wrong where no portal is named. */
const wrongPlace =
  /\b(?:mauvais|trompee? de|gourree? de|erreur de|pas le bon|pas sur le bon|wrong|not the right|different|autre) (?:portail|site|outil|portal|tool|website)\b/;

/** Whether some words say that the portal is not the one that is meant, and no more: «mauvais portail», “that’s the wrong portal”. */
export const isWrongPortal = (words: readonly string[]): boolean => words.length <= fewWords && wrongPlace.test(words.join(' '));

/**
 * What a message that names no more than a portal says at a step: that another one is meant («oh it’s octopus actually», «mauvais portail»), or the one that is in front
 * («invgate please»), where what is asked stays asked. A name alone of another portal leads there.
 */
export function whichPortalIn({ words, ideas, length }: Heard, { portal }: Intent, step: AtStep | undefined): Intent | undefined {
  if (step?.procedure === undefined || step.procedure === 'support' || step.rests || step.answered || length > mostWords) return undefined;
  const places = new Set(ideas.get('PORTAL'));
  const rest = words.filter((word, at) => word !== '' && !places.has(at));
  const follows = (followUp: 'otherPortal' | 'next'): Intent | undefined =>
    step.answers.has(followUp) ? { procedure: 'none', ...(portal !== undefined && { portal }), confident: true, nearest: [], followUp } : undefined;
  if (portal === undefined) return isWrongPortal(rest) ? follows('otherPortal') : undefined;
  if (!rest.every((word) => everyFiller.has(word) || turning.has(word) || beside.has(word))) return undefined;
  if (portal === step.portal) return follows('next');
  return rest.some((word) => turning.has(word)) ? follows('otherPortal') : undefined;
}

/** What is longer says more than where. */
const mostWords = 12;
const fewWords = 8;
