import type { Changed } from './changed.ts';
import type { Family, Look } from './shown.ts';

/** `docs/cards.md`: each picture, and a line for each card on it. */
export const galleryPage = (families: readonly Family[], changed: readonly Changed[], english: Look): string => `# What users see

Every card in every state, as Microsoft's Agents Playground draws it: French on the left, English on the right. Written by
\`PICTURES=1 node --test test/e2e/gallery.test.ts\` from [test/gallery](../test/gallery); a card that is missing here fails a test.

## How a card is laid out

Every card is made of the same few parts, of [cards/card.ts](../cards/card.ts) and [cards/rows.ts](../cards/rows.ts):

1. **Where one is**: the portal, with the mark of its colour (\`accent\` of the profile), and the step. A client that draws no embedded picture loses nothing.
2. **One title**, which is also what is heard and what a notification says.
3. **A body**: texts, fields, values beside their names, what is wrong on a ground of its own. Text has no colour.
4. **Rows** for what one chooses from: as wide as the card, pressed as a whole, with a word of explanation. One may stand out: what most people come for.
   The rest is folded away under «Plus de choix», and what can be done with a thing of a list under that thing: nothing is asked of the bot for that.
5. **Buttons**: one primary at most, four in view at most, the others behind «…».

[test/unit/cardRules.test.ts](../test/unit/cardRules.test.ts) holds every card of this page to it, in both languages, and
[test/e2e/teamsCards.test.ts](../test/e2e/teamsCards.test.ts) draws each with Microsoft’s renderer in the light, dark and high-contrast colours of Teams, 300
pixels wide: contrast, names of buttons and fields, and that nothing is cut off. A card that is added here is held to the same.

What was taken from Microsoft’s own cards and guides:

- The design guide of Adaptive Cards for Teams: narrow first, few columns, one of them stretching; one to three buttons; a list card where one picks an item.
- Approvals: who asks for what as values beside their names, the decision as buttons below, and the outcome in their place, by whom and when.
- Viva Connections: the whole card can be pressed, the primary button is the most important thing on it, a name with a small mark above the title.
- Not taken: Teams’ own elements beyond schema 1.5 (icons by name, badges, rounded corners), as Web Chat and older clients do not draw them.

## Before and after

The left is as it was, the right as it is, in French:

${changed.map(({ what }, index) => `${index + 1}. ${what}`).join('\n')}

![Before and after](pictures/before-after.png)
${families.map((family) => section(family, english)).join('')}`;

const section = ({ name, title, cards }: Family, look: Look): string => `
## ${title}

${cards(look)
  .map(({ when }, index) => `${index + 1}. ${when}`)
  .join('\n')}

![${title}](pictures/cards-${name}.png)
`;
