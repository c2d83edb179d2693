import { spawnSync } from 'node:child_process';

// The procedures that need no identity, once more on the other channels (ALL-13): Action.Submit in the place of Action.Execute, and nobody
// whom the channel vouches for. What is Teams' alone, as bindings and approvals are, says so in its own tests.
const suites = 'test/conversation/**/{conversation,forgotIdentifier,links,menu,privacy,reset,signUp,understanding}.test.ts';

for (const channel of ['emulator', 'webchat']) {
  console.log(`The conversation tests, on ${channel}:`);
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=3', suites], {
    env: { ...process.env, TEST_CHANNEL: channel },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
