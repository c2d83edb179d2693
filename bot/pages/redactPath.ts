/** A request's path as a log may hold it: `/p/octopus/link/[secret]/code`. The secret of a link opens an account. */
export const redactPath = (path: string): string => path.replace(/(link(?:\/|%2f)+)[^/?#]+/gi, '$1[secret]');
