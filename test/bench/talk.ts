import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Connector, tenant } from '../fakes/connector.ts';

const agent = new Agent({ keepAlive: true });

/** A button to press: its verb, what was typed, and a verb, or words, that the next card must have. */
export type Press = { readonly verb: string; readonly inputs?: Readonly<Record<string, string>> } & ({ readonly next: string } | { readonly shows: string });

/** One person's chat with a bot, as small a client as can be. Each turn returns its time in milliseconds, and throws where the answer is not the expected one. */
export type Talk = { presses(press: Press): Promise<number>; says(text: string): Promise<number> };

/** Throws unless the bots sent so many messages since the last look. */
export function answered(connector: Connector, messages: number): void {
  const sent = connector.activities.length;
  connector.clear();
  if (sent !== messages) throw new Error(`${messages} messages were expected of the bots, and ${sent} came.`);
}

/** The Entra object id of a person, by number. */
export const objectIdOf = (person: number): string => `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`;

/** Opens the chat of a person, by number. */
export function openTalk(bot: string, connector: string, person: number): Talk {
  const objectId = objectIdOf(person);
  let nonce = 'any';
  const post = async (over: object): Promise<string> => {
    const body = JSON.stringify({
      id: crypto.randomUUID(),
      channelId: 'msteams',
      serviceUrl: connector,
      locale: 'fr-FR',
      from: { id: `29:${objectId}`, name: `Person ${person}`, aadObjectId: objectId },
      recipient: { id: '28:guichet', name: 'Guichet' },
      conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: tenant },
      channelData: { tenant: { id: tenant } },
      ...over,
    });
    return await new Promise((done, fail) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      request(`${bot}/api/messages`, { method: 'POST', agent, headers }, (response) => {
        if (response.statusCode !== 200) return fail(new Error(`The bot answered ${response.statusCode}.`));
        text(response).then(done, fail);
      })
        .on('error', fail)
        .end(body);
    });
  };
  return {
    presses: async ({ verb, inputs, ...expected }) => {
      const began = performance.now();
      const data = { ...inputs, verb, nonce };
      const answer = await post({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } });
      const millis = performance.now() - began;
      const wanted = 'next' in expected ? `"verb":"${expected.next}"` : expected.shows;
      if (!answer.includes(wanted)) throw new Error(`After ${verb} came no card with ${wanted}: ${answer}`);
      nonce = /"nonce":"(?!any")([\w-]+)"/.exec(answer)?.[1] ?? nonce;
      return millis;
    },
    says: async (words) => {
      const began = performance.now();
      await post({ type: 'message', text: words });
      return performance.now() - began;
    },
  };
}
