/** One line of the table: what was measured, what was wanted, and whether that was met; undefined where nothing was promised. */
export type Figure = { readonly what: string; readonly measured: string; readonly wanted: string; readonly met?: boolean };

/** The value below which a share (0 to 1) of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

/** The middle one of the samples. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** A figure that is held against another one: at least, or at most, so many times as much. */
export function ratioFigure(what: string, ratio: number, limit: { readonly atLeast: number } | { readonly atMost: number }, detail: string): Figure {
  const [sign, bound, met] = 'atLeast' in limit ? ['≥', limit.atLeast, ratio >= limit.atLeast] : ['≤', limit.atMost, ratio <= limit.atMost];
  return { what, measured: `${ratio.toFixed(2)} × (${detail})`, wanted: `${sign} ${bound} ×`, met };
}

/** The figures as a Markdown table. */
export const table = (figures: readonly Figure[]): string =>
  [
    '| what | measured | wanted | |',
    '| --- | --- | --- | --- |',
    ...figures.map(({ what, measured, wanted, met }) => `| ${what} | ${measured} | ${wanted} | ${met === undefined ? '' : met ? 'ok' : 'missed'} |`),
  ].join('\n');
