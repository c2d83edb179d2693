import { setTimeout as sleep } from 'node:timers/promises';
import { actionsOf, type Chat } from '../chat.ts';
import { linkIn } from '../support.ts';
import { openPage } from '../webPage.ts';
import type { Chance } from './chance.ts';
import type { Ledger, ResetDeed } from './ledger.ts';
import { openPerson } from './person.ts';
import { addressOf, groupOf, identifierOf, type World } from './world.ts';

const password = (n: number): string => `quatre 7 vents ${n}`;
/** The code of a mail. The secret of a link has six digits in a row now and then. */
const codeOf = (text: string | undefined): string | undefined => /(?<!\d)\d{6}(?!\d)/.exec((text ?? '').replace(/https?:\S+/g, ''))?.[0];

/** Somebody forgot a password of Octopus: asks for the mail, then sets another by the link in it, or by the code in the chat. */
export async function resets(world: World, ledger: Ledger, chance: Chance, n: number, over: AbortSignal): Promise<void> {
  const person = openPerson(world, ledger, chance, n, over);
  const deed: ResetDeed = { person: n, mailed: false, asked: 0, password: password(n), said: false, dead: false, lost: 0 };
  ledger.resets.push(deed);
  if (!(await person.asksFor('mdp octopus oublié', 'reset.send'))) return;
  deed.mailed = await person.presses('reset.send', { identifier: identifierOf(n) }, /Étape 2 sur 3/, () => {
    deed.asked += 1;
  });
  const mail = deed.mailed ? await person.mail(/\/link\//) : undefined;
  if (!mail) return;
  const code = codeOf(mail.text);
  const byCode = code !== undefined && chance.happens(0.4) && (await person.presses('reset.code', { code }, /Le code est bon/));
  // Where the card with the page was lost, another has a button for it.
  for (let tries = 0; byCode && tries < 5 && !opensPage(person.chat); tries += 1) await person.presses('reset.page', {}, /sur cette page/);
  if (byCode && !opensPage(person.chat)) return;
  await setsPassword(world, ledger, deed, byCode ? person.chat.opens() : linkIn(mail));
}

const opensPage = ({ card }: Chat): boolean => actionsOf(card).some(({ url }) => url !== undefined);

/** Submits the page until it says what came of it. */
async function setsPassword(world: World, ledger: Ledger, deed: ResetDeed, link: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      const page = await openPage(world.url, link);
      deed.dead = page.status === 410;
      if (deed.dead) return;
      if (page.status === 200) {
        // Lost until it is answered.
        deed.lost += 1;
        const { status } = await page.submits(deed.password);
        deed.said = status === 303;
        deed.dead = status === 410;
        if (deed.said || deed.dead) return;
        // It said that it failed, and that nothing is lost.
        deed.lost -= 1;
      }
    } catch {
      ledger.lostAnswers += 1;
    }
    await sleep(400);
  }
  ledger.stuck.push(`${addressOf(deed.person)} could not submit the page`);
}

/** Somebody proves an account of InvGate, and asks for a catalogue. */
export async function asks(world: World, ledger: Ledger, chance: Chance, n: number, over: AbortSignal): Promise<void> {
  const person = openPerson(world, ledger, chance, n, over);
  const deed = { person: n, reference: undefined as string | undefined, tried: 0 };
  ledger.asks.push(deed);
  if (!(await person.asksFor('m’inscrire à un catalogue InvGate', 'enroll.prove'))) return;
  if (!(await person.presses('enroll.prove', { identifier: addressOf(n) }, 'enroll.code'))) return;
  const code = codeOf((await person.mail(/Saisissez ce code/))?.text);
  if (code === undefined || !(await person.presses('enroll.code', { code }, 'enroll.pick'))) return;
  if (!(await person.presses('enroll.pick', { groups: groupOf(n) }, 'enroll.confirm'))) return;
  const gone = await person.presses('enroll.confirm', { justification: '' }, /Votre demande est partie/, () => {
    deed.tried += 1;
  });
  if (gone) deed.reference = referenceIn(person.chat.heard);
}

const referenceIn = (text: string): string | undefined => /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0];
