import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withGuichet } from '../../support.ts';

const table: readonly (readonly ['fr' | 'en', readonly (readonly [says: string, hears: RegExp])[]])[] = [
  [
    'fr',
    [
      [
        'le mot de passe doit faire combien de caractères',
        /Pour l’Extranet, il faut\u00a0: au moins 12 caractères\.\s+[\s\S]*Pour Octopus, il faut\u00a0: au moins 4 caractères/,
      ],
      ['c’est quoi les règles du mot de passe octopus ?', /^Pour Octopus, il faut\u00a0: au moins 4 caractères(?![\s\S]*Extranet)/],
      ['c’est quoi un siret ?', /numéro à 14 chiffres/],
      ['ça veut dire quoi compte unifié', /À cela[\s\S]*Identifiant oublié/],
      ['je ne connais pas mon siret', /numéro à 14 chiffres/],
      ['mon mot de passe expire quand', /À cela, je n’ai pas de réponse[\s\S]*À ce sujet, je peux/],
      ['combien de clients peut-on inviter', /À cela, je n’ai pas de réponse/],
    ],
  ],
  [
    'en',
    [
      [
        'how many characters must the password have?',
        /For the Extranet it needs: at least 12 characters\.\s+[\s\S]*For Octopus it needs: at least 4 characters/,
      ],
      ['what are the rules for the octopus password?', /^For Octopus it needs: at least 4 characters(?![\s\S]*Extranet)/],
      ['what is a unified account?', /don’t have the answer to that[\s\S]*Forgot my user name/],
      ['where do I find my siret', /14-digit/],
      ['when does my password expire', /I don’t have the answer to that[\s\S]*What I can do about it/],
      ['how long does an invitation last', /I don’t have the answer to that/],
    ],
  ],
];

for (const [locale, said] of table)
  test(`TALK-2 at rest, in ${locale}, a question is answered where the answer is known, and begins nothing where it is not`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      for (const [says, hears] of said) {
        await chat.says(says);
        assert.match(chat.heard, hears, says);
        await chat.says(locale === 'fr' ? 'bonjour' : 'hello');
      }
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
    }));
