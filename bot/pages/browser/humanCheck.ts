/// <reference lib="dom" />
import 'altcha/external';

/** As much of ALTCHA as is used here: its own types do not resolve in modules of Node. */
declare global {
  var $altcha: { readonly algorithms: Map<string, () => Worker>; readonly i18n: { set(language: string, strings: Record<string, string>): void } };
}

const place = document.getElementById('human');
const form = document.querySelector<HTMLFormElement>('#form');
if (!place || !form) throw new Error('The page has no form to check');
const { challenge = '', worker = '', strings = '{}' } = place.dataset;

$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(worker));
$altcha.i18n.set(document.documentElement.lang, JSON.parse(strings));

const widget = document.createElement('altcha-widget');
widget.setAttribute('name', 'human');
widget.setAttribute('type', 'native');
// It begins as soon as somebody goes into the form, and is mostly over before they have typed.
widget.setAttribute('auto', 'onfocus');
widget.setAttribute('challenge', challenge);
widget.setAttribute('configuration', JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false, workers: 4 }));
place.replaceChildren(widget);

let wanted = false;
let sending = false;

form.addEventListener('submit', (event) => {
  if (widget.getState() === 'verified') {
    // A second click would send a check that is used.
    if (sending) event.preventDefault();
    sending = true;
    return;
  }
  // Sent as soon as the work is done.
  event.preventDefault();
  wanted = true;
  if (widget.getState() !== 'verifying') void widget.verify();
});
widget.addEventListener('verified', () => {
  if (wanted) form.requestSubmit();
});
// A page that comes back from the browser's cache was not sent.
addEventListener('pageshow', () => {
  sending = false;
  wanted = false;
});
