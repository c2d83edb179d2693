import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { codeIn } from '../support.ts';
import { languages, picture, skip } from './browser.ts';
import { startEverything } from './playground.ts';

const helene = { givenName: 'Hélène', surname: 'Roux', email: 'helene.roux@hotel.example', objectId: '56565656-5656-4656-8656-565656565656' };
const marc = 'marc.petit@hotel.example';
const nina = 'nina.vidal@hotel.example';
const users = `identifier,email,givenName,familyName,phone,entity,establishment,country,rights
${helene.email},${helene.email},Hélène,Roux,,,H-PARIS,FR,administration reservations
${marc},${marc},Marc,Petit,,,H-PARIS,FR,reservations`;
const chosen = 'Un matin sur le quai';

const sayings = {
  fr: ['bonjour', 'changer mon adresse e-mail extranet'],
  en: ['hello', 'change my e-mail address on the extranet'],
} as const;

for (const locale of languages('en'))
  test(`EX-5 EX-6 EX-7 an administrator replaces an address: the new user invited, accepted on the page, the old one deleted, in ${locale}`, {
    skip,
  }, async () => {
    const t = translate(locale);
    const [hello, wish] = sayings[locale];
    const all = await startEverything();
    try {
      const portal = all.bot.core.portals.get('extranet');
      assert.ok(portal);
      const invite = t.of(portal.procedures.addUser?.submit ?? '');
      const change = t('procedure.changeEmail');
      assert.deepEqual((await importAccounts(all.bot.db, portal.id, users, Date.now(), 'address', portal)).refused, []);
      const chat = await all.colleague(helene);
      await chat.says(hello);
      await chat.shows(t('portals.hello.name', { name: 'Hélène' }));

      await chat.says(wish);
      await chat.shows(change, t('changeEmail.explain'));
      await chat.presses(t('changeEmail.administrator'));
      await chat.shows(change, t('changeEmail.prove'));
      await chat.fills({ [t.of(portal.identifier.label)]: helene.email });
      const code = await all.mailAfter(() => chat.presses(t('enroll.prove.send')));
      await chat.shows(t('mailed.title'), helene.email);
      await chat.fills({ [t('mailed.code')]: codeIn(code) });
      // The owner is told of the tie.
      await all.mailAfter(() => chat.presses(t('mailed.check')));
      await chat.shows(change, t('changeEmail.replace'));
      await chat.fills({
        [t('changeEmail.replace.old')]: marc,
        [t('changeEmail.replace.new')]: nina,
        [t('field.givenName')]: 'Nina',
        [t('field.familyName')]: 'Vidal',
      });
      await chat.picture(`replace-begin.${locale}`);
      const mail = await all.mailAfter(() => chat.presses(invite));
      await chat.shows(t('changeEmail.waiting'), marc);

      assert.equal(mail?.to, nina);
      const page = await all.opens(/http\S+\/invitation\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '');
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      const proof = await all.mailAfter(() => press(t('page.code.send')));
      await page.getByLabel(t('page.code'), { exact: true }).fill(codeIn(proof));
      await press(t('go.on'));
      await page.getByText('H-PARIS').first().waitFor();
      await picture(page, 'docs', `replace-terms.${locale}`);
      await press(t('accept.terms.agree'));
      await page.getByLabel(t('page.password'), { exact: true }).fill(chosen);
      await page.getByLabel(t('page.repeat'), { exact: true }).fill(chosen);
      await press(t('page.submit.setPassword'));
      await page.getByRole('heading', { level: 1, name: t('accept.welcome.title', { thePortal: locale === 'fr' ? 'l’Extranet' : 'the Extranet' }) }).waitFor();

      await chat.shown('Nina Vidal');
      await chat.says(wish);
      await chat.shows(t('changeEmail.accepted'), marc);
      await chat.picture(`replace-accepted.${locale}`);
      await chat.presses(t('changeEmail.finish'));
      await chat.shows(t('changeEmail.done'), marc);
      const left = await all.bot.db
        .selectFrom('organisationMember')
        .innerJoin('account', 'account.id', 'accountId')
        .select('identifier')
        .where('endedAt', 'is', null)
        .orderBy('identifier')
        .execute();
      assert.deepEqual(
        left.map(({ identifier }) => identifier),
        [helene.email, nina],
      );
    } finally {
      await all.close();
    }
  });
