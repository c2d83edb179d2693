import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Imported first, so that the packages imported after it are compiled once and not at each start. The cache is in the project's own
// folder: Node's default is the shared temporary folder, where others could plant code. If it cannot be written, starts are only slower.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'guichet'));
