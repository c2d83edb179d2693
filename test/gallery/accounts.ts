import { changePasswordCard } from '../../cards/passwords/changePassword.ts';
import { identifierMailedCard, mailIdentifierCard, ownIdentifierCard } from '../../cards/passwords/forgotIdentifier.ts';
import { mailedCard, mailedHelpCard, openPageCard, pageAgainCard } from '../../cards/passwords/mailed.ts';
import { passwordEndsCard } from '../../cards/passwords/passwordEnds.ts';
import { resetAskCard } from '../../cards/passwords/reset.ts';
import { signUpAddressCard, signUpDetailsCard, signUpExcludedCard } from '../../cards/passwords/signUp.ts';
import { day } from '../../core/foundation/clock.ts';
import { beginning } from '../support.ts';
import { type Family, frameOf, portalIn, show } from './shown.ts';

/** A first access. */
export const signUp: Family = {
  name: 'sign-up',
  title: 'A first access',
  cards: (look) => {
    const details = { email: 'zoe.petit@corp.example', userName: 'zoe.petit@corp.example' };
    const excluded = portalIn(look, 'invgate').excluded[0];
    return [
      show('The professional address, and the entity where the portal tells them apart.', signUpAddressCard, frameOf(look, 'invgate'), {}),
      show(
        'An address that will not do says why.',
        signUpAddressCard,
        frameOf(look, 'invgate', { key: 'email.personal', field: 'email', params: { domain: 'gmail.com' } }),
        { email: 'zoe.petit@gmail.com' },
      ),
      show(
        'The entity has a procedure of its own: nothing is created, and support takes over.',
        signUpExcludedCard,
        frameOf(look, 'invgate'),
        excluded ? look.t.of(excluded.reason) : '',
      ),
      show('Who they are; the user name is filled in.', signUpDetailsCard, frameOf(look, 'invgate'), details),
      show(
        'What was wrong stands under its field, and what was typed stays.',
        signUpDetailsCard,
        frameOf(look, 'invgate', { key: 'userName.notEmail', field: 'userName' }),
        { ...details, userName: 'zoe', givenName: 'Zoé', familyName: 'Petit' },
      ),
      show('A mail has left, whether or not the address already has an account.', mailedCard, frameOf(look, 'invgate'), 'signUp', {
        to: details.email,
        step: 3,
        steps: 4,
        again: false,
      }),
    ];
  },
};

/** A password again. */
export const reset: Family = {
  name: 'reset',
  title: 'A forgotten password, a locked account, another password',
  cards: (look) => {
    const { t } = look;
    const shown = { to: 'amartin', step: 2, steps: 3, again: false };
    return [
      show('Whose account; Octopus calls it the unified account.', resetAskCard, frameOf(look, 'octopus'), 'reset', {}),
      show('The Extranet asks for the address as well, of everybody.', resetAskCard, frameOf(look, 'extranet'), 'unlock', {}),
      show('Nothing was typed.', resetAskCard, frameOf(look, 'octopus', { key: 'identifier.empty', field: 'identifier' }), 'reset', {}),
      show('A mail has left, if there is such an account: the same card for everybody.', mailedCard, frameOf(look, 'octopus'), 'reset', shown),
      show(
        'Another one was asked for, and a wrong code typed.',
        mailedCard,
        frameOf(look, 'octopus', { key: 'code.wrong', field: 'code', params: { n: 4 } }),
        'reset',
        {
          ...shown,
          again: true,
        },
      ),
      show('«I have not received anything», while the mail is awaited.', mailedHelpCard, frameOf(look, 'octopus'), 'reset', 'notReceived', {
        ...shown,
        askedAt: t.date(beginning, 'dateTime'),
      }),
      show('The code was typed a while ago: the page is still open to them.', pageAgainCard, frameOf(look, 'octopus'), 'reset', { step: 2, steps: 3 }),
      show('The code was right: the page opens from here.', openPageCard, frameOf(look, 'octopus'), 'reset', {
        url: 'https://guichet.example.org/p/octopus/link/example',
        until: t.date(beginning + day, 'dateTime'),
        step: 2,
        steps: 3,
        window: true,
      }),
      show(
        'Known, and to be another: on a page behind a sign-in.',
        changePasswordCard,
        frameOf(look, 'extranet'),
        'https://guichet.example.org/p/extranet/account/password',
      ),
      show('Told before it ends, where the directory says so.', passwordEndsCard, t, portalIn(look, 'octopus'), {
        identifier: 'amartin',
        endsAt: beginning + 14 * day,
        procedure: 'reset',
      }),
    ];
  },
};

/** A forgotten user name. */
export const forgotIdentifier: Family = {
  name: 'forgot-identifier',
  title: 'A forgotten identifier',
  cards: (look) => [
    show('Told at once to whom the portal trusts, by the address that Teams vouches for.', ownIdentifierCard, frameOf(look, 'octopus'), 'amartin'),
    show('Or mailed to the address that is typed.', mailIdentifierCard, frameOf(look, 'octopus'), {}),
    show('Half an address.', mailIdentifierCard, frameOf(look, 'octopus', { key: 'email.malformed', field: 'email' }), { email: 'alice.martin' }),
    show('A mail has left, if the address is anybody’s.', identifierMailedCard, frameOf(look, 'octopus')),
  ],
};
