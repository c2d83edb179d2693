import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '../../core/foundation/clock.ts';
import { asksByMail, decided, decideLinkIn, nadia } from '../decidingByMail.ts';
import { aliceAccount } from '../enrolling.ts';
import { invitationIn, invites } from '../inviting.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../support.ts';

/** A visitor from one of many networks. */
const from = (n: number) => ({ ip: `2001:db8:${(n % 60).toString(16)}::1`, locale: 'fr' }) as const;
const secretIn = (link: string): string => new URL(link).pathname.split('/').at(-1) ?? '';
const wrong = (n: number): string => String((n * 7919) % 1_000_000).padStart(6, '0');

/** A stranger to whom a mailed link was forwarded. */
type Stranger = { readonly sendsCode: (n: number) => Promise<unknown>; readonly tries: (code: string, n: number) => Promise<unknown> };

/** Uses up all codes and tries of a link for today, whatever it takes. */
async function usesUp(its: Guichet, { sendsCode, tries }: Stranger): Promise<void> {
  for (let n = 0; n < 125; n += 1) {
    if (n % 5 === 0) await sendsCode(n);
    if (n % 25 === 24) its.passes(hour);
    await tries(wrong(n), n);
  }
}

type Begun = { readonly link: string; readonly stranger: Stranger; newest(): Promise<string>; gets(link: string): Promise<boolean> };

const stories = {
  'an invitation': async (its) => {
    await invites(its);
    const link = invitationIn((await its.mails())[0]);
    const { page } = its.core.invitations;
    return {
      link,
      stranger: {
        sendsCode: (n) => page.sendCode('rconnect', secretIn(link), from(n)),
        tries: (code, n) => page.prove('rconnect', secretIn(link), code, from(n)),
      },
      newest: async () => invitationIn((await its.mails()).findLast(({ text }) => text.includes('/invitation/'))),
      gets: async (fresh) => {
        const web = await its.page(fresh);
        assert.equal((await web.sendsCode()).status, 303);
        return (await web.posts({ code: codeIn((await its.mails()).at(-1)), press: 'prove' })).status === 303;
      },
    };
  },
  'a request to decide': async (its) => {
    const { mailTo } = await asksByMail(its);
    const link = decideLinkIn(mailTo(nadia));
    const { decidePage } = its.core.access;
    return {
      link,
      stranger: {
        sendsCode: (n) => decidePage.sendCode('invgate', secretIn(link), from(n)),
        tries: (code, n) => decidePage.submit('invgate', secretIn(link), '', { decision: 'approved', reason: '', email: '', code }, from(n)),
      },
      newest: async () => decideLinkIn((await its.mails()).findLast(({ text }) => text.includes('/decide/'))),
      gets: async (fresh) => {
        const web = await its.page(fresh);
        assert.equal((await web.sendsCode()).status, 303);
        await web.posts({ decision: 'approved', code: codeIn((await its.mails()).at(-1)) });
        return (await decided(its)).status === 'approved';
      },
    };
  },
  'a page for a password': async (its) => {
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    const link = linkIn((await its.mails())[0]);
    const { set } = its.core.passwords;
    const password = 'Phare-12-de-la-Pointe!!';
    return {
      link,
      stranger: {
        sendsCode: (n) => set.sendCode('invgate', secretIn(link), from(n)),
        tries: (code, n) => set.submit('invgate', secretIn(link), { password, repeat: password, code }, from(n)),
      },
      newest: async () => linkIn((await its.mails()).findLast(({ text }) => text.includes('/link/'))),
      gets: async (fresh) => {
        const web = await its.page(fresh);
        assert.equal((await web.sendsCode()).status, 303);
        await its.worker.drain();
        return (await web.submits(password, { code: codeIn(its.sms.messages.at(-1)) })).status === 303;
      },
    };
  },
} satisfies Readonly<Record<string, (its: Guichet) => Promise<Begun>>>;

for (const [what, begins] of Object.entries(stories))
  test(`ALL-6 whoever was forwarded the link of ${what} uses up its codes, from many networks, and its mailbox gets another link that works at once`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      const { stranger, link, newest, gets } = await begins(its);
      for (let n = 0; n < 5; n += 1) await stranger.sendsCode(n);
      for (let n = 0; n < 5; n += 1) await stranger.tries(wrong(n), n);
      await its.mails();
      const web = await its.page(link);
      const answer = await web.sendsCode();
      assert.match(answer.html, /nouveau lien|nouvel e-mail/i);
      const fresh = await newest();
      assert.notEqual(fresh, link);
      assert.ok(await gets(fresh));
    }));

for (const what of ['an invitation', 'a request to decide'] as const)
  test(`ALL-6 the tries of a day at ${what} are used up from many networks, and its mailbox gets another link that works at once`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      const { stranger, link, newest, gets } = await stories[what](its);
      await usesUp(its, stranger);
      its.passes(hour);
      await its.mails();
      const web = await its.page(link);
      await web.sendsCode();
      const [code] = await its.mails();
      const answer = await web.posts({ decision: 'approved', press: 'prove', code: codeIn(code) });
      assert.match(answer.html, /nouveau lien/i);
      assert.ok(await gets(await newest()));
    }));

test('the links that are mailed in place of one whose codes are used up have an end too: five an hour', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const { stranger } = await stories['an invitation'](its);
    for (let n = 0; n < 20; n += 1) await stranger.sendsCode(n);
    assert.equal((await its.mails()).filter(({ text }) => text.includes('/invitation/')).length, 5);
  }));
