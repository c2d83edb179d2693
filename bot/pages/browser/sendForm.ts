/// <reference lib="dom" />

/** Sends the one form of a page at once; without this script its button does. */
const form = document.querySelector('form');
if (form instanceof HTMLFormElement) form.requestSubmit();

export {};
