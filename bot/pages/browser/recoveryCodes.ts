/// <reference lib="dom" />

const codes = [...document.querySelectorAll('#codes li')].map(({ textContent }) => textContent ?? '').join('\n');

/** Shows a button that needs the script, and says what it does. */
function offer(id: string, does: (button: HTMLButtonElement) => unknown): void {
  const button = document.getElementById(id);
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => does(button));
}

// Only over https, as browsers want it; the list can be selected by hand everywhere.
if (navigator.clipboard)
  offer('copy', async (button) => {
    await navigator.clipboard.writeText(codes);
    const status = document.getElementById('copied');
    if (status) status.textContent = button.dataset.done ?? '';
    button.textContent = button.dataset.done ?? '';
  });
offer('print', () => print());

export {};
