import { choiceInput } from '../card.ts';
import type { Frame } from '../frame.ts';
import type { Element } from '../schema.ts';

/** One of the administrator's organisations, as a field offers it. */
export type Place = { readonly organisationId: string; readonly name: string };

/** Asks which of several, of which the first is chosen where nothing else was; with undefined, none. Few are all in view, and many can be searched. */
export const placeInput = ({ t, problems }: Frame, places: readonly Place[], value: string | undefined, label = t('changeEmail.establishment')): Element[] =>
  choiceInput(t, {
    id: 'organisation',
    label,
    choices: places.map(({ organisationId, name }) => ({ title: name, value: organisationId })),
    value: value === undefined ? undefined : value || places[0]?.organisationId,
    filtered: places.length > 10,
    expanded: places.length < 6,
    required: true,
    problems,
  });
