import { createHash } from 'node:crypto';

/** Chance that can be had again: the same seed and name give the same draws, whatever others draw meanwhile. */
export type Chance = {
  /** At least `from`, below `to`. */
  between(from: number, to: number): number;
  /** True so often: 0.2 is once in five. */
  happens(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
};

/** The draws of somebody, or something, that has a name. */
export function chanceOf(seed: string, name: string): Chance {
  let drawn = 0;
  const draw = (): number => {
    drawn += 1;
    return createHash('sha256').update(`${seed} ${name} ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
  return {
    between: (from, to) => from + draw() * (to - from),
    happens: (share) => draw() < share,
    pick: (from) => from[Math.floor(draw() * from.length)] ?? from[0],
  };
}
