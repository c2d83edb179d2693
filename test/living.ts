import { asks, claire, meets } from './enrolling.ts';
import { type Guichet, linkIn } from './support.ts';

/** Alice asks for a catalogue, resets a password, asks for a person and says how it went; Claire is asked to decide. */
export async function lives(its: Guichet) {
  const { chat, mails, page } = its;
  const hers = await meets(its, claire);
  await asks(its, ['workplace'], 'pour mon poste');
  await hers.says('à décider');
  await chat.says('mdp octopus oublié');
  await chat.presses('reset.send', { identifier: 'amartin' });
  const mail = (await mails()).find(({ text }) => text.includes('/link/'));
  await (await page(linkIn(mail))).submits('Grand-Large 25!!');
  await mails();
  await chat.says('je veux parler à quelqu’un du support octopus');
  await chat.presses('support.send', { comment: 'je suis perdue' });
  await mails();
  return { hers };
}
