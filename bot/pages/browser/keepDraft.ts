/// <reference lib="dom" />

/** What was typed since it was last kept, by the name of its field: only that is sent, so that what another tab or the chat entered stays. */
const typed = new Set<string>();
let keeping = false;
let sending = false;

/** Says how it stands only when that changes, so that not each key is announced. */
function say(how: 'kept' | 'unkept', text?: string | null): void {
  const status = document.querySelector<HTMLElement>('#kept, #progress');
  const said = text ?? status?.dataset[how] ?? '';
  if (status && status.textContent !== said) status.textContent = said;
}

function takeOver(element: Element | null | undefined, from: Element, names: readonly string[]): void {
  for (const name of names) {
    const value = from.getAttribute(name);
    if (value === null) element?.removeAttribute(name);
    else element?.setAttribute(name, value);
  }
}

/** Shows what the server's own page says by now of each field and of the button that waits for them; what is in the fields stays. Its rules are the only ones. */
function follow(page: Document): void {
  for (const row of document.querySelectorAll('.field')) {
    const field = row.querySelector('input, select');
    const other = field && page.getElementById(field.id);
    if (!field || !other) continue;
    takeOver(field, other, ['aria-invalid', 'aria-describedby']);
    row.querySelector('.error')?.remove();
    const error = other.closest('.field')?.querySelector('.error');
    if (error) field.before(error);
  }
  const create = page.getElementById('create');
  if (!create) return;
  takeOver(document.getElementById('create'), create, ['aria-disabled']);
  // The list of what was wrong when the form was sent is out of date from the first change on.
  document.querySelector('.errors')?.remove();
  document.title = page.title;
}

/** Has what was typed kept, as the form's buttons do but without one of them: an answer that leads back here says that it was. */
async function keep(form: HTMLFormElement): Promise<void> {
  if (keeping || sending || typed.size === 0) return;
  const names = [...typed];
  const now = new FormData(form);
  typed.clear();
  keeping = true;
  const body = new URLSearchParams(['csrf', ...names].map((name) => [name, `${now.get(name) ?? ''}`]));
  const page = await fetch(form.action, { method: 'POST', body, keepalive: true })
    .then(async (answer) => (answer.ok && answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined))
    .catch(() => undefined);
  keeping = false;
  if (!page) {
    // What could not be kept goes with the next change.
    for (const name of names) typed.add(name);
    return say('unkept');
  }
  follow(page);
  say('kept', page.getElementById('progress')?.textContent);
  // Loaded again, the page of a form that was refused would post that form once more, over what was kept since.
  history.replaceState(null, '', form.action);
  await keep(form);
}

const form = document.getElementById('form');

if (form instanceof HTMLFormElement) {
  document.documentElement.classList.add('keeps');
  let timer: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) typed.add(target.name);
    clearTimeout(timer);
    timer = setTimeout(keep, 600, form);
  });
  form.addEventListener('change', () => keep(form));
  form.addEventListener('submit', (event) => {
    // A second click would be answered by «created already» over the first one's page.
    if (sending) event.preventDefault();
    sending = true;
  });
  addEventListener('pagehide', () => keep(form));
  // A page that comes back from the browser's cache was not sent.
  addEventListener('pageshow', () => {
    sending = false;
  });
}

export {};
