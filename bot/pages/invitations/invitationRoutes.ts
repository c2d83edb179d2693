import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { CompanyValues, Recipient } from '../../../core/invitations/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Cookies } from '../cookies.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import type { Html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { keepSession, sessionOf } from '../pageSession.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, linkPath, type Route, type Visit } from '../visit.ts';
import { written } from '../written.ts';
import { companyPage } from './companyPage.ts';
import { invitationAcceptedPage, invitationDeadPage, invitationEndPage, invitationProofPage, invitationTermsPage, welcomePage } from './invitationPage.ts';

/** What the invitation's pages lean on. */
export type InvitationDependencies = PostedDependencies &
  Pick<Core, 'invitations' | 'signIn'> & {
    readonly cookies: Pick<Cookies, 'read'>;
  };

/** The form's fields of what a profile's company form has. */
const companyIn = (portal: Portal, form: Form): CompanyValues =>
  Object.fromEntries((portal.procedures.acceptInvitation?.company ?? []).flatMap(({ id }) => (form[id] === undefined ? [] : [[id, form[id]]])));

/**
 * The routes of an invitation on the web: the mailbox is proven, then the terms, the company and the first password. Where it stands is read from the
 * records each time, so that another tab, or the chat, may have gone on with it.
 */
export function invitationRoutes(dependencies: InvitationDependencies): { readonly [route in 'show' | 'submit' | 'sendCode' | 'welcome']: Route } {
  const { cookies, csrf, clock, ipOf, publicUrl } = dependencies;
  const { accept, page: link } = dependencies.invitations;
  const { sessions } = dependencies.signIn;

  const visitorOf = (visit: Visit): Visitor => ({ ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred });
  const ticketOf = ({ request, portalId }: Visit) => ({ portal: portalId, secret: cookies.read(request, 'session', portalId) ?? '' });
  const holderOf = (visit: Visit, visitor: Visitor) => link.recipient(visit.portalId, visit.secret, sessionOf(visit), visitor);

  /** The page of where the invitation stands for this visitor, whole in one answer. */
  const draw = async (visit: Visit, visitor: Visitor, refusals: readonly Refusal[] = [], how: { code?: string; mailed?: boolean } = {}): Promise<Reply> => {
    const opened = await link.open(visit.portalId, visit.secret);
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const { portal } = opened;
    const { head, policy } = written(visit.assets, portal, ['sendCode', 'keepDraft']);
    const frame: Frame = { ...frameOf(visit, opened.locale), written: head };
    const reply = (status: number, document: Html) => page(status, document, { 'Content-Security-Policy': policy });
    const standing = refusals.length > 0 ? 422 : 200;
    const shown = { portal, csrf: csrf.token(visit.secret, clock()), refusals };
    const says = (what: string) => visit.query.get(what) === '1' && refusals.length === 0;

    const holder = await holderOf(visit, visitor);
    const looked = holder && (await accept.look(holder, portal));
    if (looked?.ok) {
      const held = looked.value;
      // Into an establishment there is no form after it: the rights are shown, and agreeing is accepting.
      const goesOn = held.agreed && held.organisation === '';
      return reply(standing, goesOn ? companyPage(frame, { ...shown, held, saved: says('saved') }) : invitationTermsPage(frame, { ...shown, held }));
    }
    const over = looked?.refusals.find(({ key }) => key !== 'accept.unproven');
    // A click that came too late is answered by the page itself, which says the same.
    const gone = (why: Refusal) => reply(410, invitationDeadPage(frame, { ...shown, refusals: refusals.filter(({ key }) => key !== why.key), why }));
    if (over?.key === 'accept.used') return reply(200, invitationAcceptedPage(frame, { ...shown, refusals: [], mailed: how.mailed ?? false }));
    if (over) return gone(over);
    if (opened.state === 'dead') return gone(opened.why);
    const sent = says('sent');
    const { inviter } = opened;
    const ticket = ticketOf(visit);
    const signedIn = ticket.secret !== '' && (await sessions.find(ticket))?.state === 'open';
    return reply(
      standing,
      invitationProofPage(frame, { ...shown, inviter, sent, again: sent || opened.sent, lost: says('proven'), signedIn, code: how.code ?? '' }),
    );
  };

  const again = (visit: Visit, visitor: Visitor, said = ''): Reply => seeOther(`${inLanguage(linkPath(visit), visitor.locale)}${said && `&${said}=1`}`);

  /** Keeps the form, then creates what is to be created; a new account goes on to its first password at once. */
  const create = async (visit: Visit, visitor: Visitor, holder: Recipient, portal: Portal, company: CompanyValues): Promise<Reply> => {
    const saved = await accept.save(holder, portal, company);
    const done = saved.ok ? await accept.complete(holder, portal, company) : saved;
    if (!done.ok) return await draw(visit, visitor, done.refusals);
    const next = done.value.password ? `link/${done.value.password.secret}` : 'welcome';
    return seeOther(inLanguage(`/p/${portal.id}/${next}`, visitor.locale));
  };

  const end = (visit: Visit, visitor: Visitor, key: 'refused' | 'wished', inviter = ''): Reply => {
    const frame = frameOf(visit, visitor.locale);
    return page(200, invitationEndPage(frame, frame.t(`accept.${key}.title`), frame.t(`accept.${key}.text`, { inviter })));
  };

  /** What somebody does who has proven the mailbox. */
  const decide = async (visit: Visit, form: Form, visitor: Visitor, holder: Recipient, portal: Portal): Promise<Reply> => {
    const company = companyIn(portal, form);
    switch (form.press) {
      case 'agree': {
        const agreed = await accept.agree(holder, portal, form.terms ?? '');
        if (!agreed.ok) return await draw(visit, visitor, agreed.refusals);
        const looked = await accept.look(holder, portal);
        const isWhole = (looked.ok && looked.value.organisation !== '') || (portal.procedures.acceptInvitation?.company ?? []).length === 0;
        return isWhole ? await create(visit, visitor, holder, portal, {}) : again(visit, visitor);
      }
      case 'refuse': {
        const looked = await accept.look(holder, portal);
        const refused = await accept.refuse(holder, portal);
        return refused.ok ? end(visit, visitor, 'refused', looked.ok ? looked.value.inviter : '') : await draw(visit, visitor, refused.refusals);
      }
      case 'create':
        return await create(visit, visitor, holder, portal, company);
      case 'password': {
        const mailed = await accept.passwordAgain(holder, portal);
        return mailed.ok ? await draw(visit, visitor, [], { mailed: true }) : await draw(visit, visitor, mailed.refusals);
      }
      // «Save for later», and what the script sends as it is typed.
      default: {
        const saved = await accept.save(holder, portal, company);
        return saved.ok ? again(visit, visitor, 'saved') : await draw(visit, visitor, saved.refusals);
      }
    }
  };

  return {
    show: (visit) => draw(visit, visitorOf(visit)),

    submit: posted(dependencies, async (visit, form, visitor) => {
      if (form.press === 'wish') {
        const asked = await link.askAgain(visit.portalId, visit.secret, visitor);
        return asked.ok ? end(visit, visitor, 'wished') : await draw(visit, visitor, asked.refusals);
      }
      const holder = await holderOf(visit, visitor);
      if (holder && visit.portal) return await decide(visit, form, visitor, holder, visit.portal);
      const proved = (session: string) => seeOther(`${inLanguage(linkPath(visit), visitor.locale)}&proven=1`, [keepSession(visit, session, publicUrl)]);
      if (form.press === 'account') {
        const own = await link.proveSignedIn(visit.portalId, visit.secret, ticketOf(visit), visitor);
        return own.ok ? proved(own.value.session) : await draw(visit, visitor, own.refusals);
      }
      if (form.code === undefined) return await draw(visit, visitor, [{ key: 'accept.unproven' }]);
      const proven = await link.prove(visit.portalId, visit.secret, form.code, visitor);
      if (!proven.ok) return await draw(visit, visitor, proven.refusals, { code: form.code });
      return proved(proven.value.session);
    }),

    sendCode: posted(dependencies, async (visit, _form, visitor) => {
      const sent = await link.sendCode(visit.portalId, visit.secret, visitor);
      return sent.ok ? again(visit, visitor, 'sent') : await draw(visit, visitor, sent.refusals);
    }),

    welcome: async (visit) =>
      visit.portal?.procedures.acceptInvitation ? page(200, welcomePage(frameOf(visit), visit.portal, clock())) : page(404, unknownLinkPage(frameOf(visit))),
  };
}
