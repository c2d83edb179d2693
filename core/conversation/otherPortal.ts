import { wordings } from '../foundation/i18n.ts';
import type { Portal } from '../portal/index.ts';

const before = String.raw`(?:(?:à|a|au|aux|de|du|d['’]|sur|pour|l['’]|la|le|les|the|on|for|to|from|at|in)\s*)*`;

/**
 * Makes a reader of which portal is meant in place of another: «pas l’Extranet, Octopus», “octopus, not octopus, I mean invgate”, «ne réinitialise pas octopus mais
 * invgate». In the text that it gives back the portal that is denied no longer stands, where another one does. At a step it is said to be another one.
 */
export function createOtherPortal(portals: readonly Portal[]): (text: string, atStep: boolean) => string {
  const names = portals.flatMap(({ id, name, words }) => [id, ...wordings(name), ...words]).toSorted((one, other) => other.length - one.length);
  const named = `(?:${names.map(RegExp.escape).join('|')})`;
  const aPortal = new RegExp(String.raw`(?<![\p{L}\d])${named}(?![\p{L}\d])`, 'iu');
  const denied = new RegExp(String.raw`(?<!\p{L})(?:not|pas)\s+${before}(${named})(?![\p{L}\d])`, 'iu');
  const deniedDeed = new RegExp(
    String.raw`(?<!\p{L})(?:don['’]?t|do not|ne|n['’])\s*(\p{L}+)\s+(?:pas\s+)?${before}(${named})\s*,?\s+(?:but|mais|plut[oô]t)\s+`,
    'iu',
  );
  return (text, atStep) => {
    const deed = deniedDeed.exec(text);
    if (deed) return `${text.slice(0, deed.index)}${deed[1]} ${text.slice(deed.index + deed[0].length)}`;
    const [, wrong] = denied.exec(text) ?? [];
    if (wrong === undefined) return text;
    const rest = text
      .replace(denied, atStep ? ' i mean ' : ' ')
      .replace(new RegExp(String.raw`(?<![\p{L}\d])${RegExp.escape(wrong)}(?![\p{L}\d])`, 'giu'), ' ');
    return aPortal.test(rest) ? rest : text;
  };
}
