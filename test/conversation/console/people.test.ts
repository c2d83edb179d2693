import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenIn, type WebBrowser } from '../../browser.ts';
import { alice, enters, withConsole } from '../../console.ts';
import { joins } from '../../twoFactor.ts';

/** The names that a search shows. */
async function finds(browser: WebBrowser, csrf: string, whom: string): Promise<string[]> {
  const { html } = await browser.posts('/console/people?lang=fr', { csrf, whom });
  return [...html.matchAll(/href="\/console\/account\/[^"]+">([^<]+)<\/a>/g)].map(([, name = '']) => name);
}

const people = [
  'helene.dupont@corp.example,helene.dupont@corp.example,Hélène,Martin-Dupont,+33612345679,',
  'noel.garcon@corp.example,noel.garcon@corp.example,Noël,Garçon,+33140506070,',
  'nour.garcia@corp.example,nour.garcia@corp.example,Nour,García de la Cruz,,',
  'oneill@corp.example,oneill@corp.example,Sinéad,O’Neill,+4915112345678,',
];

/** What is said on the phone, and who is meant. */
const said: readonly (readonly [string, readonly string[]])[] = [
  ['Hélène Martin-Dupont', ['Hélène Martin-Dupont']],
  ['dupont helene', ['Hélène Martin-Dupont']],
  ['HEL mart', ['Hélène Martin-Dupont']],
  ['Dupont', ['Hélène Martin-Dupont']],
  ['noe garcon', ['Noël Garçon']],
  ['garc', ['Noël Garçon', 'Nour García de la Cruz']],
  ['cruz nour', ['Nour García de la Cruz']],
  ['neill', ['Sinéad O’Neill']],
  ['helene.dup', ['Hélène Martin-Dupont']],
  ['06 12 34 56 79', ['Hélène Martin-Dupont']],
  ['+33 (0)6.12.34.56.79', ['Hélène Martin-Dupont']],
  ['01-40-50-60-70', ['Noël Garçon']],
  ['0049 151 12345678', ['Sinéad O’Neill']],
  ['helene garcon', []],
  ['06 99 99 99 99', []],
  ['x', []],
  ['%', []],
];

test('OPS-3 support finds somebody as they say it on the phone: names in any order, in part, without accents, or a number; each search leaves a record', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    for (const line of people) await joins(its, 'outscale', line);
    const csrf = tokenIn((await browser.get('/console/people')).html);
    for (const [text, names] of said) assert.deepEqual((await finds(browser, csrf, text)).sort(), [...names].sort(), text);
    const records = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.found').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ detail }) => JSON.parse(detail)).map(({ whom, found }) => [whom, found]),
      said.map(([text, names]) => [names.length > 0 ? text : '?', names.length]),
    );
  }));

test('OPS-3 who is called otherwise by now is found so and no longer as before, and who is gone is not; of many some are shown, and it is said', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    await joins(its, 'outscale', people[0] ?? '');
    const csrf = tokenIn((await browser.get('/console/people')).html);
    await joins(its, 'outscale', 'helene.dupont@corp.example,helene.petit@corp.example,Hélène,Petit,,');
    assert.deepEqual([await finds(browser, csrf, 'dupont martin'), await finds(browser, csrf, 'petit')], [[], ['Hélène Petit']]);
    for (let n = 0; n < 25; n += 1) await joins(its, 'octopus', `twin${n},twin${n}@corp.example,Camille,Jumeau${n},,`);
    assert.equal((await finds(browser, csrf, 'jumeau cam')).length, 20);
    assert.match((await browser.posts('/console/people?lang=fr', { csrf, whom: 'jumeau' })).html, /Les 20 premiers comptes/);
  }));
