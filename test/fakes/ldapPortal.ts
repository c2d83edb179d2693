import { tree } from './slapd.ts';

/** A profile of a portal whose people, who reset their passwords, are in a slapd at this address. */
export const ldapPortal = (id: string, { url, ca }: { readonly url: string; readonly ca: string }): string => `id: ${id}
name: ${id}
address: https://${id}.example.org/
support: { name: Help, email: help@example.org }
sender: { name: ${id}, address: no-reply@example.org }
identifier: { kind: email, label: Adresse }
procedures: { reset: {} }
asking: { perAccount: 1000, perPerson: 1000, perAddress: 1000, perCrowd: 1000 }
directory:
  kind: ldap
  flavour: openLdap
  servers: ['${url}']
  ca: ${ca}
  bind: { dn: '${tree.service}', password: '${tree.password}' }
  people: { base: 'ou=people,${tree.base}', identifier: mail }
`;
