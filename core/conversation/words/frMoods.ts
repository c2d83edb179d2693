import type { Lexicon } from './lexicon.ts';

/** French expressions for how somebody feels about it, and for what they come back with. */
export const moods: Lexicon['ideas'] = {
  COMPLAIN: `rien_marche/fonctionne/va, rien ne se passe, ça/ca/sa/cela_bug/beug/plante/rame/coince/bloque, il y a un problème/souci, y a un problème/souci/bug/pb, ya un problème/souci/bug/pb, un problème, une erreur, message d erreur, c est cassé, ça sert à rien, ca sert a rien, n importe quoi,
    toujours_pareil/même/problème, encore_problème/erreur, ne répond pas, tourne en rond, pas_normal, plus_normal, pas du tout`,
  ITFAILS: `ça/ca/sa/cela/c/ce/tout/truc/machin_marche/fonctionne/march/fonctione/passe/va/fonctionnent_pas/plus/pa/toujours/jamais, marche/fonctionne_toujours pas,
    ça/ca/sa_n a pas marché/fonctionné, a_pas_marché/fonctionné, marche/fonctionne pas`,
  STUCK: `je galère, cauchemar, suis/reste/sui_coincé/coincée/bloqué/bloquée, y arrive/arrives pas/plus/toujours, arrive à rien, m en sors pas, en sors plus,
    comprends/comprend_rien, comprends pas, avance pas, j en peux plus, ça fait_fois/heures/heure, depuis_ce matin/hier/heure/heures`,
  FEEL: `nul, nulle, pourri, pourrie, naze, merde, merdique, marre, ras_le_bol, m énerve, ça m énerve, énervant*, pénible, inadmissible, insupportable, inutile, chiant*,
    saoule, soûle, scandal*, honteux, catastrophe, catastrophique, perdre/perds mon temps, déçu*, lamentable, bordel, putain, foutage, fait chier, usine à gaz`,
  NOTASKED: `pas/rien/jamais/aucun/aucune/sans_demandé/demande/demander/sollicité/réclamé, pas_fait_demande, pas à l origine, pas initié`,
  NOTME: `c est pas moi, ce n est pas moi, pas moi qui, pas_été moi, quelqu/quelquun/qqn_d autre, à mon insu, sans mon accord, sans que je le demande, pas_reconnais_connexion/demande/activité`,
  HACK: `pirat*, hameçonn*, phishing, arnaque*, usurp*, fraud*, frauduleux, suspect*, louche, bizarre_mail, mail_bizarre/étrange/louche, fait/font passer, usurpe, hacké*, hack*, hacker*, escroc*, intrus*, compromis*, malveillant*, attaque*, virus`,
  INTRUDER: `quelqu un/on/qqn/quelquun_essaie/tente/essaye/cherche, à ma place, a ma place, quelqu un/quelquun/qqn/qqun_utilise/connecté/connecte/entré/rentré/volé/accédé, connexion_inconnue/suspecte/étrange,
    tentative*_connexion/intrusion, mot de passe_volé, vol de mot, plein de mails, avalanche, bombard*`,
  THANKS: 'merci, mercis, remercie, remercier, reconnaissant*, bcp_merci, thx, thanks, mille mercis, top_merci, génial, parfait, super_boulot, bravo',
  ABOUTBOT: `est ce que tu vois, tu vois mon, vois_mot de passe, tu es un, es_un robot/humain, tu es humain, êtes vous un/une, vous êtes un/une, c est un robot/bot, parle_à un/une robot/humain/machine/vraie/vrai, qui lit, qui te/vous_a fait/créé/programmé, qui est derrière,
    intelligence artificielle, ia, chatgpt, est ce sécurisé, c est sécurisé, est ce sûr/sur, mes données, rgpd, que fais tu de mes/ma, enregistr*_conversation/ce que/conversations/messages, messages_enregistrés/conservés/lus, confidentiel*, peut/peuvent_voir/lire_conversation/messages/ce,
    tu comprends/parles_français/anglais/quoi, comment tu t appelles, t appelles comment, quel est ton nom, ton nom, quel âge, tu t appelles, peux_me voir, tu peux lire, vous pouvez lire, lis_mes mails`,
  NOTHINGYET:
    'toujours rien, encore rien, rien du tout, rien_reçu/recu/vu/arrivé/venu/reçois, rien dans, pas_trouvé/trouve_mail/message, j attends, attends_toujours/encore, aucun/pas_mail/message/email/code, tjrs rien, tjs rien, tj rien, ne vois rien, vois rien, jamais_reçu/arrivé',
  NOTGOOD:
    'pas bon, pas_le_bon, pas juste, pas accepté, ne passe pas, passe pas, refusé, incorrect, mauvais, erreur, invalide, marche/fonctionne pas, faux, veut/prend pas',
  DONEDEED: 'changé, changée, créé, choisi, enregistré, défini, modifié, mis à jour',
  DONEIT: `c est fait, cest fait, c fait, c est bon, cest bon, c bon, j ai fait, jai fait, j ai_cliqué/changé/choisi/validé/terminé/fini/réussi/mis/défini/créé/enregistré, ça y est, ca y est, voilà, voila, terminé, fini,
    ok fait, tout est fait, fait merci, mot de passe_changé/créé/enregistré/mis/choisi, j ai mon nouveau mot, ça a marché, ca a marché, c est ok, c ok, nickel`,
  ONCEMORE: 'encore une fois, une autre fois, recommence_envoi, à nouveau, de nouveau, un autre, un nouveau, un deuxième, encore un',
  OTHERMAILBOX: `plus/pas_accès_à/mail/boîte/boite/messagerie/adresse/mails, plus_cette/cet/mon_adresse/mail/boîte/boite/email, autre/nouvelle/bonne_adresse/boîte/boite/mail, trompé_adresse/mail,
    mauvaise adresse, changé_adresse/mail, pas_la_bonne/bon adresse/mail, pas_mon adresse/mail, faute_frappe/adresse, ancienne adresse, boîte/boite/adresse/mail_fermée/fermé/supprimée/supprimé, existe plus, mal écrit, me suis trompé, mal tapé`,
  LEAVING: `quitte_entreprise/boîte/boite/société/groupe/poste/fonctions, pars_retraite/entreprise/boîte/société, je pars, je démissionne, démissionné, démission, dernier jour, fin de_contrat/mon/mission,
    mon départ, je m en vais, je vais partir, mon cdd_finit/termine/fini`,
  MYACCOUNT: 'mon compte, mes comptes, mon_compte, mon profil, mon accès',
  PHONENUMBER: 'numéro_téléphone/portable/mobile/tel/tél/gsm, mon_numéro, num_tel/téléphone/portable',
  NUDGE: 'relanc*, relance, relancer, rappeler_à, bouscule*, presser, accélér*, secouer',
  ACCEPTEDMINE: 'a_accepté mon invitation, ont_accepté mon invitation, a accepté_invitation',
  MYINVITATIONS:
    'invitation que j ai, mes invitations, mes_invitations, invitations que j ai, invitations_envoyées, liste_invitations, invitations en attente/cours',
  PAGE: 'page, site, fenêtre, formulaire',
};
