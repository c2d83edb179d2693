import { runTests } from './run.ts';

// The procedures that need no identity, once more on the other channels (ALL-13): Action.Submit in the place of Action.Execute, and nobody
// whom the channel vouches for. What is Teams' alone, as bindings and approvals are, says so in its own tests.
const shared = ['test/conversation/**/{conversation,forgotIdentifier,links,menu,privacy,reset,signUp,understanding}.test.ts'];

for (const channel of ['emulator', 'webchat']) {
  console.log(`The conversation tests, on ${channel}:`);
  const code = await runTests({ shared, env: { TEST_CHANNEL: channel } });
  if (code !== 0) process.exit(code);
}
