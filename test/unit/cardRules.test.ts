import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, Card, Element } from '../../cards/card.ts';
import { widestLabel } from '../../cards/frame.ts';
import { pressablesOn } from '../../cards/pressables.ts';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { cardSaid } from '../../dialogs/conversation/cardSaid.ts';
import { frontOf } from '../../dialogs/conversation/front.ts';
import { families } from '../gallery/families.ts';

const { portals } = await loadPortals([shippedPortals], {});
const shown = locales.flatMap((locale) => families.flatMap(({ cards }) => cards({ t: translate(locale), portals }).map((each) => ({ ...each, locale }))));

/** Every element of a card, those inside others too. What is folded away is left out on demand. */
function elementsOf(elements: readonly Element[], folded = true): Element[] {
  return elements
    .filter(({ isVisible }) => folded || isVisible !== false)
    .flatMap((element) => [
      element,
      ...(element.type === 'Container' ? elementsOf(element.items, folded) : []),
      ...(element.type === 'ColumnSet' ? element.columns.flatMap(({ items }) => elementsOf(items, folded)) : []),
    ]);
}

const sets = ({ body }: Card, folded = true): (readonly Action[])[] =>
  elementsOf(body, folded).flatMap((element) => (element.type === 'ActionSet' ? [element.actions] : []));

const inView = (actions: readonly Action[]): number => {
  const primary = actions.filter(({ mode }) => mode !== 'secondary').length;
  return primary < actions.length ? primary + 1 : primary;
};

/** Asserts something of every card of the gallery, in both languages: a card that comes later is held to it too. */
const everyCard = (title: string, holds: (card: Card) => string | undefined | false) =>
  test(title, () => {
    assert.deepEqual(
      shown.flatMap(({ builder, when, locale, card }) => {
        const fault = holds(card);
        return fault ? [`${builder}, ${locale}, «${when}»: ${fault}`] : [];
      }),
      [],
    );
  });

everyCard('a card has one primary button at most', (card) => {
  const positive = [...(card.actions ?? []), ...sets(card).flat()].filter(({ style }) => style === 'positive');
  return positive.length > 1 && positive.map(({ title }) => title).join(', ');
});

everyCard('a page to open is the primary button of a card that has no other, and no list to choose from', (card) => {
  const [first, ...rest] = card.actions ?? [];
  if (elementsOf(card.body).some((each) => 'selectAction' in each && each.selectAction)) return false;
  return first?.type === 'Action.OpenUrl' && [first, ...rest].every(({ style }) => style === undefined) && first.title;
});

everyCard('few choices of which one is always made are all in view: one click instead of two', (card) => {
  const closed = elementsOf(card.body).find(
    (each) => each.type === 'Input.ChoiceSet' && each.style === 'compact' && each.value !== undefined && each.choices.length < 6,
  );
  return closed?.type === 'Input.ChoiceSet' && closed.label;
});

everyCard('a card has four buttons in view at most, «…» included, besides the rows of a list', (card) => {
  const all = [card.actions ?? [], ...sets(card, false)].map(inView);
  const seen = all.reduce((sum, each) => sum + each, 0);
  return seen > 4 && `${seen}`;
});

everyCard('buttons inside a card stand two in a row at most, so that no row is ragged', (card) => {
  const ragged = sets(card).find((actions) => inView(actions) > 2);
  return ragged?.map(({ title }) => title).join(', ');
});

everyCard('every button and every row says what it does', (card) => pressablesOn(card).some(({ title }) => !title?.trim()) && 'a button without a title');

everyCard('a label fits a button in a narrow pane', (card) => {
  const buttons = [...(card.actions ?? []), ...sets(card).flat()];
  return buttons.find(({ title = '' }) => title.length > widestLabel)?.title;
});

everyCard('nothing is offered twice on a card', (card) => {
  const does = pressablesOn(card).map((action) => ('data' in action ? JSON.stringify(action.data) : JSON.stringify(action)));
  return does.find((each, at) => does.indexOf(each) < at);
});

everyCard('ALL-13 what can be pressed works without Action.Execute', (card) => {
  const pressed = pressablesOn(card).filter((action) => action.type === 'Action.Execute');
  return pressed.find(({ verb, data, fallback }) => data.verb !== verb || fallback.data.verb !== verb)?.title;
});

everyCard('every field has a label and an id of its own', (card) => {
  const fields = elementsOf(card.body).filter((element) => element.type === 'Input.Text' || element.type === 'Input.ChoiceSet');
  const ids = fields.map(({ id }) => id);
  return fields.find(({ id, label }) => !id || !label?.trim())?.type ?? (new Set(ids).size < ids.length && ids.join(', '));
});

everyCard('what is folded away can be unfolded, and has no field in it', (card) => {
  const hidden = elementsOf(card.body).filter(({ isVisible }) => isVisible === false);
  const toggles = pressablesOn(card).flatMap((action) => (action.type === 'Action.ToggleVisibility' ? (action.targetElements ?? []) : []));
  const field = hidden.flatMap((element) => elementsOf([{ type: 'Container', items: [element] }])).some(({ type }) => type.startsWith('Input.'));
  return field ? 'a hidden field' : hidden.find(({ id }) => !toggles.includes(id ?? ''))?.type;
});

everyCard('a card has a text for those who hear it and for clients that cannot show it', ({ speak, fallbackText, lang }) => {
  const told = [speak, fallbackText, lang].every((text) => text?.trim());
  return !told && 'speak, fallbackText or lang is missing';
});

everyCard(
  'every text wraps in a narrow pane',
  (card) => elementsOf(card.body).flatMap((element) => (element.type === 'TextBlock' && !element.wrap && element.text.length > 1 ? [element.text] : []))[0],
);

everyCard(
  'no text has a colour, as each is too pale in some theme',
  (card) => elementsOf(card.body).flatMap((element) => (element.type === 'TextBlock' && element.color ? [element.text] : []))[0],
);

everyCard('no card asks another host for a picture', (card) => {
  const pictures = elementsOf(card.body).flatMap((element) => (element.type === 'Image' ? [element.url] : []));
  return pictures.find((url) => !url.startsWith('data:image/png;base64,')) ?? (/"(iconUrl|backgroundImage)"/.test(JSON.stringify(card)) && 'a picture');
});

everyCard('a card stays far below what Teams takes', (card) => {
  const size = Buffer.byteLength(JSON.stringify(card));
  return size > 40_000 && `${size} bytes`;
});

everyCard('no line touches what stands on a ground of its own above it', (card) => {
  const touching = card.body.find((element, at) => element.spacing === 'None' && card.body[at - 1]?.type === 'Container');
  return touching?.type;
});

test('a code is required only where no link does the same', () => {
  const mailed = shown.filter(({ builder }) => ['mailedCard', 'mailedHelpCard', 'organisationCreatedCard'].includes(builder));
  const codes = mailed.flatMap(({ card }) => elementsOf(card.body).filter(({ id }) => id === 'code'));
  assert.ok(codes.length > 0);
  assert.deepEqual(
    codes.filter((code) => 'isRequired' in code),
    [],
  );
});

/** What is said of a card, and what it means there: the button that it presses, with what in its fields or of whom; the fields that it fills in; or that it could be several. */
const saidOf = [
  ['approvalCard', 'fr', 'approuve la demande d’Alice', 'decide.approve'],
  ['approvalCard', 'fr', 'oui, approuver', 'decide.approve'],
  ['approvalCard', 'en', 'yes approve', 'decide.approve'],
  ['approvalCard', 'en', 'approve Alice’s request', 'decide.approve'],
  ['approvalCard', 'en', 'approve Bob’s request', undefined],
  ['approvalCard', 'fr', 'n’approuve pas', undefined],
  ['approvalCard', 'fr', 'je refuse', 'decide.refuse'],
  ['approvalCard', 'fr', 'refuse : pas dans mon équipe', 'decide.refuse', 'pas dans mon équipe'],
  ['approvalCard', 'en', 'refuse because she left the team', 'decide.refuse', 'she left the team'],
  ['approvalCard', 'fr', 'je refuse, elle est partie', 'decide.refuse', 'elle est partie'],
  ['approvalCard', 'en', 'ask a question: which project', 'decide.question', 'which project'],
  ['approvalCard', 'fr', 'motif : elle commence lundi', 'fills decide.refuse', 'elle commence lundi'],
  ['approvalCard', 'en', 'question: which project?', 'fills decide.question', 'which project?'],
  ['approvalCard', 'fr', 'elle n’est pas dans mon équipe', 'fills decide.refuse decide.forward', 'elle n’est pas dans mon équipe'],
  ['approvalCard', 'fr', 'c’est pas à moi de décider', 'decide.forward'],
  ['approvalCard', 'en', 'it’s not for me, give it to Hugo', 'decide.forward', 'hugo'],
  ['approvalCard', 'fr', 'transfère à Hugo', 'decide.forward', 'hugo'],
  ['approvalCard', 'fr', 'motif elle commence lundi', 'fills decide.refuse', 'elle commence lundi'],
  ['approvalCard', 'en', 'the reason is she left', 'fills decide.refuse', 'she left'],
  ['approvalCard', 'fr', 'parce qu’elle n’est plus chez nous', 'fills decide.refuse', 'elle n’est plus chez nous'],
  ['approvalCard', 'fr', 'Pourquoi voulez-vous cet accès ?', 'fills decide.question', 'Pourquoi voulez-vous cet accès ?'],
  ['approvalCard', 'en', 'which project do you need it for?', 'fills decide.question', 'which project do you need it for?'],
  ['approvalCard', 'fr', 'pourquoi moi ?', undefined],
  ['approvalCard', 'fr', 'clique sur refuser', 'decide.refuse'],
  ['approvalCard', 'en', 'press approve', 'decide.approve'],
  ['approvalCard', 'fr', 'c’est validé', 'decide.approve'],
  ['approvalCard', 'fr', 'passe-la à Hugo', 'decide.forward', 'hugo'],
  ['invitationsCard', 'fr', 'relance tout le monde', 'which'],
  ['waitingCard', 'en', 'approve all', 'which'],
  ['approvalCard', 'en', 'wait no, refuse it', 'decide.refuse'],
  ['absenceCard', 'fr', 'confirmer, merci', 'absence.set'],
  ['forwardCard', 'fr', 'transfère', 'which'],
  ['forwardCard', 'fr', 'hugo', 'decide.forwardTo', 'hugo.marchand@example.org'],
  ['forwardCard', 'en', 'the first one', 'decide.forwardTo', 'claire.fontaine@example.org'],
  ['forwardCard', 'fr', 'non plutôt Claire Fontaine', 'decide.forwardTo', 'claire.fontaine@example.org'],
  ['forwardCard', 'en', 'hugo.marchand@example.org', 'decide.forwardTo', 'hugo.marchand@example.org'],
  ['forwardCard', 'fr', 'Hugo est en vacances', undefined],
  ['giveBackCard', 'fr', 'rends le', 'myRequests.giveBackNow'],
  ['giveBackCard', 'fr', 'oui rends-le', 'myRequests.giveBackNow'],
  ['giveBackCard', 'fr', 'non finalement je le garde', 'myRequests.start'],
  ['giveBackCard', 'en', 'give it back', 'myRequests.giveBackNow'],
  ['giveBackCard', 'en', 'keep it', 'myRequests.start'],
  ['giveBackCard', 'en', 'don’t give it back', undefined],
  ['unlinkCard', 'fr', 'oui dissocie', 'account.unlinkNow'],
  ['accountCard', 'en', 'unlink this account', 'account.unlink'],
  ['invitationsCard', 'fr', 'relance', 'which'],
  ['invitationsCard', 'en', 'revoke the second one', undefined],
  ['accessEndsCard', 'en', 'give it back', 'myRequests.giveBack'],
  ['invitationsCard', 'en', 'resend all of them', 'which'],
  ['invitationsCard', 'fr', 'annule', undefined],
  ['confirmReviewCard', 'fr', 'retirer : parti en mars', 'review.decide', 'parti en mars'],
  ['absenceCard', 'en', 'yes, hand over', 'absence.set'],
  ['absenceCard', 'fr', 'confirmer', 'absence.set'],
  ['absencesCard', 'fr', 'mets fin à mon absence', 'absence.end'],
] as const;

test('TALK-11 on every card outside procedures a label, its first word or its verb presses its button, and what stands behind it is for its field', () => {
  const read = saidOf.map(([builder, locale, says]) => {
    const found = shown.find((each) => each.builder === builder && each.locale === locale);
    assert.ok(found, builder);
    const said = cardSaid(says, frontOf(found.card, undefined));
    if (!said) return [builder, locale, says, undefined];
    if ('which' in said) return [builder, locale, says, 'which'];
    if ('fills' in said) return [builder, locale, says, `fills ${said.senders.map(({ verb }) => verb).join(' ')}`, ...Object.values(said.fills)];
    const value = said.inputs.reason ?? said.press.data.email ?? (said.to || undefined);
    return [builder, locale, says, said.press.verb, ...(value === undefined ? [] : [value])];
  });
  assert.deepEqual(
    read,
    saidOf.map((each) => [...each]),
  );
});
