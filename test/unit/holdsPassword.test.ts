import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsPassword } from '../../core/conversation/index.ts';
import { prose } from '../../core/foundation/prose.ts';

for (const said of [
  'mdp de mon compte : Azerty12',
  'mon mot de passe est Soleil2024',
  'Mon mot de passe octopus c’est Toto123!',
  'mot de passe = 123456',
  'mdp octopus : soleil2024',
  'Ｍｏｎ ｍｄｐ ： Ａｚｅｒｔｙ１２',
  'mon m\u200bdp : Azer\u200bty12',
  'my password for Octopus is hunter2',
  'my pwd is "Summer-2026"',
  'password: P@ssw0rd',
  'Azerty12 est mon mot de passe et il ne marche pas',
  'hunter2 is my password',
  'j’ai essayé Soleil2024 et ça ne marche pas',
  'I tried with Summer-2026',
  'Soleil2024',
  'azerty12',
  'Qwerty!1',
  'Ｓｏｌｅｉｌ２０２４',
])
  test(`ALL-1 «${said}» is taken for a password`, () => assert.equal(holdsPassword(said), true));

for (const said of [
  'mot de passe oublié : amartin2',
  'mdp oublié, mon compte est p123456',
  'mon mot de passe est expiré depuis 2024',
  'mon mot de passe est perdu',
  'mot de passe : oublié !',
  'mot de passe octopus : bloqué',
  'mon mot de passe est trop long',
  'my password is wrong 3 times',
  'my password for octopus is expired since 12/2025',
  'le mot de passe est refusé sur alice.martin2@corp.example',
  'mot de passe : alice.martin@corp.example',
  'j’ai essayé 3 fois depuis 2024',
  'j’ai tapé amartin2',
  'G-7KXW-2026',
  'ENR-2024-AB12',
  'amartin2',
  'alice.martin@corp.example',
  '552 100 554 00013',
  'c’est Octopus',
  '123456',
  'https://guichet.example/p/octopus/link/AbC123!xyz',
])
  test(`«${said}» is not taken for a password`, () => assert.equal(holdsPassword(said), false));

test('a capital and digits can be an account, where one is asked for', () => {
  assert.equal(holdsPassword('Amartin12', { name: true }), false);
  assert.equal(holdsPassword('Soleil24!', { name: true }), true);
});

test('ALL-1 a password in what goes to somebody else is taken out of it', () => {
  assert.equal(prose('Bonjour, mon mdp est Azerty12, il ne marche pas.'), 'Bonjour, mon mdp est •••, il ne marche pas.');
  assert.equal(prose('my password for it is “hunter2”.'), 'my password for it is “•••”.');
  assert.equal(prose('Je prends la suite de Paul en 2026.'), 'Je prends la suite de Paul en 2026.');
});
