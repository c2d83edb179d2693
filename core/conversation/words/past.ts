const begins: ReadonlySet<string> = new Set(['ai', 'as', 'a', 'avons', 'avez', 'ont', 'avais', 'avait', 've', 'have', 'had', 'i']);
const done: ReadonlySet<string> = new Set('oublie oubliee arrete annule laisse quitte forgot forgotten stopped cancelled left'.split(' '));

/** Whether something is told that was, or was not, done before: «j’ai oublié de …», “I have stopped”. It stops nothing. */
export const isPast = (said: readonly string[]): boolean => said.some((word, at) => begins.has(word) && [1, 2].some((more) => done.has(said[at + more] ?? '')));
