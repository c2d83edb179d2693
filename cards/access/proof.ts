import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/index.ts';
import { anytime, type Card, card, execute, facts, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { portalLine } from '../frame.ts';

/** What waits for a proof: what its card says of it, what its buttons bring, and what leads back. `without`: it can be done without one. */
export type Proving = {
  readonly verb: 'decide' | 'review' | 'absence';
  /** The sensitive group that it is about, or who is to decide on any. */
  readonly about: { readonly group: string } | { readonly delegate: string };
  readonly reference?: string;
  readonly shown: readonly (readonly [string, string])[];
  readonly data: Readonly<Record<string, string>>;
  readonly back: Readonly<Record<string, string>>;
  readonly without?: Readonly<Record<string, string>>;
};

/** Where the code is: in the app that has it for a portal, or in a mailbox. */
export type CodePlace = { readonly app: Portal } | { readonly mailed: string };

/** Asks for the code of one's app, or the one that was mailed, before access to a sensitive group is decided on. What was typed and ticked is kept (GOV-6). */
export function proofCard(
  { t, portal, problems = [] }: { readonly t: Translator; readonly portal: Portal; readonly problems?: readonly Refusal[] },
  { verb, about, reference, shown, data, back, without }: Proving,
  place: CodePlace,
): Card {
  const app = 'app' in place ? place.app : undefined;
  const kept = { ...data, ...(app && { of: app.id }) };
  return card({
    lang: t.locale,
    over: portalLine(t, portal, reference),
    title: t('decide.proof.title'),
    body: [
      paragraph(asked(t, about, place)),
      ...(shown.length > 0 ? [facts(shown)] : []),
      ...textInput(t, { id: 'code', label: t(app ? 'decide.proof.code' : 'mailed.code'), maxLength: 20, problems }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute(`${verb}.prove`, t('mailed.check'), anytime, { style: 'positive', inputs: true, data: kept }),
      execute(`${verb}.proveAgain`, t(app ? 'decide.proof.mail' : 'mailed.resend'), anytime, { data }),
      without && execute(`${verb}.set`, t('absence.proof.without'), anytime, { data: without }),
      execute(`${verb}.open`, t('go.back'), anytime, { data: back }),
    ],
  });
}

/** Which code is asked for, where it is, and what it is for. */
function asked(t: Translator, about: Proving['about'], place: CodePlace): string {
  const where = 'app' in place ? { thePortal: plain(t.named(place.app).thePortal) } : { to: plain(place.mailed) };
  if ('delegate' in about) return t.say({ key: 'app' in place ? 'absence.proof.app' : 'absence.proof.text', params: { by: plain(about.delegate), ...where } });
  return t.say({ key: 'app' in place ? 'decide.proof.app' : 'decide.proof.text', params: { group: plain(about.group), ...where } });
}
