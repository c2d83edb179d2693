const negations = new Set(
  `pas pa jamais rien aucun aucune personne sans nul nulle ni non refuse evite evitez arrete arretez cesse cessez
  not no never nothing nobody none without don dont didn didnt doesn doesnt won wont isn isnt wasn wasnt wouldn wouldnt aint ain stop quit`.split(/\s+/),
);
/** What is often not done or known where help is asked for: «je n’arrive pas à …», “I can't remember”. */
const failing =
  /^(?:arriv|parvien|peu[xt]$|pouv|march|fonctionn|connai|sais|souvien|rap+el|retrouv|re[cç]|can(?:not|t)?$|know|remember|recall|work|recei|let$|find)/;

/** Questions about a thing rather than for it: how long, how many, when, who, why, whether. */
const inquiring = new Set('combien quand qui pourquoi when who whose why is are was does did has have will'.split(' '));
const inquiringAnywhere = new Set('combien pourquoi'.split(' '));
const greetings = new Set('bonjour bonsoir salut hello hi dear et mais and but so alors au fait dis c'.split(' '));
const amounts = new Set('long many much often soon'.split(' '));

/** Whether something is negated that does not just fail: it may be denied, however a wish would be worded. */
const negates = (words: readonly string[]): boolean => words.some((word) => negations.has(word)) && !words.some((word) => failing.test(word));

/** Whether a message asks about something, and does not ask for it. */
function inquires(words: readonly string[]): boolean {
  const said = words.filter((word) => word !== '');
  const first = said.findIndex((word) => !greetings.has(word) && word !== 'est');
  return (
    inquiring.has(said[first] ?? '') ||
    said.some(
      (word, at) =>
        inquiringAnywhere.has(word) ||
        (word === 'est' && said[at + 1] === 'ce' && /^qu?e?$/.test(said[at + 2] ?? '')) ||
        (word === 'how' && amounts.has(said[at + 1] ?? '')),
    )
  );
}

/** Whether words call for caution: they may deny something, or ask about it. More must speak for a procedure to begin it. */
export const callForCaution = (words: readonly string[]): boolean => negates(words) || inquires(words);
