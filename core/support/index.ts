export { type CaseDetails, createSupport, type Support } from './handOver.ts';
