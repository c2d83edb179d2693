import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConversationState, MemoryStorage } from 'botbuilder';
import { DialogSet } from 'botbuilder-dialogs';
import { createGiven, createIntents } from '../../core/conversation/index.ts';
import { FlowDialog } from '../../dialogs/flow.ts';
import { createRoot } from '../../dialogs/root.ts';
import { edited } from '../../dialogs/support/letterText.ts';

const dialogs = new DialogSet(new ConversationState(new MemoryStorage()).createProperty('dialogs'));
createRoot(dialogs, { intents: createIntents(new Map()), given: createGiven(new Map()) });
const flows = dialogs.getDialogs().flatMap((dialog) => (dialog instanceof FlowDialog ? [dialog.flow] : []));

test('TALK-2 TALK-8 every step of every procedure says what it is about, and can be left', () => {
  assert.ok(flows.length >= 15);
  for (const { id, steps } of flows)
    for (const [name, { about, on, yesNo }] of Object.entries(steps)) {
      assert.ok(about, `${id}.${name} says what it is about`);
      assert.ok(on.cancel, `${id}.${name} can be left`);
      for (const press of Object.values(yesNo ?? {})) assert.ok(on[press], `${id}.${name} has ${press}`);
    }
});

const written = 'la page affiche une erreur 500 depuis lundi\nmon badge est refusé. Mon compte aussi.';
for (const [says, leaves] of [
  ['non attends enlève ça', 'la page affiche une erreur 500 depuis lundi'],
  ['take that out please', 'la page affiche une erreur 500 depuis lundi'],
  ['enlève la dernière phrase', 'la page affiche une erreur 500 depuis lundi\nmon badge est refusé.'],
  ['remove the first line', 'mon badge est refusé. Mon compte aussi.'],
  ['supprime ce que j’ai écrit', ''],
  ['delete what I wrote', ''],
  ['efface', ''],
  ['remplace par : plus rien ne marche', 'la page affiche une erreur 500 depuis lundi\nplus rien ne marche'],
  ['replace everything with nothing works', 'nothing works'],
  ['change lundi en mardi', 'la page affiche une erreur 500 depuis mardi\nmon badge est refusé. Mon compte aussi.'],
  ['oh wait undo that last bit', 'la page affiche une erreur 500 depuis lundi'],
  ['scratch that', 'la page affiche une erreur 500 depuis lundi'],
  ['oublie la dernière ligne', 'la page affiche une erreur 500 depuis lundi'],
  ['remplace jeudi par vendredi', 'missing'],
  ['oublie ça', undefined],
  ['vidéo', undefined],
  ['mets plutôt vendredi', undefined],
  ['supprimez mon compte', undefined],
  ['retirez-moi l’accès au réseau', undefined],
  ['I want to change my password to a new one', undefined],
] as const)
  test(`ALL-10 «${says}» ${leaves === undefined ? 'changes nothing of what is written for support' : 'changes what is written for support'}`, () => {
    const change = edited(written, says);
    assert.equal(typeof change === 'object' ? change.text : change, leaves);
  });
