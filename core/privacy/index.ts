export { type KeptFor, keptForDays, keptKinds, retention, retentionTable } from './retention.ts';
export { createSweep, type Swept, whyAuditStays } from './sweep.ts';
