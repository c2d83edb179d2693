export { type DifferenceKind, differenceKinds } from './found.ts';
export { countDifferences, type DifferenceRow, differenceList } from './list.ts';
export { createDifferenceLook, type DifferenceLook } from './look.ts';
export { noticeMissing } from './missing.ts';
export { lookNow } from './seenNow.ts';
