import { z } from 'zod';
import type { IdentityProvider, OutsideIdentity } from '../../ports.ts';

const texts = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

const claims = z.object({
  iss: z.string(),
  // At most 255 characters of ASCII (OpenID Connect Core, 2).
  sub: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  oid: z.guid().toLowerCase().optional(),
  tid: z.guid().toLowerCase().optional(),
  name: z.string().max(200).optional().catch(undefined),
  amr: texts,
  acr: texts,
  acrs: texts,
});

/** Who a checked ID token names, or what is wrong with it, in words for the operator. Of Microsoft's people, tenant and object id count. */
export function identityIn(
  { identifiedBy, issuer, tenants, secondFactor, reads = [] }: IdentityProvider,
  token: unknown,
): OutsideIdentity | { readonly wrong: string } {
  const parsed = claims.safeParse(token);
  if (!parsed.success) return { wrong: `the ID token has no good ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}` };
  const { iss, sub, oid, tid, name } = parsed.data;
  const factor = secondFactor !== undefined && parsed.data[secondFactor.claim].some((value) => secondFactor.values.includes(value));
  const every = z.record(z.string(), z.unknown()).parse(token);
  const known = { issuer: iss, name, factor, claims: Object.fromEntries(reads.map((claim) => [claim, texts.parse(every[claim])])) };
  if (identifiedBy === 'sub') return { ...known, subject: sub };
  if (oid === undefined || tid === undefined) return { wrong: 'the ID token has no oid or no tid: is the issuer one of Microsoft’s?' };
  // The issuer has the tenant in its path, and was compared to the one that was asked.
  if (!iss.toLowerCase().includes(tid)) return { wrong: 'the ID token’s tid is not the tenant of its issuer' };
  const accepted = tenants.length > 0 ? tenants : [tenantOf(issuer)];
  return accepted.includes(tid) ? { ...known, subject: oid } : { wrong: `somebody of the tenant ${tid}, which is not among those accepted` };
}

/** The tenant in the path of an issuer of Microsoft's. */
const tenantOf = (issuer: string): string => new URL(issuer).pathname.split('/')[1]?.toLowerCase() ?? '';

/**
 * Those of the claims that are read which the provider keeps to itself and only says where they are (OpenID Connect Core, 5.6.2), as Entra does with the groups of who is
 * in more than 200.
 */
export function leftOut({ reads = [] }: IdentityProvider, token: unknown): string[] {
  const named = z.object({ _claim_names: z.record(z.string(), z.unknown()) }).safeParse(token).data?._claim_names ?? {};
  return reads.filter((claim) => Object.hasOwn(named, claim));
}
