/// <reference lib="dom" />

/** What was typed since it was last sent, by the name of its field: only that is sent, so that another tab's fields stay as they are. */
const typed = new Set<string>();
let sending = false;
let leaving = false;

type Field = HTMLInputElement | HTMLSelectElement;
const isField = (target: unknown): target is Field => target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** Shows in this page what the server says of a field, and leaves what is in it. */
function mark(row: Element, answered: Element | null): void {
  const [field, other] = [row, answered].map((within) => within?.querySelector('input, select'));
  if (!field || !other) return;
  for (const name of ['aria-invalid', 'aria-describedby']) {
    const value = other.getAttribute(name);
    if (value === null) field.removeAttribute(name);
    else field.setAttribute(name, value);
  }
  row.querySelector('.error')?.remove();
  const error = answered?.querySelector('.error');
  if (error) field.before(error);
}

/** Says a text in the live region only when it changes, so that not each key is announced. */
function say(text: string): void {
  const progress = document.getElementById('progress');
  if (progress && progress.textContent !== text) progress.textContent = text;
}

/** Sends what was typed to be kept, and shows how the form stands now: the server's rules are the only ones. Whether it was kept. */
async function keep(form: HTMLFormElement): Promise<boolean> {
  const now = new FormData(form);
  const body = new URLSearchParams({ csrf: `${now.get('csrf')}`, press: 'save' });
  const names = [...typed];
  for (const name of names) body.set(name, `${now.get(name) ?? ''}`);
  typed.clear();
  try {
    const answer = await fetch(form.action, { method: 'POST', body, keepalive: true });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const create = page.getElementById('create');
    if (!answer.ok || !create) throw new Error('Not kept');
    for (const row of form.querySelectorAll('.field')) {
      const id = row.querySelector('input, select')?.id ?? '';
      mark(row, page.getElementById(id)?.closest('.field') ?? null);
    }
    if (create.hasAttribute('aria-disabled')) document.getElementById('create')?.setAttribute('aria-disabled', 'true');
    else document.getElementById('create')?.removeAttribute('aria-disabled');
    // The list of what was wrong when it was sent is out of date from the first change on.
    document.querySelector('.errors')?.remove();
    document.title = page.title;
    say(page.getElementById('progress')?.textContent ?? '');
    return true;
  } catch {
    for (const name of names) typed.add(name);
    say(document.getElementById('progress')?.dataset.unsaved ?? '');
    return false;
  }
}

const form = document.getElementById('form');

if (form instanceof HTMLFormElement) {
  document.documentElement.classList.add('keeps');
  // Loaded again, the page of a refused form would post that form again, over what was kept since.
  history.replaceState(null, '', form.action);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = async () => {
    clearTimeout(timer);
    if (sending || leaving || typed.size === 0) return;
    sending = true;
    const kept = await keep(form);
    sending = false;
    // What was typed meanwhile follows; what could not be kept waits for the next change.
    if (kept) await send();
  };
  const note = (event: Event) => {
    if (isField(event.target)) typed.add(event.target.name);
  };
  form.addEventListener('input', (event) => {
    note(event);
    clearTimeout(timer);
    timer = setTimeout(send, 600);
  });
  form.addEventListener('change', (event) => {
    note(event);
    void send();
  });
  form.addEventListener('submit', (event) => {
    // A second click would show «already used» over the first one's success.
    if (leaving) event.preventDefault();
    leaving = true;
  });
  addEventListener('pagehide', () => void send());
  // A page that comes back from the browser's cache was not sent.
  addEventListener('pageshow', () => {
    leaving = false;
  });
}

export {};
