import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { hasCode, returnTry, tryCode } from '../foundation/codes.ts';
import { type Locale, translate } from '../foundation/i18n.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { linkInstead } from '../foundation/pageCode.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { wentElsewhere } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import type { Support } from '../support/index.ts';
import { askForLink, signUpData } from './askForLink.ts';
import { type Completed, complete } from './completion.ts';
import { asksCode, codeTravelsBy, holdsPage, pageAttempt, provePage, sendPasswordCode } from './pageCode.ts';
import { deadLink, lookAt, namesOf, type PasswordLink } from './passwordLink.ts';
import { checkPassword } from './policy.ts';

/** What a link opens: the form, or why it does not open. */
export type PasswordPage =
  | {
      readonly state: 'open';
      readonly portal: Portal;
      readonly purpose: 'setPassword' | 'reset';
      readonly identifier: string;
      readonly locale: Locale;
      readonly expiresAt: number;
      /** Whether there is a temporary access pass to be had, and no password to choose. */
      readonly pass: boolean;
      /** Whether a code must be asked for and typed on the page (IN-7), and how it travels. Not where it was typed already, or the mailbox proven otherwise. */
      readonly code?: {
        readonly by: 'sms' | 'email';
        readonly sent: boolean /** The end of the number from before a change, which it goes to for a while. */;
        readonly former?: { readonly ends: string };
      };
    }
  /** The account opens with a password that is kept elsewhere. */
  | { readonly state: 'elsewhere'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'expired' | 'used'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** The page that sets a password. `secret` is the one in the link's address. */
export type SetPassword = {
  /** Reads the link; spends nothing (ALL-2). `session` is the page's own, if its code was typed on its own before. */
  open(portal: string, secret: string, session?: string): Promise<PasswordPage>;
  /** Sends the page's code (IN-7). Refuses with `code.newLink` (this link has died, and another one was mailed), `code.limit` or the link's refusals. */
  sendCode(portal: string, secret: string, visitor: Visitor): Promise<Outcome<{ by: 'sms' | 'email' }>>;
  /** Checks the page's code on its own, so that a wrong one costs no typed password. Refuses as `tryCode`, or with the link's refusals. */
  prove(portal: string, secret: string, code: string, visitor: Visitor): Promise<Outcome<{ session: string }>>;
  /** Sets the password and spends the link. Returns what the browser is known by from now on. Refuses with fields `password`, `repeat`, `code`, or with `link.expired`, `.used`, `.unknown`, `set.limit`, `busy` or `directory.*` (no field). */
  submit(
    portal: string,
    secret: string,
    answer: { password: string; repeat: string; code?: string; session?: string },
    visitor: Visitor,
  ): Promise<Outcome<{ portal: Portal; procedure: Procedure } & Completed>>;
  /** Mails a new link to the recorded address, for an expired or used one; the same words whatever happens (ALL-3). */
  renew(portal: string, secret: string, visitor: Visitor): Promise<void>;
};

type Refusals = readonly [Refusal, ...Refusal[]];

/** Creates the page that sets a password. */
export function createSetPassword(dependencies: Dependencies, support: Support): SetPassword {
  /** The mailbox is proven, and the account is disabled or guarded: its owner is told, and support has the facts (DIR-5). */
  const handOver = async ({ portal, procedure, owner, locale, link }: PasswordLink, visitor: Visitor): Promise<Outcome<never>> => {
    const t = translate(locale);
    const actor = { ...visiting(visitor), email: owner.email, name: `${owner.givenName} ${owner.familyName}`.trim() };
    const handed = await support.handOver(actor, portal, procedure, [[t.of(portal.identifier.label), owner.identifier]], { click: link.id });
    const params = { support: t.of(portal.support.name), contact: portal.support.email };
    return refuse(handed ? { key: 'directory.closed.case', params: { ...params, ...handed } } : { key: 'directory.closed', params });
  };

  /** Where the tries of this link are used up, the mailbox gets another one. */
  const instead = async (opened: PasswordLink, refusals: Refusals, visitor: Visitor): Promise<Refusals> => {
    if (refusals[0].key !== 'code.triesToday') return refusals;
    const { portal, link } = opened;
    return [await linkInstead(dependencies.limits, { link, portal, again: () => mailAgain(dependencies, opened, visitor) }, 'code.triesToday')];
  };

  return {
    open: async (portalId, secret, session) => {
      const opened = await lookAt(dependencies, portalId, secret);
      if (opened.state === 'unknown') return opened.portal ? { state: 'unknown', portal: opened.portal } : { state: 'unknown' };
      const { state, portal, locale, purpose, owner, link } = opened;
      if (state !== 'open') return { state, portal, locale };
      if (opened.account?.signsIn === 'elsewhere') return { state: 'elsewhere', portal, locale };
      const page = { state, portal, purpose, identifier: owner.identifier, locale, expiresAt: link.expiresAt, pass: opened.account?.signsIn === 'accessPass' };
      if (!(await asksCode(dependencies, opened)) || (await holdsPage(dependencies, opened, session))) return page;
      return {
        ...page,
        code: {
          by: codeTravelsBy(dependencies, opened),
          ...formerNumber(dependencies, opened),
          sent: await hasCode(dependencies.db, { requestId: link.requestId, purpose: 'page', now: dependencies.clock() }),
        },
      };
    },

    sendCode: async (portalId, secret, visitor) => {
      const opened = await lookAt(dependencies, portalId, secret);
      return opened.state === 'open'
        ? await sendPasswordCode(dependencies, opened, visitor, () => mailAgain(dependencies, opened, visitor))
        : refuse(deadLink(opened.state));
    },

    prove: async (portalId, secret, code, visitor) => {
      const opened = await lookAt(dependencies, portalId, secret);
      if (opened.state !== 'open') return refuse(deadLink(opened.state));
      const proven = await provePage(dependencies, opened, code, visitor);
      return proven.ok ? proven : refuse(...(await instead(opened, proven.refusals, visitor)));
    },

    submit: async (portalId, secret, answer, visitor) => {
      const opened = await lookAt(dependencies, portalId, secret);
      if (opened.state !== 'open') return refuse(deadLink(opened.state));
      const { portal, link } = opened;
      const hasPass = opened.account?.signsIn === 'accessPass';
      const [problem, ...others] = hasPass
        ? []
        : await checkPassword(answer.password, answer.repeat, portal.password, { names: namesOf(portal, opened.owner) });
      if (problem) return refuse(problem, ...others);
      // What follows costs a hash, also where another submission of the same link wins.
      if (!(await dependencies.limits.take('set.link', link.id))) return refuse({ key: 'set.limit' });
      const typed = pageAttempt(portal, link, answer.code ?? '', visitor, dependencies.clock());
      const asks = (await asksCode(dependencies, opened)) && !(await holdsPage(dependencies, opened, answer.session));
      const code = asks ? await tryCode(dependencies, typed) : undefined;
      if (code && !code.ok) return refuse(...(await instead(opened, code.refusals, visitor)));
      const completed = await complete(dependencies, opened, { password: answer.password, codeId: code?.value, visitor });
      if (completed.ok) return accept({ portal, procedure: opened.procedure, ...completed.value });
      if (completed.refusals[0].key === 'busy') {
        // Nothing was tried, so nothing is counted.
        if (code) await returnTry(dependencies, typed, code.value);
        await dependencies.limits.giveBack('set.link', link.id);
      }
      return completed.refusals[0].key === 'directory.closed' ? await handOver(opened, visitor) : completed;
    },

    renew: async (portalId, secret, visitor) => {
      const opened = await lookAt(dependencies, portalId, secret);
      if (opened.state === 'expired' || opened.state === 'used') await mailAgain(dependencies, opened, visitor);
    },
  };
}

/** The number from before a change that rests, by its end: its owner should know which telephone to look at. */
function formerNumber(dependencies: Dependencies, opened: PasswordLink) {
  const { phone, until } = opened.phone;
  const goesThere = phone !== undefined && until !== undefined && codeTravelsBy(dependencies, opened) === 'sms';
  return goesThere ? { former: { ends: phone.slice(-2) } } : {};
}

/**
 * Mails a new link to the recorded address. Who holds an older link's secret has read that mailbox, so no stranger's requests count here; not
 * where the account has another address by now.
 */
async function mailAgain(
  dependencies: Dependencies,
  { portal, link, purpose, procedure, locale, account, owner }: PasswordLink,
  visitor: Visitor,
): Promise<void> {
  const isNew = link.subject.startsWith('new:');
  // The account of a sign-up may exist by now: its owner then gets what a reset gives (IN-3).
  const made = isNew ? await dependencies.directory.findByIdentifier(portal.id, owner.identifier) : undefined;
  const found = account ?? made;
  const wanted = made ? 'reset' : purpose;
  await askForLink(dependencies, { ...visiting(visitor), person: link.person, locale }, portal, {
    procedure,
    purpose: wanted,
    key: link.subject.slice(link.subject.lastIndexOf(':') + 1),
    account: found,
    template: found || isNew ? wanted : undefined,
    // Never where the sign-up was mailed: the account that was made meanwhile may have another address.
    to: found?.email ?? owner.email,
    data: signUpData(link.data),
    unfound: isNew ? 'new' : 'none',
    ...(!wentElsewhere(link, found) && { holder: link.person === 'anonymous' ? `link:${link.id}` : link.person }),
  });
}
