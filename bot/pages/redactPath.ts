/** A request's path as a log may hold it: `/p/octopus/link/[secret]/code`. The secret of a link opens an account, or a request to decide. */
export const redactPath = (path: string): string => path.replace(/((?:link|decide)(?:\/|%2f)+)[^/?#]+/gi, '$1[secret]');
