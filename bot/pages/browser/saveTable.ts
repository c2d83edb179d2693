/// <reference lib="dom" />

/** Saves a long table, and shows how far it is. Without this script the browser saves it by itself. */
const link = document.querySelector<HTMLAnchorElement>('a[data-saves]');
const bar = link?.parentElement?.querySelector('progress');
const counter = link?.parentElement?.querySelector('[aria-hidden]');
const status = link?.parentElement?.querySelector('[role=status]');

const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** Reads the answer to its end, and says after each bit how many lines there are. */
async function read(answer: Response, tell: (lines: number) => void): Promise<Blob> {
  const bits: Uint8Array<ArrayBuffer>[] = [];
  const reader = answer.body?.getReader();
  let lines = -1;
  for (let bit = await reader?.read(); bit && !bit.done; bit = await reader?.read()) {
    bits.push(bit.value);
    for (const byte of bit.value) if (byte === 10) lines += 1;
    tell(Math.max(0, lines));
  }
  return new Blob(bits, { type: 'text/csv' });
}

function keep(table: Blob, name: string): void {
  const address = URL.createObjectURL(table);
  const save = document.createElement('a');
  save.href = address;
  save.download = name;
  save.click();
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function save(from: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(from.href);
  if (!answer.ok || answer.redirected || !answer.body) return location.assign(from.href);
  if (bar) bar.hidden = false;
  bar?.removeAttribute('value');
  const table = await read(answer, (lines) => {
    if (counter) counter.textContent = numbers.format(lines);
  });
  keep(table, /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'table.csv');
}

let saving = false;
link?.addEventListener('click', (event) => {
  event.preventDefault();
  if (saving) return;
  saving = true;
  if (status) status.textContent = '';
  save(link)
    .then(
      () => link.dataset.done,
      () => link.dataset.failed,
    )
    .then((said) => {
      if (status) status.textContent = said ?? '';
    })
    .finally(() => {
      saving = false;
      if (bar) bar.hidden = true;
    });
});

export {};
