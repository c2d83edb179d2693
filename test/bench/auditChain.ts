import { system } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { type Connector, member } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { objectIdOf, openTalk } from './talk.ts';
import { says } from './turnKinds.ts';

const rounds = 5;
const turns = 200;
const records = 1_000;

/** What the audit's chain costs for one record, in processor time, against a message turn. */
export async function measureAuditChain(url: string, connector: Connector): Promise<Figure[]> {
  connector.members.push(member('Bench', 'Person0', objectIdOf(0)));
  const guichet = await startProcess('guichetProcess.ts', settings(url));
  const costs: number[] = [];
  try {
    const talk = openTalk(guichet.url, connector.url, 0);
    await says(talk, turns);
    for (let round = 0; round < rounds; round += 1) {
      const before = await guichet.cpu();
      await says(talk, turns);
      costs.push(((await guichet.cpu()) - before) / turns);
    }
    connector.clear();
  } finally {
    await guichet.stop();
  }
  const db = await openDatabase(url);
  const secrets = createSecrets('a key of the bench that is long enough');
  const seals: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (let record = 0; record < records; record += 1)
      await audit(db, { at: record, actor: system, action: 'reset.asked', portal: 'octopus', subject: `account:${record}`, outcome: 'ok', detail: { record } });
    const before = process.cpuUsage();
    await sealAudit(db, secrets);
    const { user, system: kernel } = process.cpuUsage(before);
    // The first round compiles.
    if (round > 0) seals.push((user + kernel) / records);
  }
  await db.destroy();
  const [seal, turn] = [median(seals), median(costs)];
  return [
    ratioFigure(
      'what the audit’s chain costs for a record, against a message turn',
      seal / turn,
      { atMost: 0.05 },
      `${seal.toFixed(0)} and ${turn.toFixed(0)} µs of processor`,
    ),
  ];
}
