/** Something wrong in a profile, and the field where. */
export type Fault = { readonly path: readonly (string | number)[]; readonly message: string };

/** What a check found: the faults among its answers. */
export type Faults = readonly (Fault | false)[];

/** Ids that stand there twice. */
export const repeated = (field: readonly string[], ids: readonly string[]): Faults =>
  ids.map((id, at) => ids.indexOf(id) < at && { path: [...field, at, 'id'], message: `${id} is there already: each id once` });
