import { asides } from './frAsides.ts';
import { ideas } from './frIdeas.ts';
import { moods } from './frMoods.ts';
import { replies } from './frReplies.ts';
import { steps } from './frSteps.ts';
import type { Lexicon } from './lexicon.ts';

/** French, of France and Québec, as written in letters and in text messages. */
export const fr: Lexicon = {
  ideas: { ...ideas, ...asides, ...moods, ...steps },
  replies,
  commands: {
    help: 'aide, aider, aidez, au secours, besoin aide, que sais faire, que peux faire, que pouvez faire, comment marche, comment fonctionne, quoi sers, qui aider, suis perdu, suis perdue, mode emploi, options, options possibles, commandes, quelles commandes, quelles sont commandes, quoi, koi, explications, explication, aide decouvre, toutes options',
    cancel: `oublie, oubliez, non oublie, annuler, annule, j annule, annulez, annulation, stop, stopper, arreter, arrete, arretez, abandonner, abandonne, abandon, quitter, quitte, laisse tomber,
      laissez tomber, laisse, veux plus, sortir, fin, terminer, annuler procedure, arreter procedure, quitter procedure, non finalement, finalement non,
      non laisse`,
    menu: 'menu, fais menu, accueil, menu principal, bonjour, bonsoir, salut, coucou, allo, slt, bjr, hello',
    account:
      'mon compte, mes comptes, mes sessions, gerer compte, gerer comptes, securite compte, delier compte, fermer session, fermer sessions, deconnecte partout, deconnecter partout, deconnectez partout, deconnexion partout, deconnecte tous appareils, fermer toutes sessions, acces compte, qui acces compte, suis connecte, suis connectee, quels appareils suis connecte',
    resume:
      'reprendre, reprends, reprenons, reprenez, reprise, continuer, continue, continuons, continuez, poursuivre, poursuivons, reprendre procedure, continuer procedure, reprendre en etions, reprendre en etait',
    restart: 'recommencer, recommence, recommencons, redemarrer, repartir zero, reprendre zero, reprendre debut, depuis debut',
  },
  smallTalk: `ok okay oki d daccord accord oui ouais non si merci mercis remercie bcp beaucoup infiniment parfait super genial cool top bonne bonnes bon
    journee soiree nuit week end fin rigole rigolais plaisante plaisantais blague au revoir ciao bye adieu plus tard demain bientot mdr lol ptdr haha hihi hehe ah oh bof comment va vas allez ca marche roule
    bien recu entendu compris noté note pardon désolé desole test bravo nickel impeccable excellente continuation vu hum hmm voila volontiers question questions petite`,
  fillers: `le la les l un une des de du d mon ma mes m me moi ton ta tes t te toi vos votre vous tu je j il elle on nous ce c cette ca cela y en et ou est es
    ai as a au aux sur pour par avec dans qu que ne n pas plus se svp stp s plait merci voudrais voudrait veux veut souhaite souhaiterais aimerais peux peut
    pouvez puis faut dois alors donc bien tout tous bon euh retour fait revenir afficher affiche montre montrez voir guichet bot`,
  themselves: `zut flute mince ouf aie oups hop tiens oula hein bizarre erreur etrange curieux dommage impossible incroyable ensuite puis apres mariee marie divorcee divorce pacsee femme mari siege lyon paris france regarde decouvre papier dessus proposez propose gars equipe poste direction departement entite filiale agence region pour_de_vrai voila desolee suite retour moment instant debut reseau metier
    donnees sensibles applications mais apres avant matin midi soir soiree aujourd aujourdhui hier demain lundi mardi mercredi jeudi vendredi semaine mois
    annee jour jours cordialement bonjour bonsoir salut hello madame monsieur mesdames messieurs prie veuillez agreer respectueusement actuel actuelle actuels
    present rapidement vite urgent urgence lorsque quand depuis pendant chaque toujours encore deja jamais aussi tres trop bien mieux vraiment absolument
    toutefois pourtant cependant donc car parce afin ainsi alors comme chez cela ceux celui celle cette ces leur leurs lui elle elles nous vous ils eux meme
    passer avez avons sont sera serait etait etre fait faire fais faut aller vais allez merci avance aide pouvoir savoir comprendre expliquer message indique
    affiche ecran_bleu page clique cliquer bouton choisir saisir saisi saisie essaye essayer essaie ecrit tape prendre mettre mets mis place raisons securite
    fois plusieurs quelque quelques toute toutes rien personne propre laquelle lequel lesquelles pourquoi crois travail commercial service portail plateforme
    espace site outil application appli systeme interne externe entre vers sous sans sinon proposez correspond existe existant longtemps definitivement
    temporairement commande commander commandes reserv* chargeur charge chargement chance chances chanter valise compter comptes conte sortir lieu mode modele
    droite doit demande cours bonne annuelle invente liste passage posait posé crayon portes moins autres entrer droit maison noms nos retraite perdurer
    abord argent avions boulons boutons cadenas carnet chaine chaines chien complet conseil conseils conseillez consequence conserver conservee
    contrainte correctement demarrer depanne disparaisse disparaitre echange echanges emploie encre enfer entier entra forcer grand grande hesitez
    hourra louer mains manger montrer monte motif ordre ouvrira parte perte plainte plate point pointer porter ports printemps ramene recente recharge
    recueilli reculer regard regardez remet remets remettez repete restent rester restez revanche route routes stade stage stages tapais telephonie
    usage veille permettre devais devenez coller colles recto conforme concerne concernant confiez cause accent
    parler partir partager semble semblent parait dirait soi disant apparemment
    visiblement malheureusement horizon fichu foutu satane maudit sacre egalement notamment aimable bienveillance reconnaissant remerciant diligence
    dispose disposer respectueux demarche demarches procedure procedures etape etapes manip manipulation comprendre
    arriver venir revient regarder attendre attendant presse pressee bref bah ben genre grave carrement franchement limite
    certainement surement probablement eventuellement maintenant dorenavant desormais aupres dessus dessous dedans dehors partout ailleurs ici voici
    lequel auquel duquel quiconque chacun chacune certains certaines tel telle combien environ presque plutot assez tellement puisque tandis malgre selon
    durant reste restee tjrs tjr ttes tt pr pk pcq bsr dsl jattends jespere belle vrai possible equipes facile normal exactement`,
};
