import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { translate } from '../foundation/i18n.ts';
import { mayReachSupport } from '../foundation/mayAsk.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { isName, legible } from '../foundation/prose.ts';
import { idOfClick, newReference, referenceOf } from '../foundation/secrets.ts';
import { addressOfChannel, isEmployee, type Portal } from '../portal/index.ts';

/** The details of a support case: labels and typed values, in order. Never a secret. */
export type CaseDetails = readonly (readonly [label: string, value: string])[];

/** Handing a case that Guichet cannot solve to people. */
export type Support = {
  /**
   * Sends the case to the portal's support, by mail and to its channel if it has one (ALL-10). `to` is another team's address (EX-9). Returns the
   * reference number; undefined if the actor has reached the limit. `click` names the click: made again with the same words, because its answer was lost,
   * it finds the case that it sent.
   */
  handOver(
    actor: Actor,
    portal: Portal,
    reason: Procedure,
    gathered: CaseDetails,
    by?: { readonly to?: string; readonly click?: string },
  ): Promise<{ reference: string } | undefined>;
};

/** Creates the support room. */
export function createSupport({ db, clock, secrets, limits, wake }: Dependencies): Support {
  return {
    handOver: async (actor, portal, reason, gathered, { to = portal.support.email, click } = {}) => {
      const now = clock();
      const reference = click === undefined ? newReference() : referenceOf(idOfClick(click, portal.id, actor.person, JSON.stringify(gathered)));
      const before = await db
        .selectFrom('supportCase')
        .select('reference')
        .where('reference', '=', reference)
        .where('person', '=', actor.person)
        .executeTakeFirst();
      if (before) return before;
      // The support team reads both French and English, so a case is written in its user's language.
      const { locale } = actor;
      const t = translate(locale);
      const topic = t(`procedure.${reason}`);
      // The mail's subject has it too: a name that a client could turn into a link stays below.
      const who = isName(actor.name) ? actor.name : actor.email;
      const told: CaseDetails = [
        ...gathered,
        ...(actor.name ? [[t('support.context.name'), actor.name] as const] : []),
        ...(actor.email ? [[t(isEmployee(actor, portal) ? 'support.context.email' : 'support.context.unvouched'), actor.email] as const] : []),
      ];
      const context: CaseDetails = told.map(([label, value]) => [label, legible(value)]);
      const details = Object.fromEntries(context.map(([label, value], index) => [`detail${index}`, `${label}\t${value}`]));
      const accepted = await db.transaction().execute(async (tx) => {
        if (!(await mayReachSupport(limits, actor, portal, tx))) return false;
        const made = await tx
          .insertInto('supportCase')
          .values({ reference, portal: portal.id, person: actor.person, context: JSON.stringify({ reason, context }), createdAt: now })
          // Of two clicks at once the first has sent it.
          .onConflict((conflict) => conflict.doNothing())
          .returning('reference')
          .executeTakeFirst();
        if (!made) return true;
        await enqueue(
          tx,
          secrets,
          {
            kind: 'mail',
            to,
            template: 'supportCase',
            portal: portal.id,
            locale,
            params: {
              reference,
              ...(reason !== 'support' && { topic, reason: topic }),
              ...(who && { requester: who }),
              ...(actor.email && { replyTo: actor.email }),
              ...details,
            },
          },
          { reason: `support:${reference}`, now, dueAt: now },
        );
        if (portal.support.channel) {
          const address = addressOfChannel(portal.support.channel);
          const event = { name: 'supportCase', portal: portal.id, reference, details: [[t('support.context.topic'), topic], ...context] } as const;
          await enqueue(tx, secrets, { kind: 'channel', address, event, locale }, { reason: `support-channel:${reference}`, now, dueAt: now });
        }
        await audit(tx, { at: now, actor, action: 'support.handedOver', portal: portal.id, subject: `case:${reference}`, outcome: 'ok', detail: { reason } });
        return true;
      });
      if (!accepted) return undefined;
      wake();
      return { reference };
    },
  };
}
