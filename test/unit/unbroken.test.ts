import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from '../../bot/pages/reply.ts';
import { card, paragraph } from '../../cards/card.ts';
import { unbroken } from '../../cards/unbroken.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { en } from '../../core/foundation/locales/en/index.ts';
import { fr } from '../../core/foundation/locales/fr/index.ts';
import { unbrokenHtml } from '../../core/foundation/unbroken.ts';
import { renderMail } from '../../core/mails/index.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';

/** «e-mail» and «a-t-elle» as lines break them, and a telephone number with spaces that break. */
const breaks = /\be-mail|-t-(?:elle|il|on)|\+\d[\d ]* \d|\b0\d \d\d \d\d/i;
const kept = /<span [^>]*>[^<]*<\/span>/g;

test('TALK-13 no text of the catalogues and profiles breaks «e-mail», «a-t-elle» or a telephone number, on cards, pages and in mails', async () => {
  const { portals } = await loadPortals([shippedPortals]);
  const profiles = [...portals.values()].map((portal) => JSON.stringify(portal, (_, value) => (typeof value === 'string' ? value.replaceAll('"', '') : value)));
  const texts = [en, fr].flatMap((catalogue) => Object.values(catalogue).flatMap((text) => (typeof text === 'string' ? [text] : [text.one, text.other])));
  const met = [...texts, ...profiles].filter((text) => breaks.test(text));
  assert.ok(met.length > 100);
  for (const text of met) {
    assert.doesNotMatch(unbroken(text), breaks);
    assert.doesNotMatch(unbrokenHtml(`<p>${text.replace(/[<>]/g, '')}</p>`, 'class="whole"').replace(kept, ''), breaks);
  }
});

test('TALK-13 a card, a page and a mail keep «e-mail» and the number of support on one line', async () => {
  const { portals } = await loadPortals([shippedPortals]);
  const portal = portals.get('octopus');
  assert.ok(portal);
  assert.match(
    JSON.stringify(card({ lang: 'fr', title: 'Un e-mail', body: [paragraph('Le +33 1 99 00 20 20')] })),
    /"Un e‑mail".*"Le \+33\u00a01\u00a099\u00a000\u00a020\u00a020"/,
  );
  const typed = '<input value="+33 6 12 34 56 78"><textarea>+33 6 12 34 56 78</textarea><p>Votre e-mail</p>';
  assert.equal(page(200, { markup: typed }).body, typed.replace('e-mail', '<span class="whole">e-mail</span>'), 'what was typed goes back as it was typed');
  for (const locale of ['fr', 'en'] as const) {
    const mail = renderMail('reset', { portal, t: translate(locale), params: { lives: '24 h', identifier: 'alice' }, secret: { link: 'https://x.example/l' } });
    assert.match(mail.html, /<span style="white-space:nowrap">\+33 1 99 00 20 20<\/span>/);
    assert.doesNotMatch(mail.html.replace(kept, '').replace(/<title>.*<\/title>/, ''), breaks);
    assert.doesNotMatch(mail.text, /<span/);
  }
});
