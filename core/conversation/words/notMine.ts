import { wordsOf } from './read.ts';

/** The shortest ways to say that it was somebody else (TALK-4): they are the whole message. */
const written = `pas moi, c est pas moi, cest pas moi, ce n est pas moi, c etait pas moi, ce n etait pas moi, c est pas moi ça, mais c est pas moi, ça vient pas de moi,
  ça ne vient pas de moi, je n ai rien demandé, j ai rien demandé, rien demandé, jamais demandé, pas demandé, j ai pas demandé, j ai pas demandé ça, je n ai pas demandé ça,
  j ai jamais demandé ça, j ai jamais demandé ça moi, moi j ai rien demandé, j ai rien demandé moi, j ai rien fait, je n ai rien fait, not me, it s not me, its not me, it is not me, wasn t me, it wasn t me, that wasn t me, this wasn t me, that was not me,
  it was not me, this was not me, this isn t me, that isn t me, didn t ask, i didn t ask, i didn t ask for this, i didn t ask for that, i didn t ask for it, i did not ask for this,
  i never asked, i never asked for this, i never asked for that, i asked for nothing, i didn t ask for anything, i didn t request this, i did not request this, i never requested this`;

const courtesies = new Set(['euh', 'mais', 'bonjour', 'salut', 'hi', 'hello', 'hey', 'but', 'attention', 'non', 'no', 'ben', 'bah']);

const bare = (words: readonly string[]): string => words.filter((word) => !courtesies.has(word)).join(' ');

const phrases = new Set(written.split(',').map((phrase) => bare(wordsOf(phrase))));

/** Whether a whole message says that it was somebody else, and that they asked for nothing. */
export const isNotMine = (said: readonly string[]): boolean => said.length <= 10 && phrases.has(bare(said));
