import { DirectoryMisconfigured } from '../ports.ts';

/** How many short names that are alike are tried before an operator has to choose one. */
export const mostAlike = 50;

/** Is told of each page before it is asked for. Throws where it was asked for before: pages that go round in a circle have no end. */
export function createTurning(service: string): (page: string) => void {
  const asked = new Set<string>();
  return (page) => {
    if (asked.has(page)) throw new DirectoryMisconfigured(`${service} gives the same page again`);
    asked.add(page);
  };
}

/** How many people a group that decides can have: each of them is asked. */
export const mostMembers = 200;

/** Throws where a group has more people than can be asked. */
export function fewEnough(count: number, group: string): void {
  if (count > mostMembers) throw new DirectoryMisconfigured(`more than ${mostMembers} people are in ${group}: name a smaller group`);
}
