import { z } from 'zod';

const file = z.record(z.string(), z.string());
const texts = z.record(z.string(), z.string());
const translated = z.looseObject({
  manifestVersion: z.string(),
  name: texts,
  description: texts,
  bots: z.array(z.looseObject({ commandLists: z.array(z.looseObject({ commands: z.array(texts) })).default([]) })).default([]),
});

/** What is wrong with a language's file beside a manifest: a text that it leaves out, a key of no text, another version of the schema. */
export function languageFaults(name: string, content: unknown, manifest: unknown): string[] {
  const given = file.safeParse(content);
  const own = translated.safeParse(manifest);
  if (!given.success || !own.success) return [`${name}: texts by flat keys are expected, such as bots[0].commandLists[0].commands[0].title.`];
  const { $schema = '', ...said } = given.data;
  const { manifestVersion } = own.data;
  const keys = keysOf(own.data);
  return [
    ...($schema.includes(`/v${manifestVersion}/`) ? [] : [`${name}: its $schema is not of version ${manifestVersion}, which manifest.json has.`]),
    ...Object.keys(said).flatMap((key) => (keys.has(key) ? [] : [`${name}: ${key} is no text of manifest.json. Take it out.`])),
    ...[...keys].flatMap((key) => (key in said ? [] : [`${name}: ${key} is missing. Translate it.`])),
  ];
}

/** The texts that users read, by the keys that Microsoft's localisation schema gives them. */
function keysOf({ name, description, bots }: z.output<typeof translated>): Set<string> {
  const commands = bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.flatMap((command, index) => Object.keys(command).map((key) => `bots[${bot}].commandLists[${list}].commands[${index}].${key}`)),
    ),
  );
  const of = (group: string, texts: object) => Object.keys(texts).map((key) => `${group}.${key}`);
  return new Set([...of('name', name), ...of('description', description), ...commands]);
}
