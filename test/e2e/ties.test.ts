import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn } from '../support.ts';
import { tieLinkIn } from '../tying.ts';
import { skip } from './browser.ts';
import type { Chat } from './chat.ts';
import { startEverything } from './playground.ts';
import { words } from './words.ts';

const account = 'alice.martin@corp.example';
const julie = { givenName: 'Julie', surname: 'Simon', email: 'julie.simon@corp.example', objectId: '34343434-3434-4434-8434-343434343434' };
const w = words.fr;

test('ALL-9 two Playgrounds: a colleague ties their chat with a code that was read out, both ties are listed, and the mail’s link ends theirs', {
  skip,
}, async () => {
  const all = await startEverything();
  /** Proves Alice's account in this chat, and returns the mail that tells of the tie. */
  const proves = async (chat: Chat, who: string) => {
    await chat.says(w.hello);
    await chat.shows(w.which.replace('Alice', who));
    await chat.says(w.enroll);
    await chat.shows(w.enrollTitle);
    await chat.fills({ [w.workEmail]: account });
    const code = await all.mailAfter(() => chat.presses(w.sendCodeToMe));
    await chat.shows(w.mailed, account);
    await chat.fills({ [w.code]: codeIn(code) });
    return await all.mailAfter(() => chat.presses(w.checkCode));
  };
  try {
    const chat = await all.chat();
    const thief = await all.colleague(julie);
    await proves(chat, 'Alice');
    const told = await proves(thief, 'Julie');
    assert.equal(told?.to, account);
    assert.match(told?.text ?? '', /Julie Simon \(julie\.simon@corp\.example\)/);

    await chat.says('mon compte');
    await chat.shows('Mon compte', 'Julie Simon (julie.simon@corp.example)');
    const page = await all.opens(tieLinkIn(told));
    await page.getByText('Julie Simon (julie.simon@corp.example)').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await page.getByRole('button', { name: 'Dissocier cette conversation' }).click();
    await page.getByText('n’est plus liée à votre compte').waitFor();
    await thief.says('mon compte');
    await thief.shows('Mes comptes', 'Je ne connais encore aucun de vos comptes');
    await chat.says('mon compte');
    await chat.shows('Mon compte', 'Cette conversation');
  } finally {
    await all.close();
  }
});
