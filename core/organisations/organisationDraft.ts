import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { findLink, linkState } from '../foundation/links.ts';
import { onOneLine } from '../foundation/pasted.ts';
import { requestBy } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';

/** The proven account of the other directory (OU-1), from which the first administrator is made. */
const proven = z.object({
  /** Its id. Missing in drafts of the previous version. */
  account: z.string().exactOptional(),
  email: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  phone: z.string().nullable(),
});

const schema = z.object({
  proven: proven.optional(),
  domicile: z.enum(['', 'france', 'abroad']).default(''),
  siret: z.string().default(''),
  name: z.string().default(''),
  /** As it was typed or chosen: a name in any of our languages, or ISO 3166-1 alpha-2. */
  country: z.string().default(''),
  street: z.string().default(''),
  postalCode: z.string().default(''),
  city: z.string().default(''),
});

/** The draft of an organisation, saved as it is entered. */
export type OrganisationDraft = z.output<typeof schema>;

/** The fields that people fill in. */
export type DraftFields = Partial<Omit<OrganisationDraft, 'proven'>>;

/** Who may edit a draft: the chat that began it, or the holder of the secret given by the proof on the page. */
export type Holder = { readonly actor: Actor; readonly requestId: string } | { readonly portal: string; readonly secret: string; readonly visitor: Visitor };

/** A draft with the request that stores it. */
export type HeldDraft = {
  readonly requestId: string;
  readonly portal: Portal;
  readonly draft: OrganisationDraft;
  readonly completed: boolean;
  readonly locale: Locale;
  /** The actor. If the chat began it, the chat's person, also on the page. */
  readonly actor: Actor;
  /** The page's link, spent when the organisation is created. */
  readonly linkId: string | undefined;
};

/** Reads a stored draft. */
export const readDraft = (json: string): OrganisationDraft => schema.parse(JSON.parse(json));

/** Finds the holder's draft; undefined if it is somebody else's or has expired. */
export async function findDraft({ db, clock, portals }: Dependencies, holder: Holder): Promise<HeldDraft | undefined> {
  const now = clock();
  if ('secret' in holder) {
    const portal = portals.get(holder.portal);
    const link = portal && (await findLink(db, portal.id, holder.secret));
    if (!portal || link?.purpose !== 'organisation' || linkState(link, now) === 'expired') return undefined;
    const locale = localeOf(link.locale);
    const actor = { ...visiting(holder.visitor), person: link.person, locale };
    return { requestId: link.requestId, portal, draft: readDraft(link.data), completed: link.spentAt !== null, locale, actor, linkId: link.id };
  }
  const { actor, requestId } = holder;
  const row = await requestBy(db, actor.person, requestId).where('procedure', '=', 'createOrganisation').where('expiresAt', '>', now).executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!row || !portal) return undefined;
  return { requestId, portal, draft: readDraft(row.data), completed: row.completedAt !== null, locale: actor.locale, actor, linkId: undefined };
}

/** Saves a draft. */
export async function keepDraft(tx: Tx | Dependencies['db'], requestId: string, draft: OrganisationDraft): Promise<void> {
  await tx
    .updateTable('request')
    .set({ data: JSON.stringify(draft) })
    .where('id', '=', requestId)
    .where('completedAt', 'is', null)
    .execute();
}

/** A typed value on one line, cut to 200 characters. */
const line = (text: string): string =>
  onOneLine(text)
    .replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\s]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** Puts typed values into a draft. */
export const withFields = (draft: OrganisationDraft, { domicile, ...typed }: DraftFields): OrganisationDraft => ({
  ...draft,
  ...(domicile !== undefined && { domicile }),
  ...Object.fromEntries(Object.entries(typed).flatMap(([name, text]) => (text === undefined ? [] : [[name, line(text)]]))),
});
