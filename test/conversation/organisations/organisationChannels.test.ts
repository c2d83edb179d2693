import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, openChat } from '../../chat.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { bruno } from '../../fakes/connector.ts';
import { begins, cloud, provesOnPage, withOrganisations } from '../../organising.ts';
import { linkIn } from '../../support.ts';

for (const channel of ['emulator', 'webchat'] as const) {
  test(`ALL-13 OU-1 OU-4 on ${channel} an organisation is created, as its proof is a page and its password a mailbox`, () =>
    withOrganisations({ channel }, async (its) => {
      const { chat } = its;
      await chat.says('créer une organisation outscale');
      // Who is on such a channel chooses the name there: it does not stand on a page that asks for a password.
      const page = await its.page(chat.opens());
      page.shows('Demandé dans une conversation. Ce n’est pas la vôtre');
      assert.doesNotMatch(page.html, /Alice/);
      await begins(its);
      await chat.presses('createOrganisation.domicile', { domicile: 'france' });
      await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
      chat.hears('ACME LOGICIELS');
      await chat.presses('createOrganisation.create');
      chat.hears('attend maintenant sa validation');
      const mail = (await its.mails()).find(({ to }) => to === cloud.here);
      assert.doesNotMatch(JSON.stringify(chat.card), /createOrganisation\.code/);
      assert.equal((await (await its.page(linkIn(mail))).submits('Grand-Large 2026 !')).status, 303);
      const made = await its.db.selectFrom('organisation').select(['status', 'name']).executeTakeFirst();
      assert.deepEqual({ ...made }, { status: 'pending', name: 'ACME LOGICIELS' });
      assert.deepEqual(await its.db.selectFrom('binding').selectAll().execute(), [], 'a chat that nobody vouches for is nobody’s');
    }));

  test(`ALL-13 OU-7 on ${channel} nobody is an administrator, and adding users is said to be unavailable`, () =>
    withOrganisations({ channel }, async (its) => {
      await its.chat.says('ajouter un utilisateur outscale');
      assert.doesNotMatch(its.chat.heard, /j’envoie un code/);
      assert.equal(
        actionsOf(its.chat.card).some(({ verb }) => verb === 'addUser.prove'),
        false,
      );
    }));

  test(`ALL-13 OU-1 on ${channel} somebody else’s conversation cannot go on with a proof`, () =>
    withOrganisations({ channel }, async (its) => {
      await its.chat.says('créer une organisation outscale');
      const stranger = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel, who: bruno });
      await stranger.says('créer une organisation outscale');
      assert.equal((await provesOnPage(its, its.chat.opens())).status, 303);
      await its.worker.drain();
      stranger.hears('connectez-vous d’abord');
      assert.doesNotMatch(stranger.heard, /Où est votre organisation/);
      const { id } = await its.db.selectFrom('request').select('id').where('provenAt', 'is not', null).executeTakeFirstOrThrow();
      const people = await its.db.selectFrom('request').select(['id', 'person']).execute();
      assert.equal(new Set(people.map(({ person }) => person)).size, 2, 'each conversation is a person of its own');
      assert.equal(people.filter((row) => row.id === id).length, 1);
    }));
}
