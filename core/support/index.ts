export { createSupport, type Gathered, type Support } from './handOver.ts';
