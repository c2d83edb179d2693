import type { Dependencies } from '../dependencies.ts';
import { operatorNamed } from '../foundation/actor.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { rightsIn } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type RefusedLine, readPlaces } from './accountsCsv.ts';
import { keepPlaces } from './placesImport.ts';
import { batch, undone } from './transactions.ts';

/** The result of an import of places: how many were added or changed, how many are as they were, and the refused lines. */
export type ImportedPlaces = {
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedLine[];
  /** Headings that name no column of ours. */
  readonly ignored: readonly string[];
};

/**
 * Brings the places of people in establishments to what a CSV text says, where the portal's accounts live in a directory elsewhere (EX-6). Each
 * person is looked up there, and a line that names nobody is refused; nothing is written there, and no account ends with its last place. Good lines
 * are kept whatever the bad ones; done again, it changes nothing, and nobody is removed. A `preview` changes nothing. Throws where the first line
 * does not name the columns, and as `Directory` does.
 */
export async function importPlaces(
  { db, clock, directory }: Pick<Dependencies, 'db' | 'clock' | 'directory'>,
  portal: Portal,
  csv: string,
  { by, preview }: { readonly by: string; readonly preview: boolean },
): Promise<ImportedPlaces> {
  const { places, refused, ignored } = readPlaces(
    csv,
    rightsIn(portal).map(({ id }) => id),
  );
  const accounts = new Map<string, string | undefined>();
  for (const { identifier, identifierKey } of places)
    if (!accounts.has(identifierKey)) accounts.set(identifierKey, (await directory.findByIdentifier(portal.id, identifier))?.id);
  const known = places.filter(({ identifierKey }) => accounts.get(identifierKey) !== undefined);
  const unknown = places
    .filter((place) => !known.includes(place))
    .map(({ line, identifier }) => ({ line, why: `identifier: the directory of ${portal.id} has nobody called ${identifier}` }));
  const keeping = {
    actor: operatorNamed(by),
    audited: true,
    now: clock(),
    accountId: async (_tx: Tx, identifierKey: string) => accounts.get(identifierKey) ?? '',
    madeAccount: false,
  };
  let changed = 0;
  const keepAll = async (within: (work: (tx: Tx) => Promise<number>) => Promise<number>) => {
    for (let from = 0; from < known.length; from += batch) changed += await within((tx) => keepPlaces(tx, portal, known.slice(from, from + batch), keeping));
  };
  await (preview ? undone(db, (tx) => keepAll((work) => work(tx))) : keepAll((work) => db.transaction().execute(work)));
  return { changed, unchanged: known.length - changed, refused: [...refused, ...unknown].sort((one, other) => one.line - other.line), ignored };
}
