const thing = '(?:compte|account|adresse|address|e ?mail|mail|mel|courriel|identifiant|mailbox|inbox|boite|messagerie|login|username)';
const wrong = new RegExp(
  `\\b(?:mauvaise?|wrong|pas (?:le|la|du) bon(?:ne)?|not the right|isn t the right|not my|isn t my|pas mon|pas ma|pas celle de mon) (?:e ?mail |adresse |boite |mail )?${thing}\\b|\\b${thing}(?: \\w+){0,2} (?:pas (?:le|la) (?:bon(?:ne)?|mien(?:ne)?)|pas a moi|not (?:the right|mine)|isn t (?:the right|mine)|is wrong)\\b`,
);
/** What is longer tells more. */
const mostWords = 9;

/** Whether a message says that the account or the mailbox is not the right one: «le compte est pas le bon», “not my email address”. */
export const isWrongAccount = (said: readonly string[]): boolean => said.length <= mostWords && wrong.test(said.join(' '));
