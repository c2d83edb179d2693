import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { domainOf, emailKey, parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { bareAddress, bareName, unlabelled } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import { askForLink, type SignUpData } from './askForLink.ts';
import { isPersonalDomain } from './personalDomains.ts';

/** The first card of a sign-up. */
export type SignUpAddress = { readonly email: string; readonly entity?: string };

/** The second card of a sign-up; the profile says which fields are mandatory. */
export type SignUpDetails = { readonly userName?: string; readonly givenName?: string; readonly familyName?: string; readonly phone?: string };

/** Signing up: asking for one's own first access. */
export type SignUp = {
  /** Checks only the address. Refuses a malformed or personal one (IN-2), or an excluded entity's with `signUp.excluded` and no field (IN-1). */
  checkAddress(portal: Portal, address: SignUpAddress): Outcome<{ email: string }>;
  /**
   * Mails the link that sets the first password, or, if the address already has an account, the one that resets it (IN-3): seen from
   * here both are alike (ALL-4). Nothing is created before that link is completed.
   */
  ask(actor: Actor, portal: Portal, address: SignUpAddress, details: SignUpDetails): Promise<Outcome<{ requestId: string }>>;
};

/** Creates the sign-up. */
export function createSignUp(dependencies: Dependencies): SignUp {
  const checkAddress: SignUp['checkAddress'] = (portal, { email, entity }) => {
    const address = parseEmail(email);
    if (!address.ok) return address;
    const domain = domainOf(address.value);
    if (isExcluded(portal, domain, entity)) return refuse({ key: 'signUp.excluded' });
    if (portal.identifier.professional && isPersonalDomain(domain, portal.identifier.personalDomains))
      return refuse({ key: 'email.personal', field: 'email', params: { domain } });
    return accept({ email: address.value });
  };

  return {
    checkAddress,
    ask: async (actor, portal, address, details) => {
      const checked = checkAddress(portal, address);
      if (!checked.ok) return checked;
      const { email } = checked.value;
      const refusals = missing(portal, email, details);
      if (refusals[0]) return refuse(refusals[0], ...refusals.slice(1));

      const account = await dependencies.directory.findByIdentifier(portal.id, email);
      const excluded = account?.entity != null && isExcluded(portal, domainOf(email), account.entity);
      const { fields = [] } = portal.procedures.signUp ?? {};
      const entity = portal.entities.find(({ id }) => id === address.entity);
      const data: SignUpData = {
        email,
        identifier: email,
        givenName: bareName(details.givenName ?? ''),
        familyName: bareName(details.familyName ?? ''),
        // A card can be forged: what the profile does not ask for is not taken, or text messages would go wherever somebody wants.
        ...(details.phone && fields.includes('phone') && { phone: unlabelled(details.phone) }),
        ...(entity && { entity: entity.id }),
      };
      const requestId = await askForLink(dependencies, actor, portal, {
        procedure: 'signUp',
        purpose: account ? 'reset' : 'setPassword',
        key: emailKey(email),
        account,
        // What is recorded of an account is told to its mailbox only, never here (ALL-4).
        template: excluded ? 'excluded' : account ? (account.privileged ? undefined : 'reset') : 'setPassword',
        ...(account?.privileged && { outcome: 'privileged' }),
        to: account?.email ?? email,
        data,
        unfound: 'new',
      });
      return accept({ requestId });
    },
  };
}

function isExcluded(portal: Portal, domain: string, entity: string | undefined): boolean {
  return portal.excluded.some((excluded) => excluded.entity === entity || excluded.domains.some((name) => domain === name || domain.endsWith(`.${name}`)));
}

function missing(portal: Portal, email: string, details: SignUpDetails): Refusal[] {
  const { fields = [], userNameIsEmail = false } = portal.procedures.signUp ?? {};
  return fields.flatMap((field): Refusal[] => {
    const typed = details[field] ?? '';
    const value = field === 'userName' ? bareAddress(typed) : field === 'phone' ? unlabelled(typed) : bareName(typed);
    if (value === '') return [{ key: 'field.required', field }];
    if (value.length > 100 && field !== 'userName') return [{ key: 'field.long', field, params: { max: 100 } }];
    if (field === 'userName' && userNameIsEmail && emailKey(value) !== emailKey(email)) return [{ key: 'userName.notEmail', field }];
    if (field !== 'userName' && /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800<>]/u.test(value)) return [{ key: 'field.characters', field }];
    return [];
  });
}
