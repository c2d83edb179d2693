import './packages.ts';
import { ready } from './ready.ts';

// A process that merely loads the packages: what start-up and memory are compared with.
ready();
