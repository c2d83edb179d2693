/** The themes of Teams. */
export const looks = ['light', 'dark', 'contrast'] as const;
export type Look = (typeof looks)[number];

/** What a theme paints with: the card's ground and text, and for each style of container its ground and text. */
type Paint = {
  readonly ground: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly attention: string;
  readonly line: string;
  readonly styles: Readonly<
    Record<'emphasis' | 'accent' | 'good' | 'attention' | 'warning', { readonly ground: string; readonly text: string; readonly subtle: string }>
  >;
};

const dim = (ground: string) => ({ ground, text: '#201f1f', subtle: '#2d2c2c' });
const tinted = { accent: dim('#c7def9'), good: dim('#ccffcc'), attention: dim('#ffc5b2'), warning: dim('#ffe2b2') };
const black = { ground: '#000000', text: '#ffffff', subtle: '#ffffff' };

/** As Microsoft publishes them in its host configurations for Teams; high contrast, for which it publishes none, is white on black throughout. */
const paints: Readonly<Record<Look, Paint>> = {
  light: {
    ...{ ground: '#ffffff', text: '#252424', subtle: '#252424bf', accent: '#6264a7', attention: '#c4314b', line: '#eeeeee' },
    styles: { emphasis: { ground: '#f9f8f7', text: '#252424', subtle: '#252424bf' }, ...tinted },
  },
  dark: {
    ...{ ground: '#2d2c2c', text: '#ffffff', subtle: '#ffffffbf', accent: '#a6a7dc', attention: '#d74654', line: '#cccccc' },
    styles: { emphasis: { ground: '#292828', text: '#ffffff', subtle: '#ffffffbf' }, ...tinted },
  },
  contrast: {
    ...{ ground: '#000000', text: '#ffffff', subtle: '#ffffff', accent: '#ffff01', attention: '#ffff01', line: '#ffffff' },
    styles: { emphasis: black, accent: black, good: black, attention: black, warning: black },
  },
};

/** A theme, as Microsoft's renderer of Adaptive Cards takes it. Its colours name transparency first. */
export function hostConfigOf(look: Look): object {
  const { ground, text, subtle, accent, attention, line, styles } = paints[look];
  const argb = (colour: string) => (colour.length === 9 ? `#${colour.slice(7)}${colour.slice(1, 7)}` : colour);
  const style = (of: { ground: string; text: string; subtle: string }) => ({
    backgroundColor: of.ground,
    borderColor: line,
    foregroundColors: {
      default: { default: argb(of.text), subtle: argb(of.subtle) },
      accent: { default: accent, subtle: accent },
      attention: { default: attention, subtle: attention },
    },
  });
  const font = { fontFamily: 'sans-serif', fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 } };
  return {
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    fontTypes: { default: font, monospace: font },
    containerStyles: {
      default: style({ ground, text, subtle }),
      ...Object.fromEntries(Object.entries(styles).map(([name, of]) => [name, style(of)])),
    },
    actions: { maxActions: 6, spacing: 'Default', buttonSpacing: 8, actionsOrientation: 'Horizontal', actionAlignment: 'Left' },
    factSet: { title: { weight: 'Bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
  };
}

/** How a theme draws what the renderer leaves to the page. */
export function styleOf(look: Look): string {
  const { ground, text, accent, line } = paints[look];
  const ink = look === 'light' ? '#ffffff' : '#000000';
  return `
    body { margin: 0; background: ${ground}; }
    .ac-pushButton { font: 600 14px sans-serif; padding: 5px 12px; min-height: 32px; border: 1px solid ${text}; border-radius: 4px; background: ${ground}; color: ${text}; }
    .ac-pushButton.style-positive { background: ${accent}; border-color: ${accent}; color: ${ink}; }
    .ac-pushButton.style-destructive { background: #c4314b; border-color: #c4314b; color: #ffffff; }
    .ac-input { font: 14px sans-serif; box-sizing: border-box; min-height: 32px; border: 1px solid ${text}; background: ${ground}; color: ${text}; }
    .ac-container.ac-selectable, .ac-columnSet.ac-selectable { border-radius: 4px; outline: 1px solid ${look === 'contrast' ? line : 'transparent'}; }
    .ac-actionSet { flex-wrap: wrap; gap: 8px 0; }
    a { color: ${accent}; }`;
}
