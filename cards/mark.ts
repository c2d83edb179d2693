import { crc32, deflateSync } from 'node:zlib';

const size = 16;
/** A grey line around a mark, which is seen on white and on black alike. */
const rim = [0x8a, 0x8a, 0x8a];
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const drawn = new Map<string, string>();

/** A small square of a colour such as `#005a9c`, as a `data:` address: no card asks another host for a picture. */
export function mark(colour: string): string {
  const kept = drawn.get(colour);
  if (kept !== undefined) return kept;
  const address = `data:image/png;base64,${png(colour).toString('base64')}`;
  drawn.set(colour, address);
  return address;
}

/** A PNG with a palette of two colours and one byte a pixel (PNG, third edition, W3C, sections 5 and 11). */
function png(colour: string): Buffer {
  const edge = (at: number) => at === 0 || at === size - 1;
  const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => (edge(x) || edge(y) ? 0 : 1))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from([...rim, ...Buffer.from(colour.slice(1), 'hex')]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
