import {
  changeEmailCard,
  changeEmailEndCard,
  localSupportCard,
  replacementCard,
  replacementStaysCard,
  replaceUserCard,
} from '../../cards/establishments/changeEmail.ts';
import { existingUserCard, inviteUserCard, userInvitedCard } from '../../cards/establishments/inviteUser.ts';
import { establishmentCard, removeSureCard, userCard, userDoneCard, userRightsCard, usersCard } from '../../cards/establishments/removeUser.ts';
import type { User } from '../../core/establishments/users.ts';
import { type Family, frameOf, type Look, say, show } from './shown.ts';

const organisation = 'Hôtel des Lilas';
const places = [
  { organisationId: 'lilas', name: organisation },
  { organisationId: 'quai', name: 'Hôtel du Quai' },
];
const helene: User = {
  accountId: 'helene',
  name: 'Hélène Roux',
  identifier: 'accueil@lilas.example',
  email: 'direction@lilas.example',
  rights: ['reservations', 'administration'],
};
const jules: User = { accountId: 'jules', name: 'Jules Petit', identifier: 'jules@lilas.example', email: 'jules@lilas.example', rights: ['reservations'] };

const frame = (look: Look, ...problems: Parameters<typeof frameOf>[2][]) => frameOf(look, 'extranet', ...problems);

/** The users of an establishment, for its administrators. */
export const users: Family = {
  name: 'users',
  title: 'The users of an establishment',
  cards: (look) => {
    const { t } = look;
    const page = { organisation, users: [helene, jules], next: undefined };
    return [
      show('The administrator of several chooses which.', establishmentCard, frame(look), { organisations: places }),
      show('The users, a page at a time.', usersCard, frame(look), { page, search: '', several: true, isFirst: true }),
      show('I found nobody.', usersCard, frame(look), { page: { ...page, users: [] }, search: 'martin', several: false, isFirst: true }),
      show('One of them.', userCard, frame(look), { user: jules, organisation }),
      show('What they may do.', userRightsCard, frame(look), { name: jules.name, organisation, rights: jules.rights }),
      show('Deleting wants a second click (EX-7).', removeSureCard, frame(look), { name: jules.name, organisation }),
      show('The last administrator stays.', removeSureCard, frame(look, { key: 'users.lastAdministrator' }), { name: helene.name, organisation }),
      show('Deleted.', userDoneCard, frame(look), t('users.remove.done', { who: jules.name }), t('users.remove.done.text', { organisation })),
      show('Somebody of another establishment (EX-8).', existingUserCard, frame(look), { establishment: 'QUAI-69', email: 'jules@lilas.example' }),
      show('What an invited user will be able to do (EX-6).', inviteUserCard, frame(look), {
        who: jules.name,
        organisation,
        rights: ['reservations'],
      }),
      show('The same words whether they have an account or not.', userInvitedCard, frame(look), { email: jules.email, organisation }),
    ];
  },
};

/** The address that one signs in with cannot be changed: what takes its place. */
export const changingEmail: Family = {
  name: 'change-email',
  title: 'Another sign-in address',
  cards: (look) => {
    const { t } = look;
    const replacement = { id: 'gallery', old: 'accueil@lilas.example', email: 'reception@lilas.example', organisation, organisationId: 'lilas' };
    return [
      show('Said to everybody (EX-5).', changeEmailCard, frame(look), { canProve: true }),
      show('An administrator is taken through it.', replaceUserCard, frame(look), {
        ...{ places, organisation: 'lilas', old: replacement.old, email: replacement.email },
        givenName: say(look, 'Réception', 'Reception'),
        familyName: 'Lilas',
      }),
      show('The new user hasn’t accepted yet.', replacementCard, frame(look), { ...replacement, status: 'sent' }),
      show('They have: the old one can go.', replacementCard, frame(look), { ...replacement, status: 'accepted' }),
      show('The procedure was left: the replacement goes on, and can be given up.', replacementStaysCard, frame(look), { ...replacement, status: 'sent' }),
      show('Who manages many establishments is handed to the local team (EX-9).', localSupportCard, frame(look), {
        ...{ places, organisation: 'lilas', email: replacement.email },
      }),
      show('Done.', changeEmailEndCard, frame(look), t('changeEmail.done'), t('changeEmail.done.text', replacement)),
    ];
  },
};
