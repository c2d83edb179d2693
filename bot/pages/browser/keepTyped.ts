/// <reference lib="dom" />

/** Passwords that belong together: where one is refused, both are typed again. */
const pairs: Readonly<Record<string, string>> = { password: 'repeat', repeat: 'password' };

/** What the answer says of a field: its message above it, and its marks. */
function follow(field: HTMLInputElement, other: HTMLElement | null): void {
  for (const name of ['aria-invalid', 'aria-describedby']) {
    const value = other?.getAttribute(name);
    if (value == null) field.removeAttribute(name);
    else field.setAttribute(name, value);
  }
  document.getElementById(`${field.id}-error`)?.remove();
  const error = other?.ownerDocument.getElementById(`${field.id}-error`);
  if (error) field.before(error);
}

const isWrong = (page: Document, id = ''): boolean => page.getElementById(id)?.getAttribute('aria-invalid') === 'true';

/** Shows what was wrong without leaving the page: what was typed stays in every field that was right, and in no answer of the server's. */
function show(form: HTMLFormElement, page: Document): void {
  for (const field of form.querySelectorAll('input')) {
    if (field.type === 'hidden' || field.classList.contains('apart') || field.id === '') continue;
    const again = field.autocomplete !== 'one-time-code' && (isWrong(page, field.id) || isWrong(page, pairs[field.id]));
    if (again) field.value = '';
    follow(field, page.getElementById(field.id));
    // What ticks the rules and compares goes by what is in the fields now.
    if (again) field.dispatchEvent(new Event('input'));
  }
  const errors = page.querySelector<HTMLElement>('.errors');
  document.querySelector('.errors')?.remove();
  if (errors) document.querySelector('main form')?.before(errors);
  document.title = page.title;
  errors?.focus();
}

/** Sends the form, and goes where the answer leads. Any other answer, such as a link that has died meanwhile, is shown as it is without this script. */
async function send(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  const answer = await fetch(form.action, { method: 'POST', body });
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (page.getElementById('form') && page.querySelector('.errors')) show(form, page);
  else form.submit();
}

const form = document.getElementById('form');

if (form instanceof HTMLFormElement) {
  let sending = false;
  // Before the page's own script, which takes a second click away.
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      send(form)
        .catch(() => form.submit())
        .finally(() => {
          sending = false;
        });
    },
    { capture: true },
  );
}

export {};
