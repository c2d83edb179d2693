import { domainOf } from '../../core/foundation/identifiers.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** The portal profiles: readable, wise, and the operator's own. */
export async function lookAtProfiles({ portals, profileFaults, profileWarnings, config }: Installation): Promise<readonly Finding[]> {
  const examples = [...portals.values()].filter((portal) => config.production && isMadeUp(domainOf(portal.sender.address)));
  return [
    ...profileFaults.map((text) => fault(text, 'Correct the profile; npm run portals:check says whether it is right.')),
    ...(portals.size > 0 ? [ok(`served are ${[...portals.keys()].join(', ')}`)] : []),
    ...examples.map((portal) => isExample(portal)),
    ...profileWarnings.map((text) => warning(text, 'Change the profile, or keep it so knowingly.')),
  ];
}

const isExample = ({ id, sender }: Portal): Finding =>
  fault(
    `${id} is the example that ships: its mails would come from ${sender.address}, which nobody owns`,
    `Put a profile of your own with the id ${id} into PORTALS_DIR, or leave ${id} out of PORTALS.`,
  );

/** Whether a mail domain is one of those that are kept for examples (RFC 2606, RFC 6761). */
export const isMadeUp = (domain: string): boolean => /(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$/.test(domain);
