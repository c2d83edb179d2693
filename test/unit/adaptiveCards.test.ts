import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { z } from 'zod';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { families } from '../gallery/families.ts';

// The package's modules name each other as bundlers understand them, and Node does not.
const reader: typeof import('adaptivecards') = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
const { AdaptiveCard, Column, GlobalRegistry, HostConfig, SerializationContext, Versions } = reader;
const { portals } = await loadPortals([shippedPortals], {});

/** What Microsoft's own reader of cards finds wrong with one, at the newest version that Teams takes. */
function faultsOf(json: object): string[] {
  const read = new AdaptiveCard();
  read.hostConfig = new HostConfig({ actions: { maxActions: 6 } });
  const context = new SerializationContext(Versions.v1_5);
  read.parse(json, context);
  const told = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const faults = [...told, ...read.validateProperties().validationEvents.map(({ message }) => message)];
  // It knows languages by the list of its own host only, which is empty here.
  return [...faults.filter((fault) => !/property "lang"/.test(fault)), ...unknownIn(json)];
}

const part = z.looseObject({ type: z.string() });
/** What the reader takes without naming it among an element's properties. */
const besides = new Set(['fallback', 'items', 'columns', 'actions', 'body', 'choices']);

/** The properties that schema 1.5 does not know, wherever in the card they are: the reader passes over them. */
function unknownIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(unknownIn);
  const { data: found } = part.safeParse(json);
  if (!found) return [];
  const known = propertiesOf(found.type);
  const own = known && Object.keys(found).filter((name) => !known.has(name) && !besides.has(name));
  const inside = Object.entries(found).filter(([name]) => name !== 'data');
  return [...(own ?? []).map((name) => `${found.type} has no property "${name}".`), ...inside.flatMap(([, value]) => unknownIn(value))];
}

function propertiesOf(type: string): Set<string> | undefined {
  const { elements, actions } = GlobalRegistry;
  const [element, action] = [elements.createInstance(type, Versions.v1_5), actions.createInstance(type, Versions.v1_5)];
  const schema = (type === 'AdaptiveCard' ? new AdaptiveCard() : type === 'Column' ? new Column() : (element ?? action))?.getSchema();
  if (!schema) return undefined;
  const all = Array.from({ length: schema.getCount() }, (_, at) => schema.getItemAt(at));
  return new Set(all.filter(({ targetVersion }) => targetVersion.compareTo(Versions.v1_5) <= 0).map(({ name }) => name));
}

for (const locale of locales)
  for (const { name, title, cards } of families)
    test(`the cards of «${title}» are sound to Microsoft’s own reader of Adaptive Cards 1.5, in ${locale}`, () => {
      const shown = cards({ t: translate(locale), portals });
      assert.ok(shown.length > 0, name);
      for (const { when, card } of shown) assert.deepEqual(faultsOf(card), [], when);
    });

test('that reader finds what is wrong with a card', () => {
  const wrong = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'Foo' }, { type: 'Input.Text', maxlength: 3 }],
    actions: [{ type: 'Action.OpenUrl', style: 'loud' }],
  };
  assert.deepEqual(faultsOf(wrong), [
    'Unknown element type "Foo". Fallback will be used if present.',
    'Invalid value "loud" for property "style".',
    'All inputs must have a unique Id.',
    'Property "url" must be set.',
    'Input.Text has no property "maxlength".',
  ]);
});
