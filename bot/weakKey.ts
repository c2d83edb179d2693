/** The least entropy of a key, in bits: that of its characters as they are spread. 32 random hexadecimal digits have about 118. */
const least = 88;

const words = /password|passwort|motdepasse|changeme|change-me|change_me|secret|example|default|guichet|qwerty|azerty|letmein/i;

/** Eight characters that stand in it twice: a password that was typed several times to be long enough. */
const again = /(.{8}).*\1/s;

/**
 * Whether a secret key was hardly made at random: few different characters, something repeated, the alphabet, or a word that such values are made of.
 * Of a million random keys, none is taken for that.
 */
export function isWeakKey(key: string): boolean {
  return entropy(key) < least || isRepeated(key) || again.test(key) || isRun(key) || words.test(key);
}

function entropy(key: string): number {
  const counts = new Map<string, number>();
  for (const character of key) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / key.length), 0);
}

/** Whether the key is its own beginning, over and over. */
const isRepeated = (key: string): boolean =>
  Array.from({ length: Math.floor(key.length / 2) }, (_, at) => at + 1).some((period) => key.startsWith(key.slice(period)));

/** Whether most characters are the same as the one before, or its neighbour in the alphabet. */
function isRun(key: string): boolean {
  const steps = [...key].filter((character, at) => at > 0 && Math.abs(character.charCodeAt(0) - key.charCodeAt(at - 1)) <= 1);
  return steps.length > key.length / 2;
}
