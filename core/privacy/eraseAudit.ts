import { contentOf } from '../foundation/auditChain.ts';
import { erasedContent, isErased } from '../foundation/auditErasure.ts';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import type { Secrets } from '../foundation/secrets.ts';
import type { Row } from './find.ts';
import type { Subject } from './subject.ts';

type Erasing = { readonly subject: Subject; readonly pseudonym: string };
type AuditText = Pick<Schema['audit'], 'actor' | 'subject' | 'detail'>;

const batch = 200;

/**
 * Puts a pseudonym where somebody is named in records of the audit, with a digest of what each says since, so that its chain still verifies and still
 * tells an erasure from a change. Throws at a record that is not as it was written: to erase from it would hide that. All records must be in the chain.
 */
export async function eraseFromAudit(tx: Tx, secrets: Secrets, rows: readonly Row[], erasing: Erasing): Promise<number> {
  for (let from = 0; from < rows.length; from += batch) {
    const ids = rows.slice(from, from + batch).map(({ id }) => Number(id));
    const records = await tx
      .selectFrom('audit')
      .innerJoin('auditChain', 'auditChain.auditId', 'audit.id')
      .leftJoin('auditErasure', 'auditErasure.auditId', 'audit.id')
      .selectAll('audit')
      .select(['auditChain.content', 'auditErasure.content as erased'])
      .where('audit.id', 'in', ids)
      .execute();
    for (const { content: was, erased, ...record } of records) {
      const content = contentOf(record);
      const isWritten = secrets.matches('audit record', content, was) || isErased(secrets, { was, content, erased: erased ?? undefined });
      if (!isWritten && secrets.keyOf(was) !== 'unknown')
        throw new Error(`Record ${record.id} of the audit is not as it was written, and to erase from it would hide that: see npm run audit -- --verify`);
      const next = { ...record, ...withoutThem(record, erasing) };
      const { actor, subject, detail } = next;
      await tx.updateTable('audit').set({ actor, subject, detail }).where('id', '=', record.id).execute();
      const kept = { reference: erasing.pseudonym, content: erasedContent(secrets, was, contentOf(next)) };
      await tx
        .insertInto('auditErasure')
        .values({ auditId: record.id, ...kept })
        .onConflict((conflict) => conflict.column('auditId').doUpdateSet(kept))
        .execute();
    }
  }
  return rows.length;
}

function withoutThem({ actor, subject, detail }: AuditText, erasing: Erasing): AuditText {
  const isTheirs = actor === 'anonymous' || erasing.subject.persons.includes(actor) || erasing.subject.accounts.some((id) => actor === `account:${id}`);
  const values: Readonly<Record<string, unknown>> = JSON.parse(detail);
  const kept = Object.entries(values).filter(([name]) => name !== 'ip' || !isTheirs);
  const clean = Object.fromEntries(kept.map(([name, value]) => [name, typeof value === 'string' ? renamed(value, erasing) : value]));
  return {
    actor: renamed(actor, erasing),
    subject: subject
      .split(':')
      .map((part) => whole(part, erasing))
      .join(':')
      .replaceAll(erasing.subject.mentions, erasing.pseudonym),
    detail: JSON.stringify(clean),
  };
}

const renamed = (text: string, erasing: Erasing): string => whole(text, erasing).replaceAll(erasing.subject.mentions, erasing.pseudonym);

/** An identifier that is no address stands for them only where it stands alone. */
const whole = (text: string, { subject, pseudonym }: Erasing): string => (subject.identifiers.includes(identifierKey(text)) ? pseudonym : text);
