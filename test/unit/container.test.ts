import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFile(join(root, file), 'utf8');
const dockerfile = (await read('Dockerfile')).replaceAll('\\\n', ' ');
const instructions = dockerfile.split('\n').flatMap(
  (line) =>
    /^(\w+) +(.*)$/
      .exec(line)
      ?.slice(1, 3)
      .map((part) => part.trim()) ?? [],
);
const all = (name: string) => instructions.filter((_, index) => index % 2 === 1 && instructions[index - 1] === name);
const copied = all('COPY').flatMap((words) => (words.startsWith('--') ? [] : words.split(/ +/).slice(0, -1)));
const ignored = (await read('.dockerignore')).split('\n').filter((line) => line && !line.startsWith('#'));

/** Every file that these lead to, and every package that one of them names. */
async function reached(entries: readonly string[]): Promise<{ files: Set<string>; packages: Set<string> }> {
  const [files, packages] = [new Set(entries), new Set<string>()];
  for (const file of files) {
    const source = (await read(file)).replaceAll(/^(import|export) type [^;]*;/gm, '');
    for (const [, name = ''] of source.matchAll(/(?:^import |^(?:import|export|\}) .*from |\bimport\()'([^']+)'/gm)) {
      if (name.startsWith('.')) files.add(relative(root, resolve(root, dirname(file), name)));
      else if (!name.startsWith('node:')) packages.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return { files, packages };
}

const commands = (await readdir(join(root, 'bot/commands'))).map((file) => `bot/commands/${file}`);
const production = await reached(['bot/main.ts', ...commands]);

test('production, its commands included, needs no package of development', async () => {
  const { dependencies } = JSON.parse(await read('package.json'));
  assert.ok(production.packages.has('botbuilder') && production.packages.has('yaml') && production.files.size > 60);
  assert.deepEqual(
    [...production.packages].filter((name) => !(name in dependencies)),
    [],
  );
});

test('the image has each file that production reaches, and none of development, of the tests or of an environment', () => {
  const sent = (file: string) => ignored.some((line) => line === `!${file.split('/')[0]}`) && !ignored.some((line) => `${file}/`.startsWith(`${line}/`));
  assert.equal(ignored[0], '*');
  for (const file of production.files) assert.ok(copied.includes(file.split('/')[0] ?? '') && sent(file), `${file} is not in the image`);
  for (const file of ['.env', '.data/guichet.sqlite', 'test/support.ts', 'bot/dev.ts', 'bot/dev/data.ts', 'manifest/pack.ts'])
    assert.ok(!sent(file), `${file} is sent to the image`);
});

test('the image runs the Node that the project asks for, not as root, without a shell between it and its signals', async () => {
  const { engines } = JSON.parse(await read('package.json'));
  assert.deepEqual(all('ARG'), [`NODE_IMAGE=node:${engines.node.match(/\d+/)}-slim`]);
  for (const from of all('FROM')) assert.match(from, /^\$\{NODE_IMAGE\}( AS packages)?$/);
  assert.deepEqual(all('USER'), ['node']);
  assert.ok(instructions.lastIndexOf('USER') > instructions.lastIndexOf('RUN') && instructions.lastIndexOf('USER') < instructions.lastIndexOf('CMD'));
  for (const command of [...all('RUN'), ...all('CMD'), ...all('HEALTHCHECK').map((check) => check.slice(check.indexOf('CMD ') + 4))])
    assert.ok(Array.isArray(JSON.parse(command)), command);
  assert.match(all('RUN')[0] ?? '', /"ci", "--omit=dev", "--ignore-scripts"/);
  assert.equal(all('STOPSIGNAL')[0], 'SIGTERM');
});

test('both images are pinned by a setting, and are else those of the guide', async () => {
  const { services } = parse(await read('compose.yaml'));
  const [node, postgres] = ['node:24-slim', 'postgres:17'];
  assert.deepEqual([services.guichet.build.args.NODE_IMAGE, services.database.image], [`\${NODE_IMAGE:-${node}}`, `\${POSTGRES_IMAGE:-${postgres}}`]);
  for (const file of ['docs/operate.md', '.env.example'])
    for (const setting of [`NODE_IMAGE=${node}@sha256:…`, `POSTGRES_IMAGE=${postgres}@sha256:…`])
      assert.ok((await read(file)).includes(setting), `${file}: ${setting}`);
});

test('the image says how it is doing on a port of its own, and its health check asks the port of everybody', async () => {
  const { services } = parse(await read('compose.yaml'));
  assert.match(all('ENV')[0] ?? '', /PORT=3978 +OPERATIONS_PORT=9464/);
  assert.equal(all('EXPOSE')[0], '3978 9464');
  assert.match(all('HEALTHCHECK')[0] ?? '', /\$\{process\.env\.PORT\}\/healthz/);
  assert.deepEqual([services.guichet.environment.PORT, services.guichet.environment.OPERATIONS_PORT], [3978, 9464]);
});

test('composed, each part has a root that cannot be written to and no right that it does not need', async () => {
  const { services } = parse(await read('compose.yaml'));
  for (const name of ['guichet', 'database']) {
    const { read_only, cap_drop, security_opt, ports = [], mem_limit, pids_limit } = services[name];
    assert.match(`${mem_limit} ${pids_limit}`, /^\d+[mg] \d+$/, name);
    assert.deepEqual([read_only, cap_drop, security_opt], [true, ['ALL'], ['no-new-privileges:true']], name);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/);
  }
  assert.doesNotMatch(await read('compose.yaml'), /(KEY|PASSWORD|Password): (?!\$\{POSTGRES_PASSWORD)/);
});
