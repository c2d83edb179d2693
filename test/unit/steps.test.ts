import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConversationState, MemoryStorage } from 'botbuilder';
import { DialogSet } from 'botbuilder-dialogs';
import { createGiven, createIntents } from '../../core/conversation/index.ts';
import { FlowDialog } from '../../dialogs/flow.ts';
import { createRoot } from '../../dialogs/root.ts';

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
