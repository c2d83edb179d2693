import { findProgram } from './daemon.ts';

export { domain, type Samba, startSamba } from '../../bot/dev/domainController.ts';

/** Why tests that need a domain controller cannot run; false where they can. In CI nothing is skipped. */
export const skipWithoutSamba = (): string | false =>
  !process.env.CI && !canRun() && 'Samba is not installed here, or this is not root: see docs/directories.md';

const canRun = (): boolean => findProgram('samba') !== undefined && findProgram('samba-tool') !== undefined && process.getuid?.() === 0;
