/// <reference lib="dom" />

/** Renews the parts of a page as they change (server-sent events). Without this script, the link beside it does. */
const line = document.querySelector<HTMLElement>('[data-stream]');
const status = line?.querySelector('[role=status]');

const say = (what: 'on' | 'lost' | 'many' | 'over'): void => {
  if (status && status.textContent !== line?.dataset[what]) status.textContent = line?.dataset[what] ?? '';
};

/** What is told apart in a part, and found again in its next state: rows, links, what opens and closes. */
const nameOf = (element: Element): string => element.id || element.getAttribute('href') || element.tagName;

/** The first row of a table that is in sight. */
const rowInSight = (part: HTMLElement) => [...part.querySelectorAll<HTMLElement>('tr[id]')].find((row) => row.getBoundingClientRect().bottom > 0);

/** Shows the next state of a part, and keeps the reader's place: what is focused, what is open, and the row that they look at. */
function renew(part: HTMLElement, markup: string): void {
  const focused = part.contains(document.activeElement) && document.activeElement ? nameOf(document.activeElement) : undefined;
  const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
  const aside = [...part.querySelectorAll('.table')].map(({ scrollLeft }) => scrollLeft);
  const row = rowInSight(part);
  const top = row?.getBoundingClientRect().top ?? 0;
  part.innerHTML = markup;
  part.querySelectorAll('details').forEach((each, at) => {
    each.open = opened[at] ?? false;
  });
  part.querySelectorAll('.table').forEach((each, at) => {
    each.scrollLeft = aside[at] ?? 0;
  });
  const same = row && document.getElementById(row.id);
  if (same && top < innerHeight) scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
  const again = focused !== undefined && [...part.querySelectorAll<HTMLElement>('a, summary')].find((each) => nameOf(each) === focused);
  if (again) again.focus({ preventScroll: true });
}

const isSelected = (part: HTMLElement): boolean => {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode);
};

/** What each part is to show next. What is selected, to be copied, stays as it is meanwhile. */
const next = new Map<string, string>();
function show(): void {
  for (const [name, markup] of next) {
    const part = document.querySelector<HTMLElement>(`[data-live="${name}"]`);
    if (part && isSelected(part)) continue;
    if (part) renew(part, markup);
    next.delete(name);
  }
}
document.addEventListener('selectionchange', show);

let source: EventSource | undefined;
let over = false;

function close(): void {
  source?.close();
  source = undefined;
}

/** Follows while somebody looks: a browser has few connections, which its other pages need. */
function follow(): void {
  if (over || document.hidden) close();
  if (over || document.hidden || source) return;
  const opened = new EventSource(line?.dataset.stream ?? '');
  source = opened;
  opened.addEventListener('open', () => say('on'));
  opened.addEventListener('error', () => {
    say('lost');
    if (opened.readyState === EventSource.CLOSED) close();
  });
  opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
    for (const [name, markup] of Object.entries<string>(JSON.parse(data))) next.set(name, markup);
    show();
  });
  opened.addEventListener('end', ({ data }: MessageEvent<string>) => {
    // It is opened again by itself where Guichet restarts.
    if (data === 'stopping') return;
    over = data === 'over';
    close();
    say(over ? 'over' : 'many');
  });
}

document.addEventListener('visibilitychange', follow);
follow();

export {};
