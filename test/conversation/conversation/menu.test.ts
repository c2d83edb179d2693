import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { actionsOf } from '../../chat.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

test('ALL-7 the menu can be asked for in a procedure, and no row of it has more buttons than Teams shows', () =>
  withGuichet({}, async ({ chat, core }) => {
    for (const { id } of core.portals.values()) {
      await chat.says(`parler au support ${id}`);
      chat.hears('Transmettre au support');
      await chat.says('menu');
      chat.hears('Que souhaitez-vous faire');
      const rows = [chat.card.actions, ...chat.card.body.map(({ actions = [] }) => actions)].map(({ length }) => length);
      assert.ok(Math.max(...rows) <= 6, `${id}: ${rows}`);
      assert.ok(actionsOf(chat.card).some(({ title }) => title === 'English'));
      await chat.presses('root.continue');
      chat.hears('Transmettre au support');
    }
  }));

for (const [locale, more, back, none, ...wrong] of [
  ['fr', 'plus de choix', 'retour', 'aucun', 'mauvais portail', 'je me suis trompé de portail', 'c’est pas le bon portail'],
  ['en', 'more choices', 'back', 'none of these', 'wrong portal', 'that’s the wrong portal'],
] as const)
  test(`TALK-11 «${more}» unfolds the menu, «${back}» and «${wrong[0]}» lead to the portals, and «${none}» is heard, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says('invgate');
      const isFolded = () => JSON.stringify(chat.card).includes('"isVisible":false');
      assert.ok(isFolded());
      await chat.says(more);
      assert.ok(!isFolded() && actionsOf(chat.card).length > few);
      const choosesPortal = () => actionsOf(chat.card).every(({ data }) => data?.verb === 'portal.choose');
      await chat.says(back);
      assert.ok(choosesPortal());
      for (const said of wrong)
        for (const choice of ['invgate', locale === 'fr' ? 'mot de passe octopus' : 'octopus password']) {
          await chat.says(choice);
          assert.ok(!choosesPortal());
          await chat.says(said);
          assert.ok(choosesPortal(), `${choice}, ${said}: ${chat.heard}`);
        }
      await chat.says(none);
      chat.hears(locale === 'fr' ? 'Je vous écoute' : 'I’m listening');
    }));

/** So many rows are in view without the others. */
const few = 5;

/** Sets the password of Alice's InvGate account. */
async function resets({ chat, mails, page, sms, worker }: Guichet, password: string): Promise<void> {
  await chat.says('mdp invgate oublié');
  await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
  const web = await page(linkIn((await mails())[0]));
  await web.sendsCode();
  await worker.drain();
  assert.equal((await web.submits(password, { code: codeIn(sms.messages.at(-1)) })).status, 303);
  await worker.drain();
  chat.hears('Votre mot de passe est enregistré');
}

test('IN-12 before the portal opens, the last card says when it does and what serves until then, not that one can sign in', () =>
  withGuichet({}, async (guichet) => {
    const { chat, now, passes } = guichet;
    const signsIn = () => actionsOf(chat.card).some(({ type }) => type === 'Action.OpenUrl');
    await resets(guichet, 'Grand-Large 25!!');
    chat.hears('2 avril 2027', 'JIRA');
    assert.doesNotMatch(chat.heard, /Vous pouvez maintenant vous connecter/);
    assert.equal(signsIn(), false);

    passes(Date.parse('2027-04-02T08:00:00Z') - now() + day);
    await resets(guichet, 'Grand-Large 26!!');
    chat.hears('Vous pouvez maintenant vous connecter à InvGate Service Desk');
    assert.equal(signsIn(), true);
  }));

test('ALL-10 support reads the name of the entity that was picked, and nothing where none was', () =>
  withGuichet({}, async ({ chat, mails }) => {
    for (const [entity, named] of [
      ['fhl', /Votre entité\s: FHL/],
      ['other', /^(?![\s\S]*Votre entité)/],
    ] as const) {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email: 'jean@fhl.example.org', entity });
      await chat.presses('signUp.support');
      await chat.presses('support.send');
      assert.match((await mails())[0]?.text ?? '', named);
    }
  }));
