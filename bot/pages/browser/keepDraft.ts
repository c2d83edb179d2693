/// <reference lib="dom" />

/** What was typed since it was last kept, by the name of its field: only that is sent, so that what another tab or the chat entered stays. */
const typed = new Set<string>();
let keeping = false;
let sending = false;

/** Says how it stands only when that changes, so that not each key is announced. */
function say(how: 'kept' | 'unkept'): void {
  const status = document.getElementById('kept');
  const text = status?.dataset[how] ?? '';
  if (status && status.textContent !== text) status.textContent = text;
}

/** Has what was typed kept, as the form's buttons do but without one of them: an answer that leads back here says that it was. */
async function keep(form: HTMLFormElement): Promise<void> {
  if (keeping || sending || typed.size === 0) return;
  const names = [...typed];
  const now = new FormData(form);
  typed.clear();
  keeping = true;
  const body = new URLSearchParams(['csrf', ...names].map((name) => [name, `${now.get(name) ?? ''}`]));
  const kept = await fetch(form.action, { method: 'POST', body, redirect: 'manual', keepalive: true }).then(
    ({ type }) => type === 'opaqueredirect',
    () => false,
  );
  keeping = false;
  say(kept ? 'kept' : 'unkept');
  // What was typed meanwhile follows; what could not be kept goes with the next change.
  if (kept) return keep(form);
  for (const name of names) typed.add(name);
}

const form = document.getElementById('form');

if (form instanceof HTMLFormElement) {
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
