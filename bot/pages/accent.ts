import { luminance, parseColour, type Rgb } from '../../core/foundation/colour.ts';

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** What the accent is hardest to read on, as in page.css: the ground of the light scheme, the soft box of the dark one. */
const lightGround = '#eef1f5';
const darkBox = '#282d36';
/** WCAG 2.2, 1.4.3: the least contrast of a text with what it stands on. */
const readable = 4.5;

const write = (colour: Rgb) => `#${colour.map((byte) => Math.round(byte).toString(16).padStart(2, '0')).join('')}`;

function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The contrast of two colours written `#rrggbb`, from 1 to 21 (WCAG 2.2). */
export const contrast = (one: string, other: string): number => contrastOf(parseColour(one), parseColour(other));

/** The accent moved towards one end only as far as it must to be read on a ground. */
function readableOn(ground: Rgb, accent: Rgb, end: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mix = (at: 0 | 1 | 2) => accent[at] + (end[at] - accent[at]) * share;
    const mixed: Rgb = [Math.round(mix(0)), Math.round(mix(1)), Math.round(mix(2))];
    if (contrastOf(mixed, ground) >= readable) return mixed;
  }
  return end;
}

const variables = (accent: Rgb) => `--accent:${write(accent)};--onAccent:${write(contrastOf(accent, white) >= contrastOf(accent, black) ? white : black)}`;

/** The stylesheet that gives a page its portal's colour, readable (4.5:1) everywhere in light and dark. */
export function accentCss(colour: string): string {
  const accent = parseColour(colour);
  return `:root{--bar:${write(accent)};${variables(readableOn(parseColour(lightGround), accent, black))}}
@media (prefers-color-scheme:dark){:root{${variables(readableOn(parseColour(darkBox), accent, white))}}}
`;
}
