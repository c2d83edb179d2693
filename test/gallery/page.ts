import type { Family, Look } from './shown.ts';

/** `docs/cards.md`: each picture, and a line for each card on it. */
export const galleryPage = (families: readonly Family[], english: Look): string => `# What users see

Every card in every state, as Microsoft's Agents Playground draws it: French on the left, English on the right. Written by
\`PICTURES=1 node --test test/e2e/gallery.test.ts\` from [test/gallery](../test/gallery); a card that is missing here fails a test.
${families.map((family) => section(family, english)).join('')}`;

const section = ({ name, title, cards }: Family, look: Look): string => `
## ${title}

${cards(look)
  .map(({ when }, index) => `${index + 1}. ${when}`)
  .join('\n')}

![${title}](pictures/cards-${name}.png)
`;
