import { approvalCard, forwardCard, notApproverCard, waitingCard } from '../../cards/access/decide.ts';
import { proofCard } from '../../cards/access/proof.ts';
import type { ApprovalView } from '../../core/access/approvalView.ts';
import { day, hour } from '../../core/foundation/clock.ts';
import { beginning } from '../support.ts';
import { type Family, type Look, portalIn, say, show } from './shown.ts';

/** A request as its approvers see it. */
export const viewOf = (look: Look, over: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'gallery',
  reference: 'KNZC-T2WJ',
  portal: 'invgate',
  group: { fr: 'Données sensibles', en: 'Sensitive data' },
  requester: { name: 'Alice Martin', email: 'alice.martin@corp.example', identifier: 'alice.martin@corp.example' },
  justification: say(look, 'Je prends la suite de Paul à l’audit.', 'I take over from Paul in the audit team.'),
  createdAt: beginning,
  status: 'pending',
  decidedAt: null,
  decidedBy: null,
  reason: null,
  notes: [],
  open: [],
  ...over,
});

const organisation = {
  name: 'Boulangerie Petit',
  siret: '732 829 320 00074',
  domicile: 'france',
  country: 'FR',
  address: '12 rue de la République, 69001 Lyon',
  proven: 'camille.petit@petit.example',
};

const over = (look: Look, status: ApprovalView['status'], by: string | null, reason: string | null = null) =>
  viewOf(look, { status, decidedAt: beginning + 5 * hour, decidedBy: by, reason });

const nadia = 'nadia.benali@example.org';

/** An approver's card while it waits. */
export const approvals: Family = {
  name: 'approval-pending',
  title: 'A request to decide',
  cards: (look) => {
    const { t } = look;
    const portal = portalIn(look, 'invgate');
    const note = (kind: ApprovalView['notes'][number]['kind'], hours: number, text = '', author = nadia) => ({
      kind,
      at: beginning + hours * hour,
      author,
      text,
    });
    const notes = [
      note('question', 1, say(look, 'Pour quelle mission ?', 'For which task?')),
      note('answer', 2, say(look, 'L’audit de décembre.', 'The audit of December.'), 'Alice Martin'),
    ];
    return [
      show('It comes by itself to each approver: who asks, what for, since when.', approvalCard, { t, portal, view: viewOf(look) }),
      show('It asks for longer: until when, and until when it is held already.', approvalCard, {
        t,
        portal,
        view: viewOf(look, { until: beginning + 60 * day, heldUntil: beginning + 7 * day }),
      }),
      show('«Refuse» without a reason: nothing is decided.', approvalCard, {
        t,
        portal,
        view: viewOf(look),
        problems: [{ key: 'field.required', field: 'reason' }],
      }),
      show('A question was asked and answered: both stand on every copy.', approvalCard, { t, portal, view: viewOf(look, { notes }) }),
      show('The first of two has agreed; then a reminder, and the fallback is asked too.', approvalCard, {
        t,
        portal,
        view: viewOf(look, { notes: [note('approved', 3), note('reminded', 48), note('escalated', 96)] }),
      }),
      show('The copy of who has agreed or handed it over: nothing waits for them any more.', approvalCard, {
        t,
        portal,
        approver: nadia,
        view: viewOf(look, { notes: [note('approved', 3)], open: ['samuel.klein@example.org'] }),
      }),
      show('The bot does not know whether an earlier card arrived: this one says that it replaces it.', approvalCard, {
        t,
        portal,
        view: viewOf(look),
        sent: { row: 'gallery', again: true },
      }),
      show('A newer card of the same approver took over: this copy leads to it, and decides nothing.', approvalCard, {
        t,
        portal,
        view: viewOf(look, { notes }),
        replaced: true,
      }),
      show('The second of three stages: which it is, and who decided before.', approvalCard, {
        t,
        portal,
        view: viewOf(look, {
          stage: { at: 2, of: 3, name: { fr: 'Protection des données', en: 'Data protection' } },
          notes: [note('stage', 3, '1/3', 'Hugo Marchand')],
        }),
      }),
      show('An organisation to validate: what the register says of it, and whose account was proven for it.', approvalCard, {
        t,
        portal: portalIn(look, 'outscale'),
        view: viewOf(look, {
          portal: 'outscale',
          group: organisation.name,
          organisation,
          justification: null,
          requester: { name: 'Camille Petit', email: organisation.proven, identifier: organisation.proven },
        }),
      }),
      show('It is not to be held together with what the requester has: one more approver decides, and meanwhile it may not be given at all.', approvalCard, {
        t,
        portal,
        view: viewOf(look, { conflicts: [{ group: { fr: 'Données sensibles', en: 'Sensitive data' } }], stage: { at: 2, of: 2 } }),
        problems: [
          {
            key: 'decide.incompatible',
            params: {
              group: t.of({ fr: 'Réseau et accès distants', en: 'Network and remote access' }),
              other: t.of({ fr: 'Données sensibles', en: 'Sensitive data' }),
              reason: '',
            },
          },
        ],
      }),
      show(
        'A sensitive group: the code that was mailed to the approver is asked for, and what was typed is kept.',
        proofCard,
        { t, portal },
        proving(look, 'refuse', say(look, 'Pas ce mois-ci.', 'Not this month.')),
        { mailed: nadia },
      ),
      show('The same, before a sensitive request is handed to another approver.', proofCard, { t, portal }, proving(look, 'forward'), { mailed: nadia }),
      show('The code was not right.', proofCard, { t, portal, problems: [{ key: 'code.wrong', field: 'code', params: { n: 4 } }] }, proving(look, 'approve'), {
        mailed: nadia,
      }),
      show('The approver has a second factor: its code is asked for, or a mailed one.', proofCard, { t, portal }, proving(look, 'approve'), {
        app: portalIn(look, 'outscale'),
      }),
      show('«Forward»: to whom.', forwardCard, { t, portal, view: viewOf(look) }, ['claire.fontaine@example.org', 'hugo.marchand@example.org']),
      show('«Forward», and there is nobody else.', forwardCard, { t, portal, view: viewOf(look) }, []),
    ];
  },
};

/** An approver's card once it is over, and the list of what waits. */
export const decided: Family = {
  name: 'approval-over',
  title: 'A request that is over, and what waits',
  cards: (look) => {
    const { t, portals } = look;
    const portal = portalIn(look, 'invgate');
    const ended = (when: string, view: ApprovalView) => show(when, approvalCard, { t, portal, view });
    const waiting = [
      viewOf(look),
      viewOf(look, { id: 'another', reference: 'M7QD-40XP', group: { fr: 'Applications métier', en: 'Business applications' }, createdAt: beginning + day }),
    ];
    return [
      ended('Approved: every copy says by whom and when, and has no buttons.', over(look, 'approved', nadia)),
      ended(
        'Refused, with the reason.',
        over(look, 'refused', nadia, say(look, 'L’audit a déjà un accès commun.', 'The audit team shares an access already.')),
      ),
      ended('Handed to somebody else, then decided.', {
        ...over(look, 'approved', 'hugo.marchand@example.org'),
        notes: [{ kind: 'forwarded', at: beginning + hour, author: nadia, text: 'hugo.marchand@example.org' }],
      }),
      ended('Approved, and over by now: it was given until a day.', {
        ...over(look, 'approved', nadia),
        until: beginning + 7 * day,
        ended: { at: beginning + 7 * day, how: 'ended' },
      }),
      ended('Taken back by who asked.', over(look, 'withdrawn', null)),
      ended('Nobody decided in time.', over(look, 'expired', null)),
      show('«To decide»: what waits, oldest first.', waitingCard, t, { views: waiting, silent: [], next: '5.a' }, portals, 2),
      show('«To decide», and nothing does.', waitingCard, t, { views: [], silent: [] }, portals),
      show('«To decide», where a directory does not say who decides.', waitingCard, t, { views: [], silent: ['octopus'] }, portals),
      show('A card that is not, or no longer, theirs to decide.', notApproverCard, t, { key: 'decide.notYours' }),
    ];
  },
};

/** A decision that waits for a proof. */
function proving(look: Look, decision: 'approve' | 'refuse' | 'forward', reason = ''): Parameters<typeof proofCard>[1] {
  const { t } = look;
  const { reference, group } = viewOf(look);
  const shown = [[t('decide.proof.decision'), t(`approval.${decision}`)], ...(reason === '' ? [] : [[t('approval.outcome.why'), reason] as const])] as const;
  return { verb: 'decide', about: { group: t.of(group) }, reference, shown, data: {}, back: {} };
}
