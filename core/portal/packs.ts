import type { Fault, Faults } from './fault.ts';
import { type Group, groupOf, stagesOf } from './groups.ts';
import type { Portal } from './schema.ts';

/** A bundle of groups of several portals. */
export type Pack = Portal['packs'][number];

/** A group of a portal. */
export type Placed = { readonly portal: string; readonly groupId: string };

/** Where a pack's group is: `erp`, or `octopus/erp`. */
export function placed({ id }: Pick<Portal, 'id'>, written: string): Placed {
  const [groupId = '', portal = id] = written.split('/').reverse();
  return { portal, groupId };
}

/** The pack of a profile with this id. */
export const packOf = (portal: Pick<Portal, 'packs'>, id: string): Pack | undefined => portal.packs.find((pack) => pack.id === id);

/** What is wrong with the packs of a profile within itself: what is not there cannot be asked for. */
export function packFaults(portal: Portal): Fault[] {
  const { packs, forOthers } = portal;
  const faults: Faults = [
    packs.length > 0 && forOthers === undefined && { path: ['packs'], message: 'needs forOthers: who asks for them' },
    forOthers !== undefined && portal.procedures.enroll === undefined && { path: ['forOthers'], message: 'needs enroll among the procedures' },
    ...packs.flatMap(({ id }, at) => packs.findIndex((other) => other.id === id) < at && { path: ['packs', at, 'id'], message: `${id} is there twice` }),
  ];
  return faults.filter((fault) => fault !== false);
}

/** What cannot work in the packs of a profile, beside the others that are served: one sentence each, for the operator. */
export function packWarnings(portal: Portal, portals: ReadonlyMap<string, Portal>): string[] {
  return portal.packs.flatMap((pack) => {
    const groups = pack.groups.map((written) => ({ written, ...placed(portal, written) }));
    const found = groups.flatMap(({ portal: id, groupId, written }) => {
      const where = portals.get(id);
      const group = where && groupOf(where, groupId);
      return where && group ? [{ where, group, written }] : [];
    });
    const unknown = groups.filter(({ written }) => !found.some((each) => each.written === written)).map(({ written }) => written);
    const closed = found.filter(({ where }) => where.forOthers === undefined).map(({ written }) => written);
    return [
      ...unknown.map((written) => `pack ${pack.id} names ${written}, which is no group of a portal that is served`),
      ...closed.map((written) => `pack ${pack.id} names ${written}, and its portal lets nobody ask for others (forOthers)`),
      ...found.flatMap(({ where, group, written }) =>
        lonely(where, group).map((stage) => `stage ${stage} of ${written}, in pack ${pack.id}, is decided by nobody but who asks, and there is no fallback`),
      ),
      ...clashing(found).map(([one, other]) => `pack ${pack.id} has ${one} and ${other}, which are incompatible`),
    ].map((said) => `${portal.id}: ${said}`);
  });
}

/** The stages, from 1, whose only approver may be who asks for somebody else, and then decides on nothing. */
const lonely = ({ fallback, forOthers }: Portal, group: Group): number[] =>
  fallback.length > 0 || !forOthers || forOthers.decide
    ? []
    : stagesOf(group).flatMap(({ approvers: [only, ...others] }, at) =>
        only !== undefined && others.length === 0 && forOthers.askers.includes(only) ? [at + 1] : [],
      );

type Found = { readonly where: Portal; readonly group: Group; readonly written: string };

/** The pairs that are not to be held together (GOV-7). The rules are there on both sides. */
const clashing = (found: readonly Found[]): (readonly [string, string])[] =>
  found.flatMap(({ where, group, written }, at) =>
    found
      .slice(at + 1)
      .filter((other) => group.incompatible.some((rule) => rule.group === other.group.id && (rule.portal ?? where.id) === other.where.id))
      .map((other) => [written, other.written] as const),
  );
