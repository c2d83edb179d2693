import { setTimeout as sleep } from 'node:timers/promises';
import { actionsOf, type Chat, openChat, textOf } from '../chat.ts';
import { member } from '../fakes/connector.ts';
import type { Received } from '../fakes/smtp.ts';
import type { Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';
import { addressOf, type World } from './world.ts';

const tries = 40;

/** Somebody who goes on trying, as people do: presses again what failed, looks where it stands, begins anew. */
export type Person = {
  readonly chat: Chat;
  /** Says the words until a card offers this button. */
  asksFor(words: string, verb: string): Promise<boolean>;
  /** Presses a button until words are shown, or a button is offered; false where it never comes to that. `onPress` hears of each press. */
  presses(verb: string, inputs: Readonly<Record<string, string>>, until: RegExp | string, onPress?: () => void): Promise<boolean>;
  /** The newest mail to this person that passes, waited for a while, and not once all is `over`. */
  mail(passes: RegExp): Promise<Received | undefined>;
};

export function openPerson(world: World, ledger: Ledger, chance: Chance, n: number, over: AbortSignal): Person {
  const who = { ...member(`P${n}`, 'Person', `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`), email: addressOf(n), userPrincipalName: addressOf(n) };
  world.connector.members.push(who);
  const chat = openChat({ url: world.url, connector: world.connector, locale: 'fr', channel: 'msteams', who });
  const offers = (verb: string) => actionsOf(chat.card).some(({ data }) => data?.verb === verb);

  /** Tries once; false where the answer was lost. */
  const heard = async (turn: () => Promise<unknown>): Promise<boolean> => {
    try {
      await turn();
      return true;
    } catch {
      ledger.lostAnswers += 1;
      await sleep(chance.between(200, 700));
      return false;
    }
  };

  const press = async (verb: string, inputs: Readonly<Record<string, string>>): Promise<boolean> => {
    const { card } = chat;
    const once = () => chat.presses(verb, inputs, { card });
    // An impatient finger, or a channel that delivers twice.
    return await heard(async () => await (chance.happens(0.15) ? Promise.all([once(), once()]) : once()));
  };

  return {
    chat,
    async asksFor(words, verb) {
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const id = crypto.randomUUID();
        // What was not answered is sometimes delivered again, as the same message.
        if (!(await heard(() => chat.says(words, { id }))) && chance.happens(0.5)) await heard(() => chat.says(words, { id }));
        await sleep(100);
        if (chat.transcript.some(({ card }) => card) && offers(verb)) return true;
        await sleep(300);
      }
      ledger.stuck.push(`P${n} said «${words}» and was not offered ${verb}: ${chat.heard}`);
      return false;
    },

    async presses(verb, inputs, until, onPress) {
      let looking = false;
      for (let attempt = 0; attempt < tries; attempt += 1) {
        if (offers(verb)) {
          if (looking) ledger.falsehoods.push(`P${n} was told that the procedure has moved on, and it stood at ${verb} as before`);
          looking = false;
          onPress?.();
          await press(verb, inputs);
        } else if (offers('root.continue')) {
          const before = textOf(chat.card);
          looking = before.includes('La procédure a avancé depuis');
          if (before.includes('J’y travaille')) await sleep(1_000);
          await heard(() => chat.presses('root.continue', {}, { card: chat.card }));
        } else return false;
        if (typeof until === 'string' ? offers(until) : until.test(chat.heard) || until.test(textOf(chat.card))) return true;
        await sleep(100);
      }
      ledger.stuck.push(`P${n} pressed ${verb} in vain: ${textOf(chat.card)}`);
      return false;
    },

    async mail(passes) {
      for (const end = performance.now() + 20_000; performance.now() < end && !over.aborted; await sleep(100)) {
        const found = world.inbox.mails.findLast(({ to, text }) => to === addressOf(n) && passes.test(text));
        if (found) return found;
      }
      return undefined;
    },
  };
}
