import type { Lexicon } from './lexicon.ts';

/** French replies of a few words. */
export const replies: Lexicon['replies'] = {
  yes: `oui, ouais, ouaip, wi, ui, ok, okay, oki, d accord, daccord, dac, vas y, vasy, allez y, allez, go, c est ça, c est cela, c est bien ça, exact, exactement,
    tout à fait, parfait, bien sûr, certainement, volontiers, je confirme, confirme, confirmer, valide, je valide, valider, j accepte, accepter, c est bon, cest bon,
    c bon, ça marche, ça me va, ça roule, c est correct, correct, absolument, carrément, affirmatif, continue, continuer, continuez, on continue, on y va, allons y, envoie,
    envoyer, envoyez, fais le, faites le, je suis d accord, sûr, certain, entendu, lance, lancez, nickel, super, impeccable, c est bien lui, c est bien elle, c est moi,
    c est le bon, c est la bonne, envoie la demande, envoyez la demande, envoie ma demande, envoyer la demande, envoie ça, envoie le, envoyez le,
    tu peux envoyer, vous pouvez envoyer, on envoie, c est parti, pour moi, ok pour moi, bon pour moi, prêt, c est prêt, tout est bon, c est rempli,
    tout est rempli, rempli, j ai tout rempli, j ai rempli, supprime, supprimer, supprimez, tout bon, c est tout bon, tout est ok, tout est correct,
    tout est juste, c est ok, c est exact, c est juste, c est parfait, c est parfait comme ça, c est bon pour moi, ça me convient, très bien,
    c est très bien, on valide, validez, envoie la, envoyez la, tu peux y aller, vous pouvez y aller, rien à changer, feu vert, fonce, allez go,
    on est d accord, je suis sûr, je suis sûre, je suis certain, je suis certaine`,
  no: `non, nan, nope, pas du tout, surtout pas, certainement pas, je refuse, refuser, refuse, pas d accord, je ne suis pas d accord, je suis pas d accord, c est pas ça,
    ce n est pas ça, c est faux, faux, pas question, hors de question, négatif, je ne veux pas, je veux pas, je n accepte pas, j accepte pas, c est pas le bon,
    ce n est pas le bon, c est pas la bonne, ce n est pas la bonne, c est pas elle, c est pas lui`,
  none: `aucun, aucune, aucun des deux, aucun des trois, aucune des deux, aucun de ceux là, aucune de celles là, ni l un ni l autre, ni l une ni l autre, rien,
    rien de tout ça, rien de tout cela, pas dans la liste, il n y est pas, elle n y est pas, il est pas dans la liste, il n est pas dans la liste, elle n est pas dans la liste,
    pas celui là, pas ceux là, un autre, une autre, autre`,
  both: `les deux, tous les deux, toutes les deux, l un et l autre, tous, toutes, tout, les trois, tous les trois, toutes les trois, les quatre, tout ça`,
  back: `retour, retourner, revenir, revenir en arrière, en arrière, retour en arrière, retour arrière, précédent, précédente, étape précédente, étape d avant, page précédente,
    revenir à l étape précédente, revenir à l étape d avant, je voudrais revenir en arrière, je veux revenir en arrière, reviens en arrière, revenons en arrière`,
  why: `pourquoi, pourquoi ça, pourquoi donc, pourquoi faire, pour quoi faire, pk, pq, et pourquoi, dans quel but`,
  next: `et maintenant, maintenant, et après, après, et ensuite, ensuite, et puis, la suite, suite, suivant, et là, et alors`,
  whatIs: `quoi, koi, quoi ça, hein, comment, comment ça, c est à dire, c est quoi, c est quoi ça, c quoi, c koi, c quoi ça, qu est ce que c est, lequel, laquelle, pardon, plaît il`,
  wait: `attends un, attendez un, attends, attendez, une seconde, un instant, un moment, deux minutes, une minute, ok je regarde, je regarde, je vais voir, je cherche, je reviens de suite`,
  gotIt:
    'reçu, bien reçu, j ai reçu, j ai bien reçu, je l ai reçu, je l ai bien reçu, c est reçu, je l ai, ça y est je l ai, il est arrivé, il est là, mail reçu, e mail reçu, code reçu',
};
