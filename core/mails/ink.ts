import { luminance, parseColour } from '../foundation/colour.ts';

/** Black or white, whichever has more contrast on a colour written `#rrggbb` (WCAG 2.2; never below 4.5). */
export const inkOn = (colour: string): '#000000' | '#ffffff' =>
  // At this luminance both contrasts are equal: (1.05 / (l + .05)) = ((l + .05) / .05).
  luminance(parseColour(colour)) > 0.179 ? '#000000' : '#ffffff';
