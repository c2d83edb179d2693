/** A request's path as a log may hold it: `/p/octopus/link/[secret]/code`. The secret of a link opens an account, a request to decide, or what was begun with it. */
export const redactPath = (path: string): string =>
  path
    .replace(/((?:link|decide|organisation|invitation|tie)(?:\/|%2f)+)[^/?#]+/gi, '$1[secret]')
    // Whatever the kind of page: nothing else in our paths is this long.
    .replace(/((?:\/|%2f)+)[\w-]{32,}/gi, '$1[secret]');
