import { columnsCalled, personHeadings } from '../foundation/spreadsheet.ts';

/** What spreadsheets and other systems call the columns of accounts, in French and English, beside their own names. */
const otherNames = {
  identifier:
    'identifiant, login, compte, nom d’utilisateur, utilisateur, user name, username, user, account, sAMAccountName, uid, userPrincipalName, matricule',
  ...personHeadings,
  phone: 'téléphone, tél, portable, mobile, téléphone mobile, numéro de téléphone, phone number, mobile phone, telephone, telephoneNumber',
  entity: 'entité, service, direction, département, department, division, organisation, organization, société, company',
  establishment: 'établissement, hôtel, hotel, site',
  country: 'pays, country code, code pays',
  rights: 'droits, droit, rôles, rôle, roles, role, permissions',
  passwordHash: 'hash, password hash, empreinte du mot de passe',
} as const;

export type AccountColumn = keyof typeof otherNames;

/** The column that a heading names, in any case; the heading itself if it names none. */
export const columnOf = columnsCalled(otherNames);
