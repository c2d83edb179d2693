import { addUserCard, addUserDoneCard, addUserNotYetCard } from '../../cards/establishments/addUser.ts';
import {
  organisationAbroadCard,
  organisationCompanyCard,
  organisationCreatedCard,
  organisationDomicileCard,
  organisationPendingCard,
  organisationProveCard,
  organisationSiretCard,
} from '../../cards/organisations/createOrganisation.ts';
import { minute } from '../../core/foundation/clock.ts';
import { countryName } from '../../core/foundation/countries.ts';
import type { Membership } from '../../core/members/roles.ts';
import { beginning } from '../support.ts';
import { type Family, frameOf, type Look, show } from './shown.ts';

const name = 'Boulangerie Petit';
const email = 'camille.petit@petit.example';
const siret = '732 829 320 00074';
const company = { siret: '73282932000074', siren: '732829320', name, street: '12 rue de la République', postalCode: '69001', city: 'Lyon', closed: false };
const empty = { domicile: '', siret: '', name: '', country: '', street: '', postalCode: '', city: '' } as const;
const frame = (look: Look, ...problems: Parameters<typeof frameOf>[2][]) => frameOf(look, 'outscale', ...problems);

/** From the account of the other directory to an organisation that waits to be validated. */
export const organisations: Family = {
  name: 'organisation',
  title: 'Creating an organisation',
  cards: (look) => {
    const { t } = look;
    const created = { name, reference: 'KNZC-T2WJ', email, again: false };
    return [
      show('First the cloud account, which is proven on a web page.', organisationProveCard, frame(look), {}),
      show('That page opens from here.', organisationProveCard, frame(look), {
        url: 'https://guichet.example.org/p/outscale/cloud/example',
        until: t.date(beginning + 30 * minute, 'dateTime'),
        window: true,
      }),
      show('In France, or abroad.', organisationDomicileCard, frame(look), empty),
      show('A SIRET whose digits do not agree.', organisationSiretCard, frame(look, { key: 'siret.mistyped', field: 'siret' }), { ...empty, siret }),
      show('The public register does not answer: what was entered is kept.', organisationSiretCard, frame(look, { key: 'registry.silent' }), {
        ...empty,
        siret,
      }),
      show('The company that the register has, to be selected.', organisationCompanyCard, frame(look), { company, siret }),
      show('Abroad there is no SIRET.', organisationAbroadCard, frame(look), { draft: empty, country: countryName('BE', t.locale) }),
      show('Created, and pending; the password meanwhile.', organisationCreatedCard, frame(look), { ...created, password: 'code', waits: true }),
      show('What stays of it once the password is set.', organisationPendingCard, frame(look), created),
      show('The same for who has an account already.', organisationCreatedCard, frame(look), { ...created, password: 'known', waits: false }),
    ];
  },
};

/** An administrator lets others in. */
export const addingUsers: Family = {
  name: 'add-user',
  title: 'Adding users to an organisation',
  cards: (look) => {
    const own: Membership = {
      ...{ organisationId: 'petit', portal: 'outscale', name, reference: 'KNZC-T2WJ', accountId: 'camille' },
      ...{ status: 'validated', domicile: 'france', role: 'administrator' },
    };
    const shown = { organisations: [own], organisation: '', email: '', givenName: '', familyName: '' };
    return [
      show('Who; the administrator of several chooses which.', addUserCard, frame(look), {
        ...shown,
        organisations: [own, { ...own, organisationId: 'roy', name: 'Roy et filles' }],
      }),
      show('Somebody who is a member already.', addUserCard, frame(look, { key: 'addUser.member', field: 'email' }), {
        ...shown,
        email: 'jules.petit@petit.example',
        givenName: 'Jules',
        familyName: 'Petit',
      }),
      show('Added: the same words whether they had an account or not.', addUserDoneCard, frame(look), {
        email: 'jules.petit@petit.example',
        organisation: name,
      }),
      show('The organisation has not been validated yet.', addUserNotYetCard, frame(look), true),
      show('Not an administrator.', addUserNotYetCard, frame(look), false),
    ];
  },
};
