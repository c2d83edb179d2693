import { commentedCard, thanksCard, withFeedback } from '../../cards/conversation/feedback.ts';
import { helpedCard } from '../../cards/conversation/stepHelp.ts';
import {
  aboutCard,
  abuseCard,
  afterCard,
  complaintCard,
  languagesCard,
  lostCard,
  nextCard,
  personCard,
  plightCard,
  safeCard,
} from '../../cards/conversation/talk.ts';
import { namedAt, procedureAt, procedureLabel, procedureRow } from '../../cards/frame.ts';
import { menuCard, nearestCard, portalsCard, welcomeCard } from '../../cards/menu.ts';
import {
  busyCard,
  cancelledCard,
  doneCard,
  faultCard,
  finishedCard,
  helpCard,
  notYoursCard,
  staleCard,
  stepDoneCard,
  supportCaseCard,
  unavailableCard,
} from '../../cards/notice.ts';
import { resetAskCard } from '../../cards/passwords/reset.ts';
import { abuseStoppedCard, supportAskCard, supportDoneCard } from '../../cards/support/support.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { openingText } from '../../core/portal/opening.ts';
import { beginning } from '../support.ts';
import { type Family, frameOf, portalIn, say, show } from './shown.ts';

/** Where everything begins. */
export const beginnings: Family = {
  name: 'menu',
  title: 'Where to begin',
  cards: (look) => {
    const { t } = look;
    const portals = [...look.portals.values()];
    const portal = portalIn(look, 'invgate');
    const offered = ['signUp', 'reset', 'unlock', 'enroll', 'myRequests', 'decide', 'support'] as const;
    return [
      show('The first words.', welcomeCard, t, portals),
      show('What can be done with a portal.', menuCard, t, portal, { offered, otherPortals: true, account: true }),
      show('A portal with more: what most people want is in view, the rest behind «More choices».', menuCard, t, portalIn(look, 'outscale'), {
        offered: ['reset', 'changePassword', 'myRequests', 'decide', 'createOrganisation', 'addUser', 'removeUser', 'twoFactor', 'support'],
        otherPortals: true,
        account: true,
      }),
      show('The same in the middle of something: on with it comes first.', menuCard, t, portal, {
        offered,
        otherPortals: true,
        account: true,
        running: namedAt(t, portal, 'signUp'),
      }),
      show('Somebody says hello.', menuCard, t, portal, { offered, otherPortals: true, account: true, hello: { name: 'Alice' } }),
      show('A procedure was asked for, and not of which portal.', portalsCard, t, portals.slice(0, 4), { procedure: 'reset' }),
      show('So many portals that one searches.', portalsCard, t, [...portals, ...portals]),
      show('A sentence that was understood in part.', nearestCard, t, portal, ['reset', 'unlock', 'enroll']),
      show('«Help».', helpCard, t, procedureAt(t, portal, 'enroll')),
    ];
  },
};

/** How a procedure ends, and how it went. */
export const endings: Family = {
  name: 'endings',
  title: 'How a procedure ends',
  cards: (look) => {
    const { t } = look;
    const octopus = portalIn(look, 'octopus');
    const invgate = portalIn(look, 'invgate');
    return [
      show('The password was set on the page: the chat goes on by itself.', doneCard, t, octopus, { opening: undefined }),
      show('The same where a temporary access pass took its place.', doneCard, t, octopus, { opening: undefined, pass: true }),
      show('The same before the portal opens, and what comes next.', doneCard, t, invgate, { opening: openingText(t, invgate, beginning), next: 'enroll' }),
      show('«How did it go?» stands under every end.', withFeedback, t, finishedCard(t, octopus), 'gallery'),
      show('The same under an end with more ways on.', withFeedback, t, doneCard(t, octopus, { opening: undefined, next: 'enroll' }), 'gallery'),
      show('Thanks, and room for a word more.', thanksCard, t, 'gallery', 500),
      show('The word has arrived.', commentedCard, t),
      show('Over, with nothing more to do.', finishedCard, t, octopus),
      show('«Cancel».', cancelledCard, t, octopus, 'reset', { mailed: true }),
      show('Over, where nothing was done here.', finishedCard, t, octopus, { nothing: true }),
    ];
  },
};

/** What does not go as hoped, and the people who help then. */
export const astray: Family = {
  name: 'support',
  title: 'When it does not go as hoped',
  cards: (look) => {
    const { t } = look;
    const portal = portalIn(look, 'extranet');
    const frame = frameOf(look, 'extranet');
    const octopus = frameOf(look, 'octopus');
    const reference = 'KNZC-T2WJ';
    const details = [
      [say(look, 'Qui', 'Who'), 'Alice Martin'],
      [say(look, 'Procédure', 'Procedure'), procedureLabel(t, portal, 'forgotIdentifier')],
    ] as const;
    return [
      show('What will be handed over to the portal’s support.', supportAskCard, frame, {}),
      show('What was written as a message is read once more before it is sent.', supportAskCard, frame, {
        comment: say(look, 'Mon compte n’apparaît plus.', 'My account has gone.'),
      }),
      show('The same for a report of abuse: what is pending can be stopped.', supportAskCard, frame, {
        comment: say(look, 'Je n’ai pas demandé cet e-mail.', 'I did not ask for this mail.'),
        stops: true,
      }),
      show('What the report ended, and the chats of others that are tied to the account.', abuseStoppedCard, frame, {
        ended: [
          [
            t.date(beginning, 'dateTime', portal.timeZone),
            [procedureLabel(t, portal, 'reset'), t.of(portal.name), t('abuse.by', { who: 'Bruno Leroy' }), t('channel.msteams')].join(' · '),
          ],
        ],
        others: ['Bruno Leroy'],
        reference,
      }),
      show('The report found nothing pending.', abuseStoppedCard, frame, { ended: [], others: [], reference }),
      show('Handed over: the reference number.', supportDoneCard, frame, reference),
      show('The same case in the support team’s channel.', supportCaseCard, t, portal, { name: 'supportCase', portal: 'extranet', reference, details }),
      show('«It does not work», and nothing is under way.', complaintCard, t, { portal, nearest: ['reset', 'unlock'] }),
      show(
        '«I don’t know», in the middle of something: its card, with what helps there on top.',
        helpedCard,
        resetAskCard(octopus, 'reset', {}),
        octopus,
        'identifier',
        'unknown',
        'reset',
      ),
      show('«Why?», in the middle of something.', helpedCard, resetAskCard(octopus, 'reset', {}), octopus, 'identifier', 'why', 'reset'),
      show('«And now?», when all is done.', afterCard, t, octopus.portal, 'reset', 'next'),
      show('«I still cannot get in», when all is done.', afterCard, t, octopus.portal, 'reset', 'trouble'),
      show('A report of something that the person did not do.', abuseCard, t, { portal, nearest: [] }),
      show('«My colleague forgot her password»: only its owner can get in.', plightCard, t, 'forElse', { portal, nearest: [] }),
      show('«My laptop was stolen.»', plightCard, t, 'stolen', { portal, nearest: ['changePassword', 'reset'] }),
      show('«I gave somebody my password.»', plightCard, t, 'leaked', { portal, nearest: ['changePassword', 'reset'] }),
      show('A colleague has died.', plightCard, t, 'death', { portal, nearest: [] }),
      show('«Is it down?»', plightCard, t, 'outage', { portal, nearest: [] }),
      show('«Access denied.»', plightCard, t, 'noEntry', { portal, nearest: ['enroll', 'myRequests'] }),
      show('«My account is disabled.»', plightCard, t, 'disabled', { portal, nearest: [] }),
      show('«My account isn’t active.»', plightCard, t, 'inactive', { portal, nearest: ['signUp', 'myRequests'] }),
      show('«Who is Sonia?»', plightCard, t, 'stranger', { portal, nearest: [] }),
      show('«Why me?»', plightCard, t, 'whyMe', { portal, nearest: ['decide'] }),
      show('«Are you a robot?»', aboutCard, t, { nearest: [] }),
      show('«Is it safe?»', safeCard, t, { nearest: [] }),
      show('Two messages in a row were not understood.', lostCard, t, { portal, nearest: ['reset', 'unlock'] }),
      show('The fourth in a row and all that follow: only a person helps.', personCard, t, { portal, nearest: [] }, 'frob'),
      show('The second of two wishes, where no card ended the first.', nextCard, t, [procedureRow(t, portal, 'unlock').action]),
      show('Another language.', languagesCard, t, translate(t.locale === 'fr' ? 'en' : 'fr')),
      show('A procedure that cannot be done here yet.', unavailableCard, t, octopus.portal, 'changePassword'),
      show('A procedure that needs to know who is writing, in a chat that does not say so.', unavailableCard, t, portal, 'addUser'),
      show('A click takes longer than Teams waits.', busyCard, t),
      show('What a card waited for was done on the page: it asks for nothing any more.', stepDoneCard, t, portalIn(look, 'invgate'), 'signUp'),
      show('An old card was pressed, in the middle of something.', staleCard, t, true),
      show('An old card was pressed, and nothing is under way.', staleCard, t, false),
      show('Another person’s card was pressed.', notYoursCard, t),
      show('Something failed on our side.', faultCard, t),
    ];
  },
};
