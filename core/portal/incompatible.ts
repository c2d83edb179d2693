import type { Fault, Faults } from './fault.ts';
import { groupOf, type Incompatible, keyOf } from './groups.ts';
import type { Portal } from './schema.ts';

/**
 * The profiles with each rule at both of its groups, whichever of them says it. Who decides across portals is named by address, so that it means the
 * same on both sides.
 */
export function mirrored(portals: readonly Portal[]): Portal[] {
  const said = portals.flatMap((portal) =>
    portal.groups.flatMap((group) => group.incompatible.map((rule) => ({ from: portal.id, by: group.id, to: rule.portal ?? portal.id, rule }))),
  );
  return portals.map((portal) => ({
    ...portal,
    groups: portal.groups.map((group) => {
      const own = group.incompatible.map((rule) => (rule.portal === portal.id ? { ...rule, portal: undefined } : rule));
      const others = said
        .filter(({ to, rule }) => to === portal.id && rule.group === group.id)
        .map(({ from, by, rule }): Incompatible => ({ ...rule, group: by, portal: from === portal.id ? undefined : from }));
      const known = new Set(own.map(keyOf));
      return { ...group, incompatible: [...own, ...others.filter((rule) => !known.has(keyOf(rule)))] };
    }),
  }));
}

/** What is wrong with the rules of a profile, beside the other profiles that are served. A portal that is not served is not looked into. */
export function incompatibleFaults(portal: Portal, others: ReadonlyMap<string, Portal>): Fault[] {
  const faults: Faults = portal.groups.flatMap((group, at) =>
    group.incompatible.flatMap(({ group: id, portal: named, approvers }, n): Faults => {
      const path = ['groups', at, 'incompatible', n];
      const elsewhere = named !== undefined && named !== portal.id;
      const where = elsewhere ? others.get(named) : portal;
      return [
        where !== undefined && groupOf(where, id) === undefined && { path: [...path, 'group'], message: `${id} is no group of ${where.id}` },
        !elsewhere && id === group.id && { path: [...path, 'group'], message: `${id} is the group itself` },
        ...approvers.map(
          (name, which) =>
            elsewhere && name.startsWith('@') && { path: [...path, 'approvers', which], message: 'a rule across portals names its approvers by address' },
        ),
      ];
    }),
  );
  return faults.filter((fault) => fault !== false);
}
