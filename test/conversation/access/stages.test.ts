import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPortals } from '../../../core/portal/load.ts';
import { buttonsOf, copiesOf, statusOf } from '../../deciding.ts';
import { asks, claire, hugo, meets, nadia, withProfile } from '../../enrolling.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const two = `    stages:
      - { name: { fr: Responsable, en: Manager }, approvers: [hugo.marchand@example.org] }
      - { approvers: [claire.fontaine@example.org, nadia.benali@example.org, samuel.okafor@example.org], decision: 2 }
`;
const staged = (stages: string) => (profile: string) => profile.replace(/(- id: network\n.*\n) {4}approvers: .*\n/, `$1${stages}`);

const withStages = (story: (its: Guichet, folder: string) => Promise<void>, stages = two, locale: 'fr' | 'en' = 'fr') =>
  withProfile(staged(stages), (folder) => withGuichet({ channel: 'msteams', locale, env: { PORTALS_DIR: folder } }, (its) => story(its, folder)));

for (const locale of ['fr', 'en'] as const)
  test(`GOV-1 two stages in order, two of three at the second: each card says which stage it is and who agreed before, in ${locale}`, () =>
    withStages(
      async (its) => {
        const fr = locale === 'fr';
        const [ofHugo, ofClaire, ofNadia] = [await meets(its, hugo, locale), await meets(its, claire, locale), await meets(its, nadia, locale)];
        const [id] = await asks(its, ['network']);
        ofHugo.hears(fr ? 'Étape 1 sur 2\u00a0: Responsable' : 'Stage 1 of 2: Manager');
        assert.doesNotMatch(ofClaire.heard, /Hugo/);
        const first = ofHugo.card;
        await ofHugo.presses('decide.approve');
        await its.mails();
        its.chat.hears(fr ? 'Étape 2 sur 2' : 'Stage 2 of 2');
        ofClaire.hears(fr ? 'Étape 2 sur 2' : 'Stage 2 of 2', 'Hugo Marchand');
        // A click of the first stage that is delivered again decides nothing at the second.
        await ofHugo.presses('decide.approve', {}, { card: first });
        assert.equal(await statusOf(its, id), 'pending');
        await ofClaire.presses('decide.approve');
        assert.equal(await statusOf(its, id), 'pending');
        await its.mails();
        await ofNadia.presses('decide.approve');
        assert.equal(await statusOf(its, id), 'approved');
        await its.mails();
        assert.deepEqual(
          buttonsOf(ofClaire).filter((verb) => String(verb).startsWith('decide.')),
          [],
        );
        assert.ok(copiesOf(its, fr ? /Approuvée par Nadia Benali/ : /Approved by Nadia Benali/).length >= 3);
      },
      two,
      locale,
    ));

test('GOV-1 who decides at two stages is asked at each, and one click counts for one; a refusal at any ends the request', () =>
  withStages(async (its) => {
    const ofHugo = await meets(its, hugo);
    const [id] = await asks(its, ['network']);
    ofHugo.hears('Étape 1 sur 2');
    const { card } = ofHugo;
    await Promise.all([ofHugo.presses('decide.approve', {}, { card }), ofHugo.presses('decide.approve', {}, { card })]);
    assert.equal(await statusOf(its, id), 'pending');
    await its.mails();
    await ofHugo.presses('decide.approve', {}, { card });
    assert.equal(await statusOf(its, id), 'pending', 'a redelivered click');
    await ofHugo.says('à décider');
    ofHugo.hears('Étape 2 sur 2');
    await ofHugo.presses('decide.refuse', { reason: 'Trop large' });
    assert.equal(await statusOf(its, id), 'refused');
  }, '    stages:\n      - { approvers: [hugo.marchand@example.org] }\n      - { approvers: [hugo.marchand@example.org] }\n'));

test('GOV-1 a profile whose stages cannot be decided is refused or warned of, and one without stages means what it meant', () =>
  withProfile(staged('    stages:\n      - { approvers: [hugo.marchand@example.org], decision: 2 }\n'), async (folder) => {
    await assert.rejects(loadPortals([folder]), /2 have to agree, and there are 1/);
    await withProfile(
      (profile) => staged('    stages:\n      - { approvers: [hugo.marchand@example.org] }\n')(profile).replace(/fallback: .*\n/, ''),
      async (lonely) => {
        const { warnings, portals } = await loadPortals([lonely]);
        assert.match(warnings.join('\n'), /stage 1 of network has one approver, hugo\.marchand@example\.org, and there is no fallback/);
        assert.equal(portals.get('invgate')?.groups.find(({ id }) => id === 'workplace')?.stages.length, 0);
      },
    );
  }));
