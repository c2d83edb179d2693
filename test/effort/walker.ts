import assert from 'node:assert/strict';
import { actionsOf, type Chat, inputsOf, type ShownCard } from '../chat.ts';
import type { Received } from '../fakes/smtp.ts';
import { codeIn, type Guichet } from '../support.ts';
import type { Effort } from './effort.ts';
import { openWebsite, type Website } from './website.ts';

/** A person at work: drives chats, mails and pages as a test does, and counts what that takes. */
export type Walker = {
  readonly effort: Effort;
  /** Types a sentence in the chat. */
  says(chat: Chat, text: string): Promise<void>;
  /** Fills in what the current card does not have yet, and presses a button. `choice`: which of several with this verb. */
  presses(chat: Chat, verb: string, typed?: Readonly<Record<string, string>>, choice?: string): Promise<void>;
  /** Goes to the mailbox, for the one mail to this address that has a link of this kind or a code. Returns the link. */
  mail(to: string, holds: RegExp): Promise<Received>;
  link(to: string, kind?: string): Promise<string>;
  code(to: string): Promise<string>;
  /** Reads a code that came as a text message. */
  text(): Promise<string>;
  /** Clicks a link in a mail or on a card, which opens a page. */
  follows(link: string): Promise<Website>;
  /** Opens an address that is known or bookmarked. */
  visits(path: string): Promise<Website>;
};

/** Makes one. */
export function newWalker(guichet: Guichet): Walker {
  const effort: Effort = { messages: 0, clicks: 0, fields: 0, mails: 0, pages: 0 };
  let texts = 0;
  const browser = openWebsite(guichet.url, effort);
  const mailTo = async (to: string, holds: RegExp): Promise<Received> => {
    const mail = (await guichet.mails()).findLast((each) => each.to === to && holds.test(each.text));
    assert.ok(mail, `no mail to ${to} with ${holds}`);
    effort.mails += 1;
    return mail;
  };
  return {
    effort,
    says: async (chat, text) => {
      effort.messages += 1;
      await chat.says(text);
    },
    presses: async (chat, verb, typed = {}, choice) => {
      effort.clicks += 1;
      // A card may have come since: what a page did, or somebody else.
      assert.ok(chat.heard !== undefined);
      const button = actionsOf(chat.card).find(({ data = {} }) => data.verb === verb && (choice === undefined || Object.values(data).includes(choice)));
      const sends = button?.associatedInputs !== 'none';
      await chat.presses(verb, sends ? fill(chat.card, typed, effort) : {}, choice === undefined ? {} : { choice });
    },
    mail: mailTo,
    link: async (to, kind = 'link') => {
      const link = new RegExp(`https?://\\S+/${kind}/[\\w-]+`);
      return link.exec((await mailTo(to, link)).text)?.[0] ?? '';
    },
    code: async (to) => codeIn(await mailTo(to, /(?<!\d)\d{6}(?!\d)/)),
    text: async () => {
      await guichet.worker.drain();
      const sent = guichet.sms.messages[texts];
      texts += 1;
      effort.mails += 1;
      return codeIn(sent);
    },
    follows: async (link) => {
      effort.clicks += 1;
      return await browser.opens(new URL(link).pathname);
    },
    visits: (path) => browser.opens(path),
  };
}

/** What a client sends of a card: what stands in its fields, with what is typed or chosen, which counts where it is not there already. */
function fill(card: ShownCard, typed: Readonly<Record<string, string>>, effort: Effort): Record<string, string> {
  const inputs = inputsOf(card);
  for (const id of Object.keys(typed))
    assert.ok(
      inputs.some((input) => input.id === id),
      `no field ${id} on the card`,
    );
  return Object.fromEntries(
    inputs.map(({ id, type, style, isMultiSelect, isRequired, value: before }) => {
      const value = typed[id] ?? before;
      assert.ok(!isRequired || value !== '', `${id} has to be filled in`);
      if (value !== before && type === 'Input.Text') effort.fields += 1;
      if (value !== before && type === 'Input.ChoiceSet') effort.clicks += isMultiSelect ? value.split(',').length : style === 'expanded' ? 1 : 2;
      return [id, value];
    }),
  );
}
