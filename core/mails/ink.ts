/** Black or white, whichever is read better on a colour written `#rrggbb` (contrast as WCAG 2.2 defines it; never below 4.5). */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const linear = (at: number) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
  // At this luminance both contrasts are the same: (1.05 / (l + .05)) = ((l + .05) / .05).
  return luminance > 0.179 ? '#000000' : '#ffffff';
}
