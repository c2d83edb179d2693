import { DirectoryMisconfigured } from '../ports.ts';

/** The most people whom a list of a directory has, and the most pages. */
const most = { people: 200_000, pages: 20_000 } as const;

/** The pages of a list, as far as any list goes: a service that is broken gives one after another for ever. */
export async function* notForEver<T>(
  pages: AsyncIterable<readonly T[]>,
  { people, pages: turns }: { people: number; pages: number } = most,
): AsyncGenerator<readonly T[]> {
  let [seen, turned] = [0, 0];
  for await (const page of pages) {
    seen += page.length;
    turned += 1;
    if (seen > people || turned > turns) throw new DirectoryMisconfigured(`a list of more than ${people} people or ${turns} pages does not end`);
    yield page;
  }
}
