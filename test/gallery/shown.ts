import type { Card } from '../../cards/card.ts';
import type { Frame } from '../../cards/frame.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/schema.ts';

/** A card in one state: which function draws it, and when a user sees it. */
export type Shown = { readonly builder: string; readonly when: string; readonly card: Card };

/** What the cards of the gallery are drawn with: one language, and the portals that ship. */
export type Look = { readonly t: Translator; readonly portals: ReadonlyMap<string, Portal> };

/** Cards that are on one picture. */
export type Family = { readonly name: string; readonly title: string; cards(look: Look): readonly Shown[] };

/** Draws a card for the gallery, and keeps the name of the function that did. */
export const show = <Given extends unknown[]>(when: string, builder: (...given: Given) => Card, ...given: Given): Shown => ({
  builder: builder.name,
  when,
  card: builder(...given),
});

/** A portal of these. */
export function portalIn({ portals }: Look, id: string): Portal {
  const portal = portals.get(id);
  if (!portal) throw new Error(`There is no portal ${id}: the gallery shows those that ship.`);
  return portal;
}

/** What a procedure's cards are drawn with, after an answer with these faults. */
export const frameOf = (look: Look, id: string, ...problems: Refusal[]): Frame => ({
  t: look.t,
  portal: portalIn(look, id),
  stamp: { nonce: 'gallery' },
  authenticated: true,
  problems,
});

/** Words of a made-up person's, in the language of the picture. */
export const say = ({ t }: Look, fr: string, en: string): string => t.of({ fr, en });
