import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Imported first of all, so that the packages after it are compiled once and not at each start. In a folder of the project's own: what
// lies in the shared temporary folder, Node's choice, others could have put there. Where it cannot be written, only the time is lost.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'guichet'));
