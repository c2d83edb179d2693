/** A text as `like … escape '\'` takes it literally. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
