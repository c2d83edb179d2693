import { hour } from '../../core/foundation/clock.ts';
import { invitations } from '../invitations/invitations.ts';
import { isCorrection } from './putRight.ts';
import { type Question, startedBy } from './said.ts';

/** A sentence that the step in front answers by itself; a name on its card that is wrong; or, where nothing is in front, that who was just invited is. */
export const heardIn: Question = async ({ turn, dc, text, current, intent }) => {
  if (current) {
    if (await current.dialog.hears(dc, text)) return true;
    const named = isCorrection(text) ? undefined : oneName(text, turn.memory.front?.fields.map(({ id }) => id) ?? []);
    if (named && (await current.dialog.puts(dc, named))) return true;
    if (!wrongName.test(text) || !turn.memory.front?.fields.some(({ id }) => id === 'givenName' || id === 'familyName')) return false;
    await turn.say(turn.t('talk.nameField'));
    await current.dialog.again(dc);
    return true;
  }
  const { finished } = turn.memory;
  const invites = finished?.procedure === 'addUser' && turn.core.portals.get(finished.portal)?.procedures.addUser?.invites;
  const isFresh = finished !== undefined && turn.now - finished.at <= hour;
  if (!isFresh || !(invites || finished.procedure === 'invite') || startedBy(intent) !== undefined || !(wrongPerson.test(text) || mistaken.test(text)))
    return false;
  await turn.say(turn.t('talk.after.wrong'));
  return await invitations(turn, 'invite.list', {});
};

/** “Her surname is Vidale”, «son prénom c’est Inès»: one of the two names, where the card has its field. */
function oneName(text: string, fields: readonly string[]): Readonly<Record<string, string>> | undefined {
  const [, givenName] = givenIs.exec(text) ?? [];
  const [, familyName] = familyIs.exec(text) ?? [];
  if (givenName !== undefined && fields.includes('givenName')) return { givenName };
  return familyName !== undefined && fields.includes('familyName') ? { familyName } : undefined;
}
const givenIs = /(?<!\p{L})(?:first name|given name|forename|pr[ée]nom)(?:['’]s| is| est| c['’]est|,|:)+\s*(\p{L}[\p{L}\p{M}'’-]+)[\s.!]*$/iu;
const familyIs =
  /(?<!\p{L})(?:surname|last name|family name|nom de famille|(?<!pr[ée])nom)(?:['’]s| is| est| c['’]est|,|:)+\s*(\p{L}[\p{L}\p{M}'’-]+)[\s.!]*$/iu;

/** «Mon nom est mal écrit», at a card that has it in a field. */
const wrongName =
  /(?<!\p{L})(?:nom|name)(?:['’]?s| is| est)?\s+(?:mal|faux|wrong|mis|spel)|(?:faute|erreur|mistake|typo).{0,12}(?<!\p{L})(?:nom|name)(?!\p{L})/iu;
/** Whoever was written to was the wrong one. */
const mistaken = /(?<!\p{L})(?:tromp[ée]e?|mauvaise adresse|wrong address|by mistake|par erreur|typo|revoke|r[ée]voque[rz]?)(?!\p{L})/iu;

/** «Mauvaise personne», “not him”: somebody else was meant. */
export const wrongPerson =
  /(?<!\p{L})(?:wrong (?:person|user|one|guy|man|woman|name|colleague)|not (?:him|her|them|(?:who|the (?:one|person|user)) (?:i|we) (?:meant|wanted|mean)|that (?:one|person|user))|(?:some|any)(?:one|body) else|other (?:person|user)|(?:mauvais|mauvaise) (?:personne|utilisat\p{L}+|nom|coll[eè]gue|ligne|un|une)|pas (?:lui|elle|celui|celle|(?:la|cette) (?:bonne )?personne|le bon|la bonne|cet utilisat\p{L}+)|tromp[ée]e? (?:de personne|d['’ ]utilisat\p{L}+|de nom|de ligne)|quelqu['’ ]un d['’ ]autre|une autre personne|un autre utilisat\p{L}+)(?!\p{L})/iu;

/** «C’est qui ?», “which Marc?”. */
export const asksWho = /(?<!\p{L})(?:which|who(?:['’ ]?s| is)?|qui (?:est|c['’ ]?est)|c['’ ]?est qui|quel(?:le)?)(?!\p{L})/iu;
