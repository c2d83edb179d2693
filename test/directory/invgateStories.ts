import assert from 'node:assert/strict';
import { day, hour } from '../../core/foundation/clock.ts';
import { asks, claire, hugo, meets } from '../enrolling.ts';
import type { Guichet } from '../support.ts';

/** The server behind InvGate's people and groups, as the stories need it. */
export type Behind = {
  readonly workplace: string;
  readonly network: string;
  members(group: string): readonly string[];
  /** Runs while the server answers nothing but that it is down. */
  away(run: () => Promise<void>): Promise<void>;
  /** Its requests since it was last asked. */
  asked(): number;
};

/** Alice, whom others put into the network's group, asks for a workplace; it is approved, and given when the portal opens and the server is there (IN-9 to IN-12). */
export async function approvedWhileAway(guichet: Guichet, id: string, { workplace, network, members, away }: Behind): Promise<void> {
  const { chat, worker } = guichet;
  const approver = await meets(guichet, claire);
  await meets(guichet, hugo);
  await asks(guichet, ['workplace']);
  await approver.presses('decide.approve');
  await worker.drain();
  assert.deepEqual(members(workplace), [], 'not before it opens');
  guichet.passes(200 * day);
  await away(async () => void (await worker.drain()));
  assert.deepEqual(members(workplace), [], 'it waits in the outbox while the service is down');
  guichet.passes(hour);
  await worker.drain();
  assert.deepEqual([members(workplace), members(network)], [[id], [id]]);
  await chat.says('m’inscrire à un catalogue InvGate');
  chat.hears(/Vous avez déjà.*(Poste de travail.*Réseau|Réseau.*Poste de travail)/);
}

/** A known and an unknown address cost the same requests and hear the same (ALL-4). `known`: the one that has an account. */
export async function costsTheSame({ chat, mails }: Guichet, known: string, { asked }: Pick<Behind, 'asked'>): Promise<void> {
  const seen: unknown[] = [];
  for (const identifier of [known, 'nobody@corp.example']) {
    await chat.says('mdp invgate oublié');
    asked();
    await chat.presses('reset.send', { identifier });
    seen.push([asked(), chat.heard.split('\n').slice(-8).join('\n').replaceAll(identifier, '@')]);
    await mails();
    await chat.says('annuler');
  }
  assert.deepEqual(seen[0], seen[1]);
}
