import type { Database } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { Account } from '../ports.ts';

/** The language that an account's owner was last met in: in their own chat, else by their address, else in what was asked for them; `otherwise` where they never were. */
export async function lastLanguageOf(
  db: Database,
  { id, email }: Pick<Account, 'id' | 'email'>,
  tenants: readonly string[],
  otherwise: Locale = 'fr',
): Promise<Locale> {
  const bound = await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select('person.locale')
    .where('accountId', '=', id)
    .where('endedAt', 'is', null)
    .orderBy('seenAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const met =
    bound ??
    (await db
      .selectFrom('person')
      .select('locale')
      .where('emailKey', '=', emailKey(email))
      .$if(tenants.length > 0, (served) => served.where('tenant', 'in', tenants))
      .orderBy('seenAt', 'desc')
      .limit(1)
      .executeTakeFirst());
  const asked = met ?? (await db.selectFrom('request').select('locale').where('accountId', '=', id).orderBy('createdAt', 'desc').limit(1).executeTakeFirst());
  return asked ? localeOf(asked.locale) : otherwise;
}
