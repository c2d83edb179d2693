import type { Button } from './front.ts';

/** How people say, in either language, what a button outside procedures does, besides its label: words without accents, from the beginning of what is said. */
const ways: readonly (readonly [verb: RegExp, ways: RegExp])[] = [
  [/^decide\.approve$/, /^(?:(?:c est )?approuv\w*|approve\w*|(?:c est )?valid\w*|accept\w*|grant it)/],
  [/^decide\.refuse$/, /^(?:refus\w*|rejet\w*|reject\w*|declin\w*|deny|denied)/],
  [
    /^decide\.question$/,
    /^(?:precision|pose\w* (?:lui )?(?:une|la|ma) question|ask (?:a|the|my) question|(?:envoi\w*|envoy\w*|send) (?:la|ma|the|my) question)/,
  ],
  [
    /^decide\.forward$/,
    /^(?:(?:c est |ce n est )?pas (?:(?:a|pour|de) moi|(?:de )?(?:mon|ma) (?:role|ressort|perimetre|affaire|decision))|(?:it s |it is |this is |that s )?not (?:for me|mine|up to me|my (?:call|decision|job|role|area))|(?:it |this )?isn t (?:for me|mine)|transf\w+|forward\w*|pass (?:it|this)(?: on)?|hand (?:it|this) (?:on|over)|give (?:it|this) to|(?:donn|pass)e\w* (?:la|le))/,
  ],
  [/^absence\.set$/, /^(?:confi\w*|valid\w*|confirm\w*|enregistr\w*|envo\w*|send|save|hand\w* (?:it |them )?over|c est (?:bon|ca)|that s (?:it|right))/],
  [
    /^absence\.start$/,
    /^(?:pas (?:lui|elle|(?!d accord|besoin)\w+$)|not (?!yet|now|sure)\w+$|quelqu un d autre|une autre personne|some(?:body|one) else|another person)/,
  ],
  [/^absence\.list$/, /^(?:annul\w*|cancel\w*|laiss\w*|rien|nothing|leave it|forget it|gard\w*|keep)/],
  [/^absence\.end$/, /^(?:mets y fin|mets fin|termin\w*|arret\w*|stop|end|(?:annul\w*|cancel\w*|supprim\w*) (?=\S))/],
  [/^absence\.decline$/, /^(?:refus\w*|declin\w*|decline\w*|ne decid\w* pas)/],
  [
    /^myRequests\.nudge$/,
    /^(?:relanc\w*|nudg\w*|remind\w*|chas\w*|rappel\w*|(?:ca|cela) fait (?:\w+ ){1,3}(?:jours?|semaines?|mois)$|it s been (?:\w+ ){1,3}(?:days?|weeks?|months?)$|toujours (?:rien|pas de (?:reponse|nouvelles))|still (?:nothing|no (?:answer|news)))/,
  ],
  [/^myRequests\.withdrawAll$/, /^(?:(?:retir|annul)\w* tout\w*|(?:withdraw|cancel) (?:it |them )?all)/],
  [
    /^myRequests\.withdraw$/,
    /^(?:retir\w*|withdraw\w*|take (?:it|this) back|enlev\w*|remov\w*|abandonn\w*|laisse tomber|drop|(?:annul\w*|cancel\w*|supprim\w*|delet\w*) (?=\S))/,
  ],
  [/^myRequests\.giveBack(?:Now)?$/, /^(?:rend\w*|give (?:it |this |that )?back|return\w*|hand (?:it |this )?back)/],
  [/^myRequests\.start$/, /^(?:gard\w*|conserv\w*|keep\w*|laiss\w*)/],
  [/^invite\.resend$/, /^(?:relanc\w*|renvo\w*|resend\w*|send (?:it |this )?again|reinvit\w*|remind\w*)/],
  [/^invite\.revoke$/, /^(?:revoqu\w*|revok\w*|retir\w*|withdraw\w*|(?:annul\w*|cancel\w*|supprim\w*|delet\w*|remov\w*) (?=\S))/],
  [/^account\.(?:unlink(?:Now)?|endTie)$/, /^(?:dissoci\w*|unlink\w*|detach\w*|delie\w*)/],
  [
    /^account\.endSession$/,
    /^(?:ferm\w*|deconnect\w*|sign (?:me |it |this |them )?out|log (?:me |it )?out|(?:end|close) (?=.*sessions?$)|termin\w* (?=.*sessions?$))/,
  ],
  [/^account\.list$/, /^(?:un |mes |les )?autres? comptes?|^(?:my |the |an)?other accounts?/],
  [/^menu\.show$/, /^(?:aucun\w*|rien de tout (?:ca|cela)|none(?: of (?:these|those|them|the above))?|neither|autre chose|something else)$/],
];

const reviewing: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:keep)$/, /^(?:gard\w*|conserv\w*|keep\w*)/],
  [/^(?:remove)$/, /^(?:retir\w*|enlev\w*|remov\w*|supprim\w*)/],
];
const everybody = /^(?:tou(?:t|s|te|tes)(?: le monde)?|all(?: of them)?|everyone|everybody|them all)$/;

/** What is left of some words once a button is named in another way than by its label; undefined where they do not name it. */
export function restAfterWay(words: readonly string[], { verb, data }: Button): readonly string[] | undefined {
  const said = words.join(' ');
  const [, way] = ways.find(([verbs]) => verbs.test(verb)) ?? [];
  const found = way?.exec(said)?.[0];
  if (found !== undefined) return cut(said, found);
  if (!verb.startsWith('review.')) return undefined;
  const decision = verb === 'review.all' || verb === 'review.decide' ? (data.decision ?? '') : verb.slice('review.'.length);
  const done = reviewing.find(([decisions]) => decisions.test(decision))?.[1].exec(said)?.[0];
  const rest = done === undefined ? undefined : cut(said, done);
  // «Garde tout le monde» is one button, «garde Bob» another.
  const isAll = rest !== undefined && everybody.test(rest.join(' '));
  if (rest === undefined || isAll !== (verb === 'review.all')) return verb === 'review.decide' ? rest : undefined;
  return isAll ? [] : rest;
}

/** The words after the beginning of a text: a word that has only begun goes too. */
const cut = (said: string, found: string): string[] => {
  const rest = said.slice(found.length);
  return (found.endsWith(' ') ? rest : rest.replace(/^\w+/, '')).split(' ').filter(Boolean);
};

/** What the things are called that a button is about, by the first part of its verb: such a word tells them not apart. */
const things: Readonly<Record<string, RegExp>> = {
  decide: /^(?:demandes?|requests?|acces|access|decid\w*|decision|give|donne\w*|la|vois|avec|see|ask)$/,
  absence: /^(?:absences?|decisions?|delegue|conges?|holidays?)$/,
  myRequests: /^(?:demandes?|requests?|acces|access|approbateurs?|approvers?|them)$/,
  invite: /^(?:invitations?|invite|invites|mail|email)$/,
  account: /^(?:comptes?|accounts?|sessions?|chats?|conversations?|lien|link)$/,
  review: /^(?:acces|access|personnes?|people)$/,
};

/** Words that tell nothing of which thing is meant. */
const small = new Set(
  `oui ok yes yep yeah ouais d accord dac alors bon ben bah eh euh bien please svp stp s il te plait finalement en fait actually well so then et and but mais non no
  je j i on veux voudrais souhaite prefere vais aimerais want would like ll to can could you peux peut pouvez pourrais pourriez tu vous let just juste vas y go ahead
  will am going rather plutot la le les l the merci thanks thank me m il faut should must it that this lui elle celle celui ce cet cette ca cela ci les leur leurs eux
  them him her des du de a an au aux pour for of from with avec now maintenant tout suite right away vite encore again mon ma mes my our notre nos votre vos your un une
  one c est s tout tous toute toutes monde all everyone everybody partout everywhere moi oh hey hello bonjour salut nous we quand meme any more aussi too back`.split(
    /\s+/,
  ),
);

/** Whether a word tells nothing of which thing a button with this verb is about. */
export const isSmall = (word: string, verb: string): boolean => small.has(word) || things[verb.split('.')[0] ?? '']?.test(word) === true;

/** The words of a message without what stands before its verb: «oui», «je voudrais», “can you please”. */
export const withoutOpening = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex((word) => !openers.has(word));
  return at < 0 ? [] : words.slice(at);
};
const openers = new Set(
  `oui ok yes yep yeah ouais d accord dac alors bon ben bah eh euh bien please svp stp s il te plait finalement en fait actually well so then et and but mais non no je j i on
  veux voudrais souhaite prefere vais aimerais want would like ll to can could you peux peut pouvez pourrais pourriez tu vous let just juste vas y go ahead will am going
  rather plutot la le les l the merci me m il faut should must oh hey nous we wait attends attendez hold clique cliquer cliquez appuie appuyer appuyez press click sur`.split(
    /\s+/,
  ),
);
