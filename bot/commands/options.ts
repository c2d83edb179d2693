import { userInfo } from 'node:os';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Reads a command's options; one that there is not ends it with 1 and without a stack. */
export function readOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('With --help it says what it takes.');
    process.exit(1);
  }
}

/** Who runs a command, for the audit: the name they give (`--by`), otherwise the system's user, through sudo too. */
export function operatorName(by: string | undefined): string {
  const name = (by ?? process.env.SUDO_USER ?? systemUser()).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (name === '') throw new Error('Say who does it: --by <name>');
  return name.slice(0, 100);
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user's number may have no name.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
