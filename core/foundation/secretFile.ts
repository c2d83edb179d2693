import { readFileSync } from 'node:fs';

/**
 * Reads a secret from a file, as Docker and Kubernetes provide them, without the end of its line. Throws with the variable that named the file, and never
 * with what is in it.
 */
export function readSecretFile(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (fault) {
    throw new Error(`${variable}: the file cannot be read (${fault instanceof Error && 'code' in fault ? fault.code : 'unknown'}): ${path}`);
  }
}
