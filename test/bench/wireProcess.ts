import { startCutting } from '../fakes/cutting.ts';
import { ready } from './ready.ts';

// In a process of its own, so that what passes over it takes no time of those who are measured.
const wire = await startCutting(Number(process.env.TARGET));
wire.slow(Number(process.env.LATENCY));
ready(`ldap://127.0.0.1:${wire.port}`);
