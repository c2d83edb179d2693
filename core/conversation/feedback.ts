import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { newId } from '../foundation/secrets.ts';
import { redact } from './redact.ts';

/** How a procedure went. */
export type Verdict = 'good' | 'bad';

/** The longest comment that is kept, in characters. */
export const longestComment = 1_000;

/**
 * What people say about the procedures that they finished (ALL-11). An ending is recorded when its card is shown, not when it is answered. So a
 * card only carries an id, which is looked up among the person's own endings; each ending has one answer however often a button is pressed; and
 * operators see how many people were asked.
 */
export type Feedback = {
  /** Records that a person finished a procedure. Returns the id that the card carries. */
  ended(actor: Actor, portal: string, procedure: Procedure): Promise<string>;
  /** Saves the verdict, replacing an earlier one. Returns false if the ending is not this person's. */
  say(actor: Actor, id: string, verdict: Verdict): Promise<boolean>;
  /**
   * Saves a comment next to the verdict, without personal data, replacing an earlier one. An empty comment changes nothing. Returns false if the
   * ending is not this person's, or has no verdict yet.
   */
  comment(actor: Actor, id: string, text: string): Promise<boolean>;
};

/** Makes the feedback of the core. */
export function createFeedback({ db, clock }: Dependencies): Feedback {
  const change = (actor: Actor, id: string, action: string, to: { verdict: Verdict } | { comment: string }) =>
    db.transaction().execute(async (tx) => {
      const now = clock();
      const changed = await tx
        .updateTable('feedback')
        .set({ ...to, answeredAt: now })
        .where('id', '=', id)
        .where('person', '=', actor.person)
        .$if('comment' in to, (rows) => rows.where('verdict', 'is not', null))
        .returning(['portal', 'procedure'])
        .executeTakeFirst();
      if (!changed) return false;
      const { portal, procedure } = changed;
      await audit(tx, { at: now, actor, action, portal, subject: `ending:${id}`, outcome: 'ok', detail: { procedure } });
      return true;
    });

  return {
    ended: async (actor, portal, procedure) => {
      const id = newId();
      await db
        .insertInto('feedback')
        .values({ id, portal, procedure, person: actor.person, endedAt: clock(), verdict: null, comment: null, answeredAt: null })
        .execute();
      return id;
    },
    say: (actor, id, verdict) => change(actor, id, `feedback.${verdict}`, { verdict }),
    comment: async (actor, id, text) => {
      // A card limits the length, so the rest of a longer text is not even read.
      const comment = redact(text.slice(0, 2 * longestComment))
        .slice(0, longestComment)
        .toWellFormed();
      return comment === '' || (await change(actor, id, 'feedback.comment', { comment }));
    },
  };
}

/** The feedback on one procedure of one portal. */
export type Sum = { readonly portal: string; readonly procedure: string; readonly asked: number } & Readonly<Record<Verdict | 'comments', number>>;

/** The totals, by portal and procedure. */
export async function sumsOf(db: Database): Promise<Sum[]> {
  const rows = await db
    .selectFrom('feedback')
    .select((row) => [
      'portal',
      'procedure',
      row.fn.countAll().as('asked'),
      row.fn.count('answeredAt').filterWhere('verdict', '=', 'good').as('good'),
      row.fn.count('answeredAt').filterWhere('verdict', '=', 'bad').as('bad'),
      row.fn.count('comment').as('comments'),
    ])
    .groupBy(['portal', 'procedure'])
    .orderBy('portal')
    .orderBy('procedure')
    .execute();
  return rows.map(({ portal, procedure, ...counts }) => ({
    portal,
    procedure,
    asked: Number(counts.asked),
    good: Number(counts.good),
    bad: Number(counts.bad),
    comments: Number(counts.comments),
  }));
}

/** A comment, without its author. */
export type Comment = {
  readonly portal: string;
  readonly procedure: string;
  readonly verdict: string | null;
  readonly comment: string | null;
  readonly answeredAt: Millis | null;
};

/** The latest comments, newest first. */
export async function latestComments(db: Database, most: number): Promise<Comment[]> {
  return await db
    .selectFrom('feedback')
    .select(['portal', 'procedure', 'verdict', 'comment', 'answeredAt'])
    .where('comment', 'is not', null)
    .orderBy('answeredAt', 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
}
