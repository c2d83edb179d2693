import type { Lexicon } from './lexicon.ts';

/** French. */
export const fr: Lexicon = {
  procedures: {
    signUp: `signup, cre* compte, ouvrir compte, nouveau compte, premier acces, premiere signin, pas encore compte, pas encore acces, pas compte,
      obtenir acces, demander acces, avoir acces, besoin acces, suis nouveau, suis nouvelle, viens d arriver, nouvel arrivant, ~acces`,
    reset: `oubli* password, password oubli*, perdu password, password perdu, password expire, password marche, password fonctionne, password refuse,
      password incorrect, souviens plus password, rappelle plus password, reinitialis* password, reinitialis*, arrive pas signin,
      arrive plus signin, peux pas signin, peux plus signin, impossible de signin, probleme signin, plus acces, ~oubli*, lien expire, lien marche,
      lien fonctionne, pas recu email, pas recu lien, recois pas email, ~password, ~signin`,
    changePassword: `chang* password, modifi* password, mettre a jour password, nouveau password, autre password, password chang*, renouvel* password, ~password`,
    unlock: `compte bloque*, compte verrouill*, bloqu* compte, verrouill* compte, debloqu*, deverrouill*, trop essais, trop tentatives, ~bloqu*`,
    forgotIdentifier: `oubli* username, username oubli*, perdu username, username perdu, retrouv* username, connais plus username, souviens plus username,
      rappelle plus username, quel est username, c est quoi username, oubli* login, quoi login, quel login, ~oubli*, ~username`,
    acceptInvitation: `accept* invitation, recu invitation, ai ete invite*, on m a invite*, m a invite*, lien invitation, lien invitation marche,
      lien invitation fonctionne, lien invitation expire*, invitation marche, invitation expire*, rejoindre invitation, ~invitation`,
    invite: 'inviter, invite* client, invite* collegue, envoyer invitation, renvoyer invitation, ~invitation',
    enroll: `acces groupe, acces catalogue*, signup catalogue*, signup groupe*, rejoindre groupe*, rejoindre catalogue*, ajout* catalogue*,
      demander catalogue*, demander droit*, droit* supplementaire*, besoin groupe*, besoin droit*, habilitation*, ~catalogue*, ~groupe*, ~droit*,
      ~acces`,
    myRequests: `en est demande*, en sont demandes, suivi demande*, suivre demande*, etat demande*, statut demande*, retirer demande*, annul* demande*,
      mes demandes, ma demande, avance demande`,
    decide: `approuv*, valid* demande*, refus* demande*, demandes en attente, attend* mon accord, attend* ma decision, attend* ma validation, a valider,
      a approuver, dois approuver`,
    createOrganisation: `cre* organisation, creation organisation, enregistrer organisation, signup organisation, ajout* organisation, siret, ~organisation`,
    addUser: `ajout* utilisateur*, ajout* collaborat*, ajout* personne, cre* utilisateur*, nouvel utilisateur, nouveaux utilisateurs, utilisateur existant,
      donn* acces, donn* etablissement*, ajout* etablissement*`,
    removeUser: `supprim* utilisateur*, retir* utilisateur*, enlev* utilisateur*, supprim* compte, supprim* acces, retir* acces, enlev* acces,
      desactiv* utilisateur*, a quitte`,
    changeEmail: `chang* email, modifi* email, chang* adresse, modifi* adresse, nouvelle adresse, nouvel email, adresse a chang*, email a chang*`,
    twoFactor: `twofactor, code* de secours, code* de recuperation, nouveau telephone, chang* telephone, perdu telephone, qr code, authentification forte`,
    support: `parler quelqu un, parler humain, parler conseiller, humain, conseiller, vraie personne, contact* support, joindre support,
      contact* assistance, appeler, support, assistance, ~contact*`,
  },
  elsewhere: `imprimante*, meteo, wifi, wi fi, cantine, parking, badge, conges, salle de reunion, temps fait il, blague, heure est il`,
  commands: {
    help: `aide, aider, aidez, besoin aide, que sais faire, que peux faire, que pouvez faire, comment marche, comment fonctionne, quoi sers, qui es,
      qui aider, suis perdu, suis perdue`,
    cancel: `annuler, annule, annulez, annulation, stop, stopper, arreter, arrete, arretez, abandonner, abandonne, quitter, laisse tomber, laissez tomber,
      veux plus`,
    menu: 'menu, accueil, menu principal, bonjour, bonsoir, salut, coucou',
    restart: 'recommencer, recommence, recommencons, redemarrer, repartir zero, reprendre zero, reprendre debut, depuis debut',
  },
  fillers: `le la les l un une des de du d mon ma mes m me moi ton ta tes t te toi vos votre vous tu je j il elle on nous
    ce c cette ca cela y en et ou est es ai as a au aux sur pour par avec dans qu que ne n pas plus se svp stp s
    il plait merci voudrais voudrait veux veut souhaite souhaiterais aimerais peux peut pouvez puis faut dois alors donc bien
    tout tous bon euh retour revenir afficher affiche montre montrez voir guichet bot`,
};
