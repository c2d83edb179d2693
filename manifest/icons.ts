import { readPng } from './png.ts';

/**
 * What is wrong with an icon: its side in pixels and, for the outline of 32, anything but white on a transparent ground,
 * since Teams lays it over its own colours.
 */
export function iconFaults(name: string, file: Buffer, side: 32 | 192): string[] {
  const picture = readPng(file);
  if (!picture) return [`${name}: not a PNG of 8 bits a channel, RGB or RGBA, without interlacing. Export it again as one.`];
  const { width, height, rgba } = picture;
  if (width !== side || height !== side) return [`${name}: ${width} × ${height} pixels; Teams wants ${side} × ${side}.`];
  if (side === 192) return [];
  const pixels = Array.from({ length: width * height }, (_, index) => [...rgba.subarray(index * 4, index * 4 + 4)]);
  const drawn = pixels.filter(([, , , alpha]) => alpha !== 0);
  return [
    ...(drawn.length === 0 ? [`${name}: nothing is drawn on it.`] : []),
    ...(drawn.length > pixels.length / 2 ? [`${name}: its ground is not transparent. Leave the background out.`] : []),
    ...(drawn.some(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255)
      ? [`${name}: it has another colour than white. Draw in #ffffff.`]
      : []),
  ];
}
