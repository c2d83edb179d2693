import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { actionsOf, type Chat, cardSchema, openChat, type ShownCard, textOf } from '../chat.ts';
import type { Member, Posted } from '../fakes/connector.ts';
import type { Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';

/** The request that a card asks an approver to decide; undefined for any other card. */
export function asksAbout({ attachments = [] }: Posted): { enrollment: string; card: ShownCard } | undefined {
  const card = cardSchema.safeParse(attachments[0]?.content).data;
  const enrollment = card && actionsOf(card).find(({ data }) => data?.verb === 'decide.approve')?.data?.enrollment;
  return card && typeof enrollment === 'string' ? { enrollment, card } : undefined;
}

/** The conversation of an approver with the bot, as the connector names it. */
export const chatIdOf = ({ givenName }: Member): string => `a:${givenName}-msteams`;

/** An approver, who decides on each card that comes, at about the same time as the other one, and not always as they do. Until `over`. */
export async function decides(world: World, ledger: Ledger, chance: Chance, who: Member, over: AbortSignal): Promise<void> {
  const chat = openChat({ url: world.url, connector: world.connector, locale: 'fr', channel: 'msteams', who });
  const seen = new Set<string>();
  const deciding = new Set<Promise<void>>();
  let read = 0;

  const decide = async (enrollment: string, card: ShownCard, message: string): Promise<void> => {
    await sleep(chance.between(0, 1_000));
    const verb = chance.happens(0.6) ? 'decide.approve' : 'decide.refuse';
    const inputs = verb === 'decide.refuse' ? { reason: 'Pas ce mois-ci.' } : {};
    for (let attempt = 0; attempt < 40; attempt += 1) {
      try {
        const shown = textOf(await clicks(chat, card, verb, inputs, message));
        ledger.heard.push({ enrollment, approver: who.email, card: shown });
        if (/Approuvée|Refusée/.test(shown)) return;
      } catch {
        ledger.lostAnswers += 1;
      }
      await sleep(chance.between(200, 700));
    }
    ledger.stuck.push(`${who.email} could not decide on ${enrollment}`);
  };

  await hello(() => chat.says('bonjour'));
  while (!over.aborted) {
    const { activities } = world.connector;
    for (; read < activities.length; read += 1) {
      const activity = activities[read];
      const asked = activity?.conversationId === chatIdOf(who) ? asksAbout(activity) : undefined;
      if (!asked || seen.has(asked.enrollment)) continue;
      seen.add(asked.enrollment);
      const job = decide(asked.enrollment, asked.card, activity?.id ?? '').finally(() => deciding.delete(job));
      deciding.add(job);
    }
    await sleep(100);
  }
  await Promise.all(deciding);
}

/**
 * Presses a button of a card, and returns the card that this very click is answered with. Throws where it is answered with none. `message`: which one in the
 * chat the card is, as Teams says.
 */
export async function clicks(chat: Chat, card: ShownCard, verb: string, inputs: Readonly<Record<string, string>> = {}, message?: string): Promise<ShownCard> {
  const data = { ...actionsOf(card).find((button) => button.data?.verb === verb)?.data, ...inputs };
  const click = { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } };
  const answer = await chat.post(chat.activity({ ...click, ...(message !== undefined && { replyToId: message }) }));
  return answered.parse(answer).body.value;
}

const answered = z.object({ status: z.literal(200), body: z.object({ value: cardSchema }) });

async function hello(say: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await say();
      return;
    } catch {
      await sleep(500);
    }
  }
}
