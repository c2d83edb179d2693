import {
  acceptAddressCard,
  acceptCodeCard,
  acceptCompanyCard,
  acceptDeadCard,
  acceptEndCard,
  acceptRefuseCard,
  acceptTermsCard,
  acceptWelcomeCard,
} from '../../cards/invitations/acceptInvitation.ts';
import { type Family, frameOf, portalIn, show } from './shown.ts';

const email = 'lea.roy@client.example';
const company = { name: 'Roy et filles', city: 'Lyon', country: 'FR' };

/** Accepting an invitation, in chat. */
export const accepting: Family = {
  name: 'accept',
  title: 'Accepting an invitation',
  cards: (look) => {
    const { t } = look;
    const portal = portalIn(look, 'rconnect');
    const frame = frameOf(look, 'rconnect');
    return [
      show('Which address was invited.', acceptAddressCard, frame, { email: '' }),
      show('A code has left, if there is an invitation: the same card for everybody.', acceptCodeCard, frame, { email }),
      show('The terms, and what is granted.', acceptTermsCard, frame, { email, inviter: 'Alice Martin', known: false, rights: ['orders'] }),
      show('«Non» was typed: a refusal is asked back.', acceptRefuseCard, frame, 'Alice Martin'),
      show('The company form, filled with what is known: the card says what is still wrong.', acceptCompanyCard, frame, {
        company,
        wrong: [{ key: 'field.required', field: 'street' }],
      }),
      show('Created: the links to what the portal does.', acceptWelcomeCard, t, portal, company.name, undefined),
      show('The same for a guest of Microsoft Entra, who has no password to choose.', acceptWelcomeCard, t, portal, company.name, undefined, true),
      show('An invitation that opens nothing any more: a new one can be asked for.', acceptDeadCard, frame, t('accept.expired')),
      show('Refused: nothing is created.', acceptEndCard, t, portal, t('accept.refused.title'), t('accept.refused.text', { inviter: 'Alice Martin' })),
    ];
  },
};
