import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailsIn } from '../../core/conversation/index.ts';
import { countries, countryCode } from '../../core/foundation/countries.ts';
import { checkCompany } from '../../core/invitations/company.ts';
import { readInvitees } from '../../core/invitations/invitees.ts';
import { invites } from '../../core/invitations/inviters.ts';
import { companyField } from '../../core/portal/companyFields.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const { portals } = await loadPortals([shippedPortals]);

for (const [pasted, read] of [
  ['ada@client.example', ['ada@client.example']],
  ['ada@client.example, bob@client.example;eve@client.example\nian@client.example', ['ada', 'bob', 'eve', 'ian'].map((name) => `${name}@client.example`)],
  ['ada@client.example bob@client.example\t', ['ada', 'bob'].map((name) => `${name}@client.example`)],
  ['ada@client.example bob@client.example\teve@client.example', ['ada', 'bob', 'eve'].map((name) => `${name}@client.example`)],
  ['Ada Lovelace <ada@client.example>', ['Ada|Lovelace|ada@client.example']],
  ['"Lovelace, Ada" <ada@client.example>, bob@client.example', ['Ada|Lovelace|ada@client.example', 'bob@client.example']],
  ['Lovelace, Ada <ada@client.example>; Martin, Zoé <zoe@client.example>', ['Ada|Lovelace|ada@client.example', 'Zoé|Martin|zoe@client.example']],
  ['mailto:ada@client.example', ['ada@client.example']],
  ['ada@client.example <ada@client.example>', ['ada@client.example']],
  ['Ada <ada@client.example>, ADA@CLIENT.EXAMPLE, ada+x@client.example', ['|Ada|ada@client.example']],
  ['zoe@bücher.example', ['zoe@xn--bcher-kva.example']],
  ['', []],
  [' ,;\n ', []],
] as const)
  test(`RC-1 ${JSON.stringify(pasted)} is read as ${read.length}`, () => {
    const { good, bad } = readInvitees(pasted);
    assert.deepEqual(
      good.map(({ email, givenName, familyName }) => (givenName || familyName ? `${givenName}|${familyName}|${email}` : email)),
      read,
    );
    assert.deepEqual(bad, []);
  });

for (const [pasted, read] of [
  // Copied from a spreadsheet: tabs between cells. Which name is which, the address or capitals say; else the family name stands first.
  ['Lovelace\tAda\tada.lovelace@client.example\nMARTIN\tZoé\tz@client.example', ['Ada|Lovelace|ada.lovelace@client.example', 'Zoé|MARTIN|z@client.example']],
  ['Ada\tLovelace\tada.lovelace@client.example', ['Ada|Lovelace|ada.lovelace@client.example']],
  ['Dupont\tJean\tcontact@client.example', ['Jean|Dupont|contact@client.example']],
  ['ada@client.example\tAda Lovelace', ['Ada|Lovelace|ada@client.example']],
  ['ada@client.example\t\t06 12 34 56 78\r\nbob@client.example\t\t', ['||ada@client.example', '||bob@client.example']],
  ['Lovelace;Ada;ada@client.example;ACME 2', ['Ada|Lovelace|ada@client.example']],
  ['Lovelace,Ada,ada@client.example', ['Ada|Lovelace|ada@client.example']],
  ['Lovelace\tAda Lovelace <ada@client.example>', ['Ada|Lovelace|ada@client.example']],
  // With headings, in any order and case, whatever separates them.
  ['Prénom\tNOM\tAdresse e-mail\nAda\tLovelace\tada@client.example', ['Ada|Lovelace|ada@client.example']],
  ['sep=;\nE-Mail;Nom complet;Téléphone\nada@client.example;Ada Lovelace;0612345678', ['Ada|Lovelace|ada@client.example']],
  ['email,first name,last name\n"ada@client.example","Ada","Lovelace, Lady"', ['Ada|Lovelace, Lady|ada@client.example']],
  ['Courriel\nada@client.example\nBob <bob@client.example>', ['||ada@client.example', '|Bob|bob@client.example']],
] as const)
  test(`RC-1 lines of a spreadsheet: ${JSON.stringify(pasted)}`, () => {
    const { good, bad } = readInvitees(pasted);
    assert.deepEqual(
      good.map(({ email, givenName, familyName }) => `${givenName}|${familyName}|${email}`),
      read,
    );
    assert.deepEqual(bad, []);
  });

test('RC-1 a column of companies or languages belongs to each person, and a bad line of a table is named whole', () => {
  const { good, bad } = readInvitees('Société;Langue;Nom;E-mail\nAnalytique SARL;anglais;Lovelace;ada@client.example\nBabbage Ltd;FR;Babbage;charles@');
  assert.deepEqual(
    good.map(({ email, company, language }) => [email, company, language]),
    [['ada@client.example', 'Analytique SARL', 'en']],
  );
  assert.deepEqual(
    bad.map(({ text, refusal }) => [text, refusal.key]),
    [['Babbage Ltd FR Babbage charles@', 'email.malformed']],
  );
});

test('RC-1 each bad one is named with why, and the good ones are kept', () => {
  const { good, bad, repeated } = readInvitees('ada@client.example\nada@client.example\nbob@\nAda Lovelace\nz\u043ee@client.example\nx@y <x@y>');
  assert.deepEqual([good.length, repeated], [1, 1]);
  assert.deepEqual(
    bad.map(({ text, refusal }) => [text, refusal.key]),
    [
      ['bob@', 'email.malformed'],
      ['Ada Lovelace', 'email.malformed'],
      ['z\u043ee@client.example', 'identifier.characters'],
      ['x@y <x@y>', 'email.malformed'],
    ],
  );
});

test('RC-1 a long text that is no list ends soon', () => {
  const began = performance.now();
  for (const text of ['"'.repeat(16_000), '<'.repeat(16_000), 'a,'.repeat(8_000), ' '.repeat(16_000), `${'a '.repeat(8_000)}<`]) readInvitees(text);
  assert.ok(performance.now() - began < 1_000);
});

for (const [address, may] of [
  ['alice.martin@corp.example', true],
  ['ALICE.MARTIN@corp.example', true],
  ['anybody@sales.example.com', true],
  ['bruno.leroy@corp.example', false],
  ['x@sub.sales.example.com', false],
  ['x@evilsales.example.com', false],
  ['sales.example.com', false],
  ['', false],
] as const)
  test(`RC-1 ${address || 'nobody'} ${may ? 'may' : 'may not'} invite to My rConnect`, () => {
    const portal = portals.get('rconnect');
    assert.ok(portal);
    assert.equal(invites({ ...portal, staffed: true }, address), may);
  });

const fields = ['name', 'siret', 'vat', 'street', 'postalCode', 'city', 'country', 'phone'].map((id) => companyField.parse(id));
const good = {
  name: 'Analytique',
  siret: '732 829 320 00074',
  vat: 'FR 40 303265045',
  street: '12 rue des Cartes',
  postalCode: '59 000',
  city: 'Lille',
  country: 'france',
  phone: '03 20 00 00 00',
};

test('RC-6 a whole company form is kept as it is compared: numbers without spaces, the country as its code', () => {
  const checked = checkCompany(fields, good);
  assert.deepEqual(checked.ok && checked.value, { ...good, siret: '73282932000074', vat: 'FR40303265045', postalCode: '59000', country: 'FR' });
});

for (const [id, value, key] of [
  ['name', ' ', 'field.required'],
  ['name', 'x'.repeat(201), 'field.long'],
  ['name', '<b>', 'field.characters'],
  ['siret', '73282932000075', 'siret.mistyped'],
  ['vat', 'FR123', 'company.vat.france'],
  ['postalCode', '5900', 'company.postalCode.france'],
  ['country', 'Atlantide', 'company.country'],
  ['country', 'EU', 'company.country'],
  ['phone', '12', 'company.phone'],
  ['phone', 'call me', 'company.phone'],
] as const)
  test(`RC-6 the company form refuses ${JSON.stringify(value.slice(0, 20))} as ${id}, and says why at that field`, () => {
    const checked = checkCompany(fields, { ...good, [id]: value });
    assert.deepEqual(checked.ok ? [] : checked.refusals.map((refusal) => [refusal.field, refusal.key]).filter(([field]) => field === id), [[id, key]]);
  });

test('RC-6 abroad other postal codes and VAT numbers hold; a form prepared by somebody else may have gaps', () => {
  assert.ok(checkCompany(fields, { ...good, country: 'GB', postalCode: 'SW1A 1AA', vat: 'GB123456789' }).ok);
  assert.ok(!checkCompany(fields, { ...good, country: 'GB', postalCode: '!', vat: '12' }).ok);
  assert.ok(checkCompany(fields, { name: 'Analytique' }, 'known').ok);
  assert.ok(!checkCompany(fields, { name: 'Analytique' }).ok);
});

test('RC-6 a profile’s own fields: a pattern, a choice, an optional one', () => {
  const own = [
    companyField.parse({ id: 'code', label: 'Code', pattern: '[A-Z]{3}' }),
    companyField.parse({ id: 'size', label: 'Size', type: 'select', options: [{ id: 's', name: 'Small' }] }),
    companyField.parse({ id: 'contact', label: 'Contact', type: 'email', required: false }),
  ];
  assert.ok(checkCompany(own, { code: 'ABC', size: 's' }).ok);
  const checked = checkCompany(own, { code: 'ABCD', size: 'l', contact: 'x' });
  assert.deepEqual(checked.ok ? [] : checked.refusals.map(({ key }) => key), ['company.pattern', 'company.option', 'email.malformed']);
});

test('RC-6 a country is known by its code and by its name in either language', () => {
  for (const typed of ['FR', 'fr', 'France', ' france ']) assert.equal(countryCode(typed), 'FR');
  for (const typed of ['Allemagne', 'germany', 'DE']) assert.equal(countryCode(typed), 'DE');
  assert.equal(countryCode('Côte d’Ivoire'), 'CI');
  assert.equal(countryCode("cote d'ivoire"), 'CI');
  for (const typed of ['', 'ZZ', 'UN', 'DD', 'nowhere']) assert.equal(countryCode(typed), undefined);
  // ISO 3166-1 assigns 249 codes.
  assert.equal(countries('fr').length, 249);
});

test('a field of a profile’s own has a name that the form’s page and card leave free', () => {
  for (const id of ['press', 'csrf', 'verb', 'rights']) assert.equal(companyField.safeParse({ id, label: 'X' }).success, false, id);
  assert.ok(companyField.safeParse({ id: 'code', label: 'X' }).success);
});

test('TALK-6 what is said of a company is read by labels, by its shape, or in one line; what is none of it is not', () => {
  for (const [says, details] of [
    ['Acme BV, Kaai 1, 8000 Brugge', { name: 'Acme BV', street: 'Kaai 1', postalCode: '8000', city: 'Brugge' }],
    ['Analytical Ltd, London, UK', { name: 'Analytical Ltd', city: 'London', country: 'GB' }],
    ['Acme BV\nKaai 1\n8000 Brugge\nBelgique', { name: 'Acme BV', street: 'Kaai 1', postalCode: '8000', city: 'Brugge', country: 'BE' }],
    ['75001 Paris', { postalCode: '75001', city: 'Paris' }],
    ['1016 AB Amsterdam', { postalCode: '1016 AB', city: 'Amsterdam' }],
    ['code postal 59000, ville Lille', { postalCode: '59000', city: 'Lille' }],
    ['my postcode is SW1A 1AA', { postalCode: 'SW1A 1AA' }],
    ['my VAT is fr40303265045', { vat: 'FR40303265045' }],
    ['mon numéro de tva c’est FR40303265045', { vat: 'FR40303265045' }],
    ['mon numéro c’est 03 20 00 00 00', { phone: '03 20 00 00 00' }],
    ['street is 12 rue des Cartes', { street: '12 rue des Cartes' }],
    ['rue des Cartes 14', { street: 'rue des Cartes 14' }],
    ['notre adresse c’est 12 rue des Cartes, 59000 Lille', { street: '12 rue des Cartes', postalCode: '59000', city: 'Lille' }],
    ['le pays c’est la Belgique', { country: 'BE' }],
    ['c’est à Gand, en Belgique', { city: 'Gand', country: 'BE' }],
    ['Analytique SARL à Lille', { name: 'Analytique SARL', city: 'Lille' }],
    ['Hopper & Fils', { name: 'Hopper & Fils' }],
    ['her company’s called Hopper Ltd', { name: 'Hopper Ltd' }],
    ['the city is wrong', undefined],
    ['pourquoi la ville ?', undefined],
    ['SIRET 812 345 676 00017', undefined],
    ['notre adresse a changé', undefined],
    ['Jean Martin, Paris', undefined],
    ['je ne sais pas, merci', undefined],
  ] as const)
    assert.deepEqual(detailsIn(says), details, says);
});
