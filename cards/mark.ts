import { indexedPng } from './png.ts';

const size = 16;
/** A grey line around a mark, which is seen on white and on black alike. */
const rim = [0x8a, 0x8a, 0x8a];
const drawn = new Map<string, string>();

/** A small square of a colour such as `#005a9c`, as a `data:` address: no card asks another host for a picture. */
export function mark(colour: string): string {
  const kept = drawn.get(colour);
  if (kept !== undefined) return kept;
  const address = `data:image/png;base64,${png(colour).toString('base64')}`;
  drawn.set(colour, address);
  return address;
}

/** A square of the colour within its rim. */
function png(colour: string): Buffer {
  const edge = (at: number) => at === 0 || at === size - 1;
  const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => (edge(x) || edge(y) ? 0 : 1))]);
  return indexedPng({ width: size, height: size, palette: [...rim, ...Buffer.from(colour.slice(1), 'hex')], rows: Buffer.from(rows.flat()) });
}
