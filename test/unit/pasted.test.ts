import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEmail, parseIdentifier } from '../../core/foundation/identifiers.ts';
import { bareCode, bareName, bareNumber, unlabelled } from '../../core/foundation/pasted.ts';
import { parseSiret } from '../../core/foundation/siret.ts';
import { readInvitees } from '../../core/invitations/invitees.ts';
import { readFactorCode } from '../../core/signIn/factorCodes.ts';

/** What a value is wrapped in where it was copied. */
const wrappings = [
  (value: string) => `${value};`,
  (value: string) => `${value},`,
  (value: string) => ` ${value}. `,
  (value: string) => `"${value}"`,
  (value: string) => `'${value}',`,
  (value: string) => `«\u00a0${value}\u00a0»`,
  (value: string) => `“${value}”.`,
  (value: string) => `<${value}>;`,
  (value: string) => `(${value})`,
  (value: string) => `[${value}]`,
  (value: string) => `${value}>`,
  (value: string) => `\u200b${value}\u200b`,
  (value: string) => `\ufeff${value}\r\n`,
  (value: string) => `\u202a${value}\u202c`,
  (value: string) => `${value.slice(0, 3)}\u00ad${value.slice(3)}`,
  (value: string) => `${value.slice(0, 3)}\u2060${value.slice(3)}`,
  (value: string) => value.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  (value: string) => `Valeur\u00a0: ${value}`,
];

const read = <T>(outcome: { ok: true; value: T } | { ok: false; refusals: unknown }): unknown => (outcome.ok ? outcome.value : outcome.refusals);

test('what an address, an identifier, a number, a code or a name was copied with is left out', () => {
  for (const wrapped of wrappings) {
    assert.equal(read(parseEmail(wrapped('jean@corp.example'))), 'jean@corp.example', wrapped('jean@corp.example'));
    assert.equal(read(parseIdentifier(wrapped('jdupont'), 'identifier')), 'jdupont', wrapped('jdupont'));
    assert.equal(read(parseIdentifier(wrapped('CORP\\jdupont'), 'identifier')), 'CORP\\jdupont', wrapped('CORP\\jdupont'));
    assert.equal(read(parseSiret(wrapped('130 025 265 00013'))), '13002526500013', wrapped('130 025 265 00013'));
    assert.equal(bareCode(wrapped('123456')), '123456', wrapped('123456'));
    assert.equal(readFactorCode(wrapped('123 456'))?.code, '123456', wrapped('123 456'));
    assert.equal(unlabelled(wrapped('+33 6 12 34 56 78')), '+33 6 12 34 56 78', wrapped('+33 6 12 34 56 78'));
    if (!/[<([>]/.test(wrapped(''))) assert.equal(bareName(wrapped('Dupont')).replace(/\.$/, ''), 'Dupont', wrapped('Dupont'));
  }
});

test('an address is found in what a mail client copies, and none is chosen of several', () => {
  for (const pasted of [
    'Jean Dupont <jean@corp.example>;',
    '"Dupont, Jean" <jean@corp.example>',
    "'jean@corp.example' <jean@corp.example>;",
    'jean@corp.example <mailto:jean@corp.example>',
    '[jean@corp.example](mailto:jean@corp.example)',
    'mailto:jean@corp.example?subject=Bonjour',
    'MAILTO:jean@corp.example',
    'jean@corp.example (Jean Dupont)',
    'Jean Dupont <jean@corp.example',
    'E-mail\u202f: jean@corp.example.',
    'jean@corp.example\u00a0;',
    'jean@corp.example\r\n',
  ])
    assert.equal(read(parseEmail(pasted)), 'jean@corp.example', pasted);
  for (const refused of [
    'jean@corp.example; paul@corp.example',
    'jean@corp.example <paul@corp.example>',
    'jean dupont@corp.example',
    'jean@corp',
    '<>',
    'Jean <>',
  ])
    assert.equal(parseEmail(refused).ok, false, refused);
  assert.equal(parseIdentifier('jdupont\r\nbleroy', 'identifier').ok, false, 'two lines are two values');
  assert.equal(parseIdentifier('jd\u202eupont', 'identifier').ok, false, 'a mark of direction inside turns the text around');
});

test('a code is read from the sentence that it stood in, and none is guessed of several numbers', () => {
  for (const [said, code] of [
    ['Code\u00a0: 123\u00a0456', '123456'],
    ['Votre code est 123 456.', '123456'],
    ['123456 (10 min)', '123456'],
    ['12 34 56', '123456'],
    ['123-456', '123456'],
  ] as const)
    assert.equal(bareCode(said), code, said);
  for (const said of ['123456 ou 654321', '1234567', '123 456 789', 'réf. 12345', 'A123456']) assert.doesNotMatch(bareCode(said), /^\d{6}$/, said);
});

test('long runs of blanks and marks cost no more than their length: nobody stops the bot with one message', { timeout: 30_000 }, () => {
  for (const run of ['\u200e', '\n', '\u2067', ' ', ',', '.'])
    for (const read of [bareCode, (text: string) => parseEmail(text), (text: string) => parseIdentifier(text, 'identifier'), bareName, bareNumber])
      read(`a${run.repeat(200_000)}b`);
});

test('pasted lists keep every name and address, whatever divides them', () => {
  const { good, bad } = readInvitees('Ada Lovelace ada@client.example\u2028“Grace Hopper” <grace@client.example>；\u200balan@client.example');
  assert.deepEqual(bad, []);
  assert.deepEqual(
    good.map(({ email, givenName, familyName }) => ({ email, givenName, familyName })),
    [
      { email: 'ada@client.example', givenName: 'Ada', familyName: 'Lovelace' },
      { email: 'grace@client.example', givenName: 'Grace', familyName: 'Hopper' },
      { email: 'alan@client.example', givenName: '', familyName: '' },
    ],
  );
});
