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
