/// <reference lib="dom" />
import './keepTyped.ts';
import { meets, type Rule, strength } from '../../../core/foundation/passwordRules.ts';

function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${id}`);
  return element;
}

const form = find('form', HTMLFormElement);
const password = find('password', HTMLInputElement);
const repeat = find('repeat', HTMLInputElement);
const list = find('rule-list', HTMLUListElement);
const rules: Rule[] = JSON.parse(list.dataset.rules ?? '[]');

/** Says a text in a live region only when it changes, so that each key is not announced. */
function say(id: string, text: string) {
  const region = find(id, HTMLElement);
  if (region.textContent !== text) region.textContent = text;
}

function tick() {
  const { value } = password;
  let met = 0;
  for (const [at, rule] of rules.entries()) {
    const item = list.children[at];
    const isMet = meets(rule, value);
    if (isMet) met += 1;
    item?.classList.toggle('met', isMet);
    item?.querySelector('span')?.replaceChildren(` (${list.dataset[isMet ? 'met' : 'unmet']})`);
  }
  const count = find('rule-count', HTMLElement).dataset.text ?? '';
  say('rule-count', value === '' ? '' : count.replace('{met}', `${met}`).replace('{all}', `${rules.length}`));
}

function measure() {
  const level = strength(password.value);
  find('strength-meter', HTMLMeterElement).value = password.value === '' ? 0 : level;
  for (const [at, word] of [...find('strength-word', HTMLElement).children].entries()) word.toggleAttribute('hidden', password.value === '' || at !== level);
}

const compare = () => say('match', (repeat.value !== '' && repeat.value === password.value && find('match', HTMLElement).dataset.text) || '');

/** The button says what a click will do, so its two texts change places. */
function reveal(shown: boolean) {
  if ((password.type === 'text') === shown) return;
  const button = find('reveal', HTMLButtonElement);
  const { textContent } = button;
  button.textContent = button.dataset.other ?? '';
  button.dataset.other = textContent ?? '';
  password.type = shown ? 'text' : 'password';
  repeat.type = password.type;
}

let sending = false;

password.addEventListener('input', () => {
  tick();
  measure();
  compare();
});
repeat.addEventListener('input', compare);
form.addEventListener('keyup', (event) => say('caps', (event.getModifierState('CapsLock') && find('caps', HTMLElement).dataset.text) || ''));
find('reveal', HTMLButtonElement).addEventListener('click', () => reveal(password.type === 'password'));
form.addEventListener('submit', (event) => {
  // A second click would show «this link was used» over the first one's success.
  if (sending) event.preventDefault();
  sending = true;
  // Browsers remember what was typed in a text field.
  reveal(false);
});
// A page that comes back from the browser's cache was not sent.
addEventListener('pageshow', () => {
  sending = false;
});

find('reveal', HTMLButtonElement).hidden = false;
find('strength', HTMLDivElement).hidden = false;
list.classList.add('live');
tick();
