/// <reference lib="dom" />

/**
 * Has a code sent without leaving the page, so that what was typed stays: the answer's own step takes the place of this one's, and focus goes to its
 * code. Whatever else the server answers, a dead link for one, is shown as it is without this script.
 */
async function send(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector('input');
  const typed = document.querySelector<HTMLInputElement>('#code')?.value;
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams({ csrf: token?.value ?? '' }) });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [step, next] = [document, page].map((whole) => whole.querySelector('.step'));
  const [code, empty] = [step, next].map((within) => within?.querySelector<HTMLInputElement>('#code'));
  if (!step || !next || !code || !empty) throw new Error('The answer has no code to ask for');
  // An older code is of no use once a new one left; what was typed since the click may be the new one.
  if (!answer.ok || code.value !== typed) empty.value = code.value;
  step.replaceWith(next);
  empty.focus();
}

const form = document.getElementById('send-code');
let sending = false;

if (form instanceof HTMLFormElement) {
  document.documentElement.classList.add('sends');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    send(form)
      .catch(() => form.submit())
      .finally(() => {
        sending = false;
      });
  });
}

export {};
