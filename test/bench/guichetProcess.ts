import '../../bot/compileCache.ts';

// Guichet as `bot/main.ts` runs it: what it is made of is imported once the cache is there.
const [{ z }, { loadConfig }, { start }, { hashPassword }, { ready }] = await Promise.all([
  import('zod'),
  import('../../bot/config.ts'),
  import('../../bot/compose.ts'),
  import('../../core/foundation/passwordHash.ts'),
  import('./ready.ts'),
]);

// The bench may ask it to keep so many passwords being hashed, as submitted password pages do.
const running = await start(loadConfig(process.env));
const asked = z.object({ hash: z.int() });
let wanted = 0;
let hashed = 0;
let hashing: Promise<void>[] = [];

async function hashOn(place: number): Promise<void> {
  for (; place < wanted; hashed += 1) await hashPassword('Correct Horse, Battery & Staple 42');
}

process.on('message', async (message) => {
  const { data } = asked.safeParse(message);
  if (!data) return;
  wanted = data.hash;
  // What was begun is finished before the answer.
  if (wanted === 0) await Promise.all(hashing);
  hashing = Array.from({ length: wanted }, (_, place) => hashOn(place));
  process.send?.({ hashed });
});
ready(running.url);
