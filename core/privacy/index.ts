export { type Certificate, counted, erasePerson, isEmpty } from './erasePerson.ts';
export { type ErasePlan, planErase } from './erasePlan.ts';
export { exportPerson, type PersonExport } from './exportPerson.ts';
export { finders } from './finders.ts';
export { holdings, holdingsTable } from './holdings.ts';
export { type KeptFor, keptForDays, keptKinds, retention, retentionTable } from './retention.ts';
export { type Meant, resolveSubject, type Subject } from './subject.ts';
export { createSweep, type Swept, whyAuditStays } from './sweep.ts';
