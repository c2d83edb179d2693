import assert from 'node:assert/strict';
import { test } from 'node:test';
import { procedureLabel } from '../../cards/frame.ts';
import { createIntents, type Intent } from '../../core/conversation/intent.ts';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { procedures } from '../../core/foundation/procedures.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const { portals } = await loadPortals([shippedPortals], {});
const intentOf = createIntents(portals);

const sentences: Partial<Record<Intent['procedure'], readonly (readonly [says: string, portal?: string])[]>> = {
  signUp: [
    ['je voudrais m’inscrire sur Octopus', 'octopus'],
    ["je voudrais m'inscrire sur Octopus", 'octopus'],
    ['JE VEUX M INSCRIRE A INVGATE', 'invgate'],
    ['Je viens d’arriver et je n’ai pas encore de compte InvGate', 'invgate'],
    ['comment créer un compte sur le service desk ?', 'invgate'],
    ['M’inscrire au service'],
    ['I would like to sign up for InvGate', 'invgate'],
    ["I'm new here and I need access to Octopus", 'octopus'],
    ['i dont have an account yet, how do I register?'],
  ],
  reset: [
    ['mdp oublié'],
    ['mot de passe oublié'],
    ['j’ai oublié mon mot de passe octopus', 'octopus'],
    ['bonjour, j’ai oublié mon mot de passe pour l’extranet', 'extranet'],
    ['mot de pase oublier'],
    ['je n’arrive plus à me connecter à invgate', 'invgate'],
    ['je n’ai pas reçu le mail pour mon mot de passe'],
    ['le lien a expiré'],
    ['réinitialiser mon mot de passe'],
    ['I forgot my password'],
    ['forgotten pasword for outscale', 'outscale'],
    ['I can’t log in to the marketplace', 'outscale'],
    ['help me reset my password'],
    ['the reset link does not work'],
  ],
  changePassword: [
    ['je veux changer mon mot de passe'],
    ['Modifier le mot de passe'],
    ['je connais mon mot de passe mais je veux le changer'],
    ['I want to change my extranet password', 'extranet'],
    ['update my password please'],
  ],
  unlock: [['compte bloqué après 5 essais'], ['mon compte extranet est verrouillé', 'extranet'], ['my account is locked'], ['unlock my account']],
  forgotIdentifier: [
    ['j’ai oublié mon identifiant'],
    ['Retrouver mon compte unifié', 'octopus'],
    ['je ne connais plus mon nom d’utilisateur'],
    ['I forgot my user name'],
    ['what is my unified account for octopus?', 'octopus'],
  ],
  acceptInvitation: [
    ['j’ai reçu une invitation rConnect', 'rconnect'],
    ['comment accepter l’invitation ?'],
    ['I was invited, how do I accept?'],
    ['my invitation link does not work'],
  ],
  invite: [['je veux inviter un client sur My rConnect', 'rconnect'], ['invite a client']],
  enroll: [['je voudrais rejoindre un groupe'], ['m’inscrire à un catalogue InvGate', 'invgate'], ['I need to join a group'], ['request a catalogue']],
  myRequests: [['où en est ma demande ?'], ['annuler ma demande'], ['what is the status of my request'], ['withdraw my request']],
  decide: [['approuver la demande de Paul'], ['qu’est-ce qui attend mon accord ?'], ['what is waiting for me?'], ["approve Paul's request"]],
  createOrganisation: [['créer notre organisation'], ['je n’ai pas de SIRET'], ['create our company on the marketplace', 'outscale']],
  addUser: [['ajouter un utilisateur'], ['add a user'], ['give Marie access to my establishment', 'extranet']],
  removeUser: [['supprimer un utilisateur'], ['remove a user from the extranet', 'extranet']],
  changeEmail: [['changer mon adresse e-mail'], ['I want to change my email address']],
  twoFactor: [['activer la double authentification'], ['I have a new phone, 2FA']],
  support: [['je veux parler à quelqu’un'], ['a human, please']],
  help: [['aide'], ['aide-moi'], ['help'], ['?'], ['que sais-tu faire ?'], ['comment ça marche ?'], ['what can you do?'], ['how does this work?']],
  cancel: [['annuler'], ['Annuler.'], ['stop'], ['anuler'], ['laisse tomber'], ['cancel'], ['cancel this please'], ['never mind']],
  menu: [['menu'], ['bonjour'], ['Bonjour !'], ['hello'], ['hi there'], ['main menu'], ['retour au menu']],
  restart: [['recommencer'], ['tout recommencer'], ['start over'], ['restart']],
  none: [
    ['l’imprimante ne marche pas'],
    ['quel temps fait-il demain ? météo'],
    ['the guests’ Wi-Fi password'],
    ['le mot de passe du wifi invités'],
    ['ok'],
    ['merci'],
    ['ça marche'],
    ['oui'],
    ['🙂'],
    [''],
    ['123456'],
    ['jeanne.dupont@example.org'],
  ],
};

for (const [procedure, table] of Object.entries(sentences)) {
  for (const [says, portal] of table) {
    test(`«${says}» means ${procedure}${portal ? ` on ${portal}` : ''}`, () => {
      const intent = intentOf(says);
      assert.deepEqual({ procedure: intent.procedure, portal: intent.portal ?? intent.likely }, { procedure, portal }, JSON.stringify(intent));
      if (procedure !== 'none') assert.ok(intent.confident, JSON.stringify(intent));
    });
  }
}

for (const [says, language] of [
  ['français', 'fr'],
  ['en français s’il te plaît', 'fr'],
  ['english', 'en'],
  ['in English please', 'en'],
  ['switch to English', 'en'],
  ['parlez anglais', 'en'],
] as const) {
  test(`ALL-8 «${says}» switches to ${language}`, () => assert.equal(intentOf(says).language, language));
}

test('a text about a language is no switch', () => assert.equal(intentOf('le catalogue de cours de français').language, undefined));

for (const [says, among] of [
  ['mot de passe', ['reset', 'changePassword']],
  ['invitation', ['acceptInvitation', 'invite']],
] as const) {
  test(`«${says}» could mean ${among.join(' or ')}: the user is asked`, () => {
    const { confident, nearest } = intentOf(says);
    assert.equal(confident, false);
    assert.deepEqual([...nearest].sort(), [...among].sort());
  });
}

for (const says of ['jdupont', 'jeanne.dupont@example.org', '123456', '73282932000074', 'Dupont']) {
  test(`«${says}» may be an answer: nothing is begun by it`, () => {
    const { procedure, confident, nearest } = intentOf(says);
    assert.deepEqual({ procedure, confident, nearest }, { procedure: 'none', confident: false, nearest: [] });
  });
}

for (const [says, portal, likely] of [
  ['mdp compte unifié oublié', undefined, 'octopus'],
  ['mon compte unifié ne marche pas sur outscale', 'outscale', undefined],
  ['compte unifié de mon établissement', undefined, undefined],
] as const)
  test(`«${says}» names ${portal ?? 'no portal'} and points to ${likely ?? 'none'}`, () => {
    const intent = intentOf(says);
    assert.deepEqual({ portal: intent.portal, likely: intent.likely }, { portal, likely });
  });

for (const says of ['change my Tesco password', 'my Fizzbuzz account is locked', 'mot de passe Zorglub oublié', 'ouvrir un compte Zorglub'])
  test(`«${says}» may be about another system: nothing is begun`, () => {
    const { procedure, confident } = intentOf(says);
    assert.ok(procedure === 'none' || !confident);
  });

for (const [says, other] of [
  ['mot de passe oublié, ou bien mon invitation ?', 'acceptInvitation'],
  ['my username or my invitation', 'acceptInvitation'],
] as const)
  test(`«${says}» names two things: the user is asked`, () => {
    const { confident, nearest } = intentOf(says);
    assert.equal(confident, false);
    assert.ok(nearest.includes(other), nearest.join());
  });

test('a name is no other system where it is that of a person', () => {
  for (const says of ['supprimer le compte de Zoltan', 'j’ai oublié mon mot de passe, merci. Zoltan']) assert.ok(intentOf(says).confident, says);
});

test('two portals in one message: neither is taken', () => assert.equal(intentOf('mdp oublié, octopus ou invgate').portal, undefined));

test('a message of 100 KB is read in about the time of a few sentences', () => {
  const spanOf = (text: string): number => {
    const spans = Array.from({ length: 7 }, () => {
      const before = performance.now();
      intentOf(text);
      return performance.now() - before;
    });
    return Math.min(...spans);
  };
  const sentence = spanOf('j’ai oublié mon mot de passe octopus');
  for (const text of ['mot de passse '.repeat(8_000), 'x'.repeat(100_000), '(a'.repeat(50_000)]) assert.ok(spanOf(text) < 100 * sentence);
});

test('TALK-11 the label of each procedure, as any portal has it, begins that procedure when it is typed', () => {
  const mistaken = locales.flatMap((locale) =>
    procedures.flatMap((procedure) =>
      [undefined, ...portals.values()]
        .filter((portal) => portal === undefined || procedure === 'support' || portal.procedures[procedure] !== undefined)
        .map((portal) => procedureLabel(translate(locale), portal, procedure))
        .filter((label) => {
          const intent = intentOf(label);
          return !(intent.confident && intent.procedure === procedure);
        }),
    ),
  );
  assert.deepEqual(mistaken, []);
});
