import type { Lexicon } from './lexicon.ts';

/** French expressions for what people come back with in the middle of a step. */
export const steps: Lexicon['ideas'] = {
  REFUSED: `refuse/refuses/refusé/rejette/rejettes/veut pas de/prend pas/accepte pas_adresse/mail/email/courriel/identifiant/compte/société/siret, pourquoi_refuse/refusé/refusée/rejeté/rejetée/invalide,
    adresse/mail/email/courriel/identifiant/compte/siret/nom_refusé/refusée/rejeté/rejetée/invalide, adresse/mail/email/identifiant/compte_passe/accepté/acceptée/va pas, c est_en rouge, écrit en rouge, est_pourtant_bonne/bon/juste/correcte/correct,
    pourtant_bonne/bon/juste/correcte/correct, j ai que_gmail/hotmail/yahoo/orange/outlook/free/ça/celle, adresse_perso/personnelle, mail_perso/personnel, pourquoi pas_gmail/perso/personnelle`,
  TRIES: `combien d essais, combien d essai, combien de_essais/tentatives/chances/fois, nombre_essais/tentatives, essais/tentatives_restants/restantes/reste/restent, reste_essais/tentatives/fois, droit à_essais/tentatives/fois`,
  OPENS: `quand_ouvre/ouvrira/ouverture/disponible/dispo, ça/ca/il/elle/portail_ouvre/ouvrira_quand, ouvre/ouvrira quand, ouvert à partir, date_ouverture, pas_encore ouvert, pas ouvert, est ouvert, déjà ouvert, ouvre_jour`,
  LOCKEDNOW: `qui_bloqué/verrouillé/bloque/verrouille, pourquoi_bloqué/verrouillé, bloqué/verrouillé_maintenant, maintenant_bloqué/verrouillé, c est_bloqué/verrouillé, il est_bloqué/verrouillé, on m a_bloqué/verrouillé`,
  FORGOTOLD: `oublié/oublie/perdu_ancien/actuel/actuelle/vieux, ancien/actuel_oublié/perdu, sais/connais/souviens/rappelle/retrouve plus/pas_ancien/actuel/vieux, souviens_pas/plus_ancien/actuel, ai pas/plus_ancien/actuel, celui d avant_oublié`,
  GOODNEWS: `bonne nouvelle, réussi à_entrer/rentrer/connecter/ouvrir, réussi_connecter/connexion, retrouvé_mot/mdp/identifiant/code, m en souviens, m en suis souvenu, m en rappelle, me suis souvenu/souvenue/rappelé,
    revenu en mémoire, ça m est revenu, je suis_connecté/connectée/dedans/entré/entrée, j ai_accès maintenant, finalement_marche/passe/fonctionne`,
  STOPMAILS: `arrête/arrêtez/arrêter/cesse/cessez/stop_envoyer/envoi/mail/mails/emails, plus_envoyer/envoyez/envoie/recevoir_mail/mails/emails, m envoyez plus, m envoie plus, trop de mails, assez de_mails`,
  NOMAILBOX: `pas/plus/perdu_accès_mails/mail/boîte/boite/messagerie/adresse/courrier, plus_cette/cet/la/ma/mon_boîte/boite/adresse/messagerie/mail, boîte/boite/messagerie/adresse_fermée/supprimée/désactivée/bloquée,
    boîte/boite/adresse_existe plus, peux pas/plus_lire/ouvrir/consulter_mails/mail/messagerie/boîte/boite`,
  NOPHONE:
    'pas/aucun/plus/sans_téléphone/portable/smartphone/mobile/tel/tél, pas le droit au téléphone, téléphone_perdu/volé/cassé, perdu/volé/cassé_téléphone/portable/smartphone',
  GOTMAIL:
    'j ai_mail/email/courriel/code, j ai_bien reçu, bien reçu, c est bon_je l ai, je l ai, l ai reçu/reçue, vient d arriver, il est arrivé, il est là, mail_arrivé, mail est là, ai eu_mail/code',
  LATER: `le faire_demain/après/tard/soir/lundi/semaine/ailleurs, plus tard, demain, ce soir, cet après midi, la semaine prochaine, pas le temps_maintenant, je reviens, je reviendrai, revenir plus tard`,
  URGENT: 'urgent, urgente, urgence, très pressé, je suis pressé/pressée, vite_besoin, asap',
  WHERETO: `à quelle adresse, quelle adresse, quelle boîte/boite/messagerie, quel mail, envoyé où, parti où, envoyé_quelle/qui, adresse_enregistrée, adresse_récupération, où_envoyé/envoyée/parti`,
  SENDER: `expéditeur, qui_envoie, qui a envoyé, quelle adresse_vient/envoie, de la part de qui, vient de qui, qui est l émetteur, sous quel nom, nom du mail, objet du mail, quel objet`,
  BYSMS: 'par sms, un sms, des sms, par texto, un texto, sur mon portable, sur mon téléphone, par téléphone',
  EXISTS: `compte_existe, existe_compte, j ai_compte ou pas, si j ai_compte, ai je un compte, est ce que j ai_compte, suis je inscrit/inscrite, suis_déjà inscrit/inscrite, savoir si_compte`,
  WHOSEES: `qui_voit/verra/verront/lit/lira/reçoit/recevra, qui peut_voir/lire, qui a accès, qui aura accès, qui_décide/décidera/valide/validera/approuve/approuvera, qui va_voir/lire/décider/valider/approuver,
    vous_partagez/donnez/revendez/transmettez_adresse/données/numéro`,
  RULES: `trop court/courte/simple/faible/long, refuse/accepte/prend/veut/aime_mot/mdp, refuse_nouveau mot/mdp, refusé_mot/mdp, passe/mdp_refusé/refuse, passe/mdp_pas_accepté/passe/va/convient, quelles règles, quelles sont les règles,
    combien de caractères, caractères spéciaux, caractère spécial, règles_mot/mdp`,
  NOTOPEN: `trouve/vois/voit_pas/plus_bouton/lien, bouton_pas/où/marche, s ouvre_pas/plus, page_blanche/vide/noire/erreur, page_charge pas, ouvrir_pas, veut pas_ouvrir, clique_rien, peux pas_faire ici, faire_ici, faire_dans teams, faire dans le chat, ça tourne`,
  WRONGPORTAL: `mauvais portail/site/outil/appli/application, pas le bon portail/site/outil, trompé de_portail/site/outil/appli, erreur de_portail/site, je voulais dire, je parlais de, je parle de, c est pour, c était pour, plutôt pour, plutôt sur, c est plutôt`,
  THEOTHER: `et l autre, l autre_aussi/maintenant/demande/compte/chose, et pour l autre, et le deuxième, et la deuxième, et le reste, le second, la seconde demande`,
  WHICHAPP: 'quelle appli/application, quelles applis/applications, une appli_laquelle',
  THEIRS: `elle/il/ils/elles/client/cliente/lui_reçu/accepté/ouvert/répondu/vu, renvoie/renvoyer/relance/relancer_lui, renvoie/relance_la/le/les, ont ils_reçu/accepté, a t elle_reçu/accepté, a t il_reçu/accepté`,
  WHENREPLY: 'quand_répondre/répondent/répondront/réponse, aurai_réponse quand, délai de réponse, ils répondent_quand',
  THEIRPHONE: 'ont un numéro, un numéro_appeler/téléphone, peux_les appeler, les appeler, les joindre',
};
