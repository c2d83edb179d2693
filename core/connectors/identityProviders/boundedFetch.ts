import type { CustomFetch } from 'openid-client';
import { DirectoryMisconfigured } from '../../ports.ts';
import { readAnswer } from '../service.ts';

/** The library sends forms, or nothing. */
const everyday: CustomFetch = (url, { body, signal = null, ...options }) =>
  fetch(url, { ...options, signal, body: typeof body === 'string' || body instanceof URLSearchParams ? body : null });

/** A `fetch` that reads no answer that is larger than any a provider gives: the library reads all that comes. */
export const bounded =
  (ask = everyday): CustomFetch =>
  async (url, options) => {
    const response = await ask(url, options);
    try {
      const { text } = await readAnswer(response);
      return new Response(text === '' ? null : text, response);
    } catch (error) {
      // As a connection that was cut: nobody is taken for an attacker.
      if (error instanceof DirectoryMisconfigured) throw new TypeError(error.message);
      throw error;
    }
  };
