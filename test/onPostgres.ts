import { skipWithout } from './fakes/daemon.ts';
import { startPostgres } from './fakes/postgres.ts';
import { runTests } from './run.ts';
import { makeTemplate } from './template.ts';

// The contract and conversation tests once more, with the records on PostgreSQL: the server of TEST_DATABASE_URL, where databases may be
// created, or one of this run's own. Left out is what needs no second database.
const once = [
  // What befalls a file of SQLite's (test/servers/ has what befalls PostgreSQL), and what costs the processor alone.
  ...['crowd', 'effort', 'faults', 'hashing', 'killed', 'pace'],
  // How sentences are understood and counted, and what is said.
  ...['abuse', 'askedBack', 'atSteps', 'facts', 'filled', 'followUps', 'front', 'inProcedures', 'lost', 'menu', 'steps', 'talk', 'typedAnswers'],
  ...['understanding', 'waits', 'wording', 'worstAnswers', 'zones'],
  ...['decideNames', 'decideTalk', 'inviteTalk', 'lookAlikes', 'organisationChannels', 'organisationSteps', 'reference', 'usersTalk', 'waitingCard'],
  // How pages look and read, and what they refuse.
  ...['badInput', 'decisionPage', 'forgotIdentifier', 'invitationPage', 'marks', 'noticed', 'pageCode', 'publicIdentifier', 'publicReset', 'recentSignIn'],
  ...['roles', 'twoFactorPages'],
  // What is forged, or answered wrongly by others. How limits are counted is seen in `ownLimits` and `lockout`.
  ...['attack', 'attackAgain', 'forwardedLinks', 'identityProviders', 'identityProvidersAttack', 'invitationIdentity', 'organisationAttack'],
  ...['otherTenants', 'pagesAttack', 'servedPortals'],
  // Whose statements are all but those of the others: of 1,724 that differ, 62 are seen nowhere else.
  ...['absence', 'acceptInvitation', 'account', 'addressHands', 'console', 'consoleProvider', 'conversation', 'decideDropped', 'decideReach'],
  ...['decideRights', 'decideRules', 'decisionPageRights', 'decoys', 'dying', 'enroll', 'links', 'myAccount', 'personExport', 'recovery', 'shared'],
  ...['signUp', 'stages', 'ties'],
];
// Its directory does not stand beside another one in the same process.
const alone = ['test/conversation/access/differences.test.ts'];
const shared = ['test/contract/*.test.ts', `test/conversation/**/!(${once.join('|')}).test.ts`];

const given = process.env.TEST_DATABASE_URL;
const missing = given === undefined && skipWithout('postgres');
if (missing) {
  console.log(`The tests on PostgreSQL were left out: ${missing}. TEST_DATABASE_URL names a server elsewhere.`);
} else {
  const server = given === undefined ? await startPostgres() : undefined;
  const url = given ?? server?.url ?? '';
  // Of a server elsewhere each process makes its own: nothing of ours is left there.
  const template = server && 'guichet_test';
  if (template) await makeTemplate(url, template);
  console.log('The contract and conversation tests, on PostgreSQL:');
  const code = await runTests({ shared, alone, env: { TEST_DATABASE_URL: url, TEST_DATABASE_TEMPLATE: template } });
  await server?.close();
  process.exitCode = code;
}
