import { inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes a pixel of the colour types that are read: RGB and RGBA. */
const depths = new Map([
  [2, 3],
  [6, 4],
]);

/** A picture: four bytes a pixel (red, green, blue, alpha), row by row. */
export type Picture = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

/**
 * Reads a PNG of 8 bits a channel, RGB or RGBA and not interlaced, which is how browsers and drawing programs write one
 * (PNG, third edition, W3C, sections 5, 7 and 9). Returns `undefined` for anything else.
 */
export function readPng(file: Buffer): Picture | undefined {
  if (file.length < 33 || !file.subarray(0, 8).equals(signature)) return undefined;
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [bits, colour, , , interlaced] = file.subarray(24, 29);
  const size = depths.get(colour ?? 0);
  if (bits !== 8 || interlaced !== 0 || !size || width * height > 1024 * 1024) return undefined;
  try {
    const rows = unfilter(inflateSync(dataOf(file)), width * size, height, size);
    const rgba = new Uint8Array(width * height * 4).fill(255);
    for (let pixel = 0; pixel < width * height; pixel++) rgba.set(rows.subarray(pixel * size, (pixel + 1) * size), pixel * 4);
    return { width, height, rgba };
  } catch {
    return undefined;
  }
}

/** The `IDAT` chunks, put together. */
function dataOf(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at + 8 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Undoes the filter that each row names in its first byte: what was written is the difference from a neighbour. */
function unfilter(written: Buffer, stride: number, height: number, size: number): Uint8Array {
  if (written.length !== (stride + 1) * height) throw new RangeError('The picture has fewer or more rows than it says.');
  const rows = new Uint8Array(stride * height);
  for (let at = 0; at < rows.length; at++) {
    const row = Math.floor(at / stride);
    const inside = at % stride >= size;
    const left = inside ? (rows[at - size] ?? 0) : 0;
    const up = rows[at - stride] ?? 0;
    const corner = inside ? (rows[at - stride - size] ?? 0) : 0;
    rows[at] = (written[at + row + 1] ?? 0) + guess(written[row * (stride + 1)] ?? 0, left, up, corner);
  }
  return rows;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}
