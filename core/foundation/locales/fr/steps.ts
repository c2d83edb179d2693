/** Ce qui est répondu à qui revient vers nous au milieu d’une étape : ce qui est demandé, pourquoi, et ce qui aide. */
export const steps = {
  'step.help.what': 'Voici ce qui est demandé',
  'step.help.why': 'Pourquoi cette question',
  'step.help.unknown': 'Pour vous aider',
  'step.help.next': 'La suite',
  'step.help.needed': 'Il me faut encore ceci',
  'step.help.complaint': 'Désolé, qu’est-ce qui bloque ?',
  'step.help.refused': 'Pourquoi c’est refusé',
  'step.help.tries': 'Combien d’essais',
  'step.help.opens': 'Quand cela ouvre',
  'step.help.locked': 'Le compte est verrouillé ?',
  'step.help.none': 'Rien de cela ?',
  'step.help.both': 'Un seul à la fois',
  'step.help.notReceived': 'Toujours rien ?',
  'step.help.codeRefused': 'Le code est refusé ?',
  'step.help.linkExpired': 'Le lien ne marche plus ?',
  'step.help.notSent': 'Rien n’est encore parti',
  'step.notSent': 'L’envoi ne se fait qu’avec le dernier bouton. D’ici là, tout peut être corrigé ; « annuler » arrête là.',
  'step.help.notYet': 'Pas encore',
  'step.help.howLong': 'Combien de temps',
  'step.help.no': 'D’accord',
  'step.linkExpired': 'Une page ne s’ouvre qu’une fois, pendant un temps limité. Le bouton de cette carte en ouvre une autre.',
  'step.help.first': 'Il n’y a pas d’étape avant celle-ci',
  'step.first': 'Corrigez ce que vous voulez sur cette carte. Pour quitter la procédure, écrivez « annuler ».',
  'step.help.correctIt': 'À corriger ici',
  'step.correctIt': 'Rien n’est encore parti. Corrigez ce qui ne va pas sur cette carte, ou écrivez-moi simplement la bonne adresse ou le bon identifiant.',
  'step.help.noMailYet': 'Rien n’est encore parti',
  'step.noMailYet': 'Envoyez d’abord cette carte : un nouvel e-mail part aussitôt, et lui seul comptera. S’il n’arrive pas, dites-le-moi alors.',
  'step.help.mailedOnce': 'L’e-mail est déjà parti',
  'step.mailedOnce':
    'Il reste valable, et part toujours à l’adresse enregistrée sur le compte. Si ce n’était pas le bon compte, corrigez-le ici et envoyez. Si cette adresse n’est plus la vôtre, le support la change.',
  'step.mailedThere': 'Il est parti à l’adresse saisie et reste valable. Corrigez-la ici et envoyez : un autre e-mail part, et lui seul comptera.',
  'step.help.lookWith': 'Avec cette adresse ?',
  'step.lookWith': 'Je chercherai avec {to}. Vérifiez, puis envoyez la carte.',
  'step.help.currentPassword': 'Le mot de passe actuel est refusé ?',
  'step.currentPassword':
    'C’est celui avec lequel vous vous connectez aujourd’hui. Vérifiez la touche Verr. maj. et le compte ; un mot de passe enregistré dans le navigateur est peut-être un ancien. Si vous ne le savez plus, choisissez-en un nouveau par e-mail, avec le bouton de cette carte.',
  'step.no': 'Rien n’a été fait. Corrigez ce qui ne va pas sur cette carte, ou écrivez « annuler » pour quitter.',
  'step.noMailed':
    'Rien n’a changé sur le compte : l’e-mail est parti, mais il ne fait rien tant que personne ne suit son lien ni ne saisit son code. Si c’était une erreur, laissez-le, corrigez votre saisie, ou écrivez « annuler ».',
  'step.tries':
    'Au bout de {n} mots de passe faux de suite, le compte se verrouille ; un nouveau mot de passe le débloque. Un code reçu par e-mail se saisit {codes} fois au plus ; ensuite, demandez-en un autre. Demander un e-mail ne verrouille jamais rien.',
  'step.tries.elsewhere':
    'Trop de mots de passe faux de suite verrouillent le compte ; un nouveau mot de passe le débloque. Un code reçu par e-mail se saisit {codes} fois au plus ; ensuite, demandez-en un autre. Demander un e-mail ne verrouille jamais rien.',
  'step.locked':
    'Un compte se verrouille au bout de {n} mots de passe faux de suite : les vôtres, ceux d’une autre personne, ou d’un appareil qui garde l’ancien. Le nouveau mot de passe le débloque : il suffit de terminer ici.',
  'step.locked.elsewhere':
    'Un compte se verrouille après trop de mots de passe faux de suite : les vôtres, ceux d’une autre personne, ou d’un appareil qui garde l’ancien. Le nouveau mot de passe le débloque : il suffit de terminer ici.',
  'step.opens': 'Rien à attendre : {thePortal} est déjà ouvert. Terminez ici, puis connectez-vous.',
  'step.none': 'Choisissez un autre bouton de cette carte, écrivez ce que vous cherchez, ou laissez le support vous aider.',
  'step.both': 'Ici, une seule réponse est possible. Commencez par l’une ; vous demanderez l’autre ensuite, de la même façon.',
  'step.notYet': 'Je ne vois rien d’enregistré pour l’instant. Terminez sur la page web : je reprendrai ici dès que ce sera fait.',
  'step.howLong': 'L’e-mail met en général moins d’une minute. Son code sert pendant {code}, son lien pendant {link} ; au-delà, demandez-en un autre.',
  'step.noExample': 'prenom.nom@entreprise.fr',
  'step.identifier.what':
    '« {label} » : ce que vous saisissez d’habitude pour ouvrir {thePortal}, par exemple {example}. Si vous ne l’avez plus, choisissez une autre voie ci-dessous ; le support le retrouve aussi.',
  'step.identifier.why': 'Il me dit de quel compte il s’agit. Rien ne change tant que vous n’avez pas ouvert l’e-mail envoyé à l’adresse de ce compte.',
  'step.address.what':
    'Votre adresse e-mail professionnelle entière, celle à laquelle vous recevez votre courrier de travail, par exemple prenom.nom@entreprise.fr. Une adresse personnelle ne convient pas.',
  'step.invited.what': 'L’adresse où vous avez reçu l’invitation, quelle qu’elle soit : une adresse personnelle convient si c’est elle qui a été invitée.',
  'step.invited.why': 'J’y envoie un code : c’est ainsi que l’on sait que l’invitation est pour vous. Rien n’est créé sans votre accord.',
  'step.address.why': 'J’y envoie un e-mail : c’est ainsi que l’on sait que la demande vient bien de vous. L’adresse ne sert à rien d’autre.',
  'step.mail.what':
    'Ouvrez l’e-mail qui vient d’être envoyé et suivez son lien, ou recopiez ici son code à 6 chiffres. S’il n’arrive pas, regardez dans le courrier indésirable.',
  'step.mail.why': 'Seule la personne qui lit cette messagerie peut aller plus loin : personne d’autre ne peut changer le mot de passe à votre place.',
  'step.code.what':
    'Le code comporte 6 chiffres. Il se trouve dans le dernier e-mail que je vous ai envoyé ; regardez aussi dans le courrier indésirable. Je peux en envoyer un autre.',
  'step.code.why': 'Le code montre que cette messagerie est la vôtre. Personne ici ne vous demandera jamais de le donner.',
  'step.appCode.what':
    'Ouvrez votre application d’authentification : le code à 6 chiffres pour {thePortal} y change toutes les 30 secondes. Un code de secours convient aussi.',
  'step.appCode.why':
    'Votre compte est protégé par un second facteur. Ce que vous faites ici concerne d’autres personnes : le code montre que c’est bien vous.',
  'step.page.what': 'Le bouton de cette carte ouvre une page web pour {thePortal}. Tout s’y passe ; dès que c’est fait, je reprends ici.',
  'step.page.why': 'Un mot de passe ne s’écrit jamais dans une conversation, où d’autres pourraient le lire. Cela se passe donc sur une page web.',
  'step.details.what': 'Votre prénom, votre nom et, si la carte le demande, votre téléphone. Ils figureront sur votre compte {portal}.',
  'step.details.why': 'Ces renseignements servent à créer le compte à votre nom.',
  'step.account.what': 'Plusieurs comptes {portal} sont à vous : choisissez celui que cela concerne, par son nom ou par son rang, « le premier » par exemple.',
  'step.account.why': 'Les droits sont donnés à un seul compte : il faut savoir lequel.',
  'step.groups.what': 'Cochez ce dont vous avez besoin, ou écrivez-en le nom. Si vous hésitez, demandez à votre responsable ce qu’utilisent vos collègues.',
  'step.groups.why': 'Chaque catalogue a ses propres approbateurs : seul ce que vous choisissez leur est demandé.',
  'step.summary.what': 'Relisez ce qui est écrit. « Oui » l’envoie, « retour » permet de corriger, « annuler » quitte sans rien envoyer.',
  'step.summary.why': 'Pour que rien ne parte sans votre accord : une fois envoyé, d’autres personnes sont prévenues.',
  'step.person.what': 'L’adresse e-mail professionnelle de la personne, et son prénom et son nom si la carte les demande. L’invitation part à cette adresse.',
  'step.person.why': 'L’e-mail part à cette personne ; son nom figurera sur son compte.',
  'step.establishment.what': 'Choisissez l’établissement concerné, ou saisissez son identifiant : il figure dans {thePortal}, sur sa fiche.',
  'step.establishment.why': 'Les droits se donnent établissement par établissement.',
  'step.rights.what': 'Cochez ce que cette personne pourra faire. Ne donnez que ce qui lui sert : vous pourrez y revenir.',
  'step.rights.why': 'Sans droits, un compte n’ouvre rien ; avec trop de droits, il devient un risque.',
  'step.user.what': 'Choisissez la personne dans la liste, ou écrivez son nom ou son adresse pour la chercher.',
  'step.user.why': 'Ce qui suit ne concernera que la personne choisie.',
  'step.removal.what': 'Écrivez « oui » pour supprimer l’accès de cette personne, « non » pour revenir en arrière. Rien n’est encore fait.',
  'step.removal.why': 'On demande confirmation parce que cela ne se défait pas : il faudrait inviter la personne à nouveau.',
  'step.needed': 'Il manque encore : {fields}.',
  'step.ways.these': 'À choisir ici : {ways}. Si rien ne convient, le support prend le relais.',
  'step.way': '« {way} »',
  'step.ways.what': 'Choisissez l’un des boutons de cette carte. Si aucun ne convient, le support prend le relais.',
  'step.ways.why': 'La suite dépend de ce que vous choisissez ici.',
  'step.terms.what':
    'Lisez les conditions et les droits que l’on vous donne : les liens de la carte les ouvrent. « Oui » accepte et continue, « non » refuse et arrête là.',
  'step.terms.why': 'Sans votre accord, aucun accès n’est créé.',
  'step.company.what':
    'Les renseignements sur l’entreprise : nom, adresse et ce que la carte demande encore. Ils figurent sur une facture ou sur le site de l’entreprise.',
  'step.company.why': 'L’accès est donné à une entreprise : il faut savoir laquelle.',
  'step.domicile.what':
    'Dites si le siège de votre organisation est en France ou à l’étranger. En France, elle se retrouve par son SIRET ; à l’étranger, par son adresse.',
  'step.domicile.why': 'Les produits proposés ne sont pas les mêmes en France et à l’étranger.',
  'step.siret.what':
    'Le SIRET est le numéro à 14 chiffres d’un établissement en France. Il figure sur vos factures, et sur annuaire-entreprises.data.gouv.fr. Le SIREN seul, à 9 chiffres, ne suffit pas.',
  'step.siret.why': 'Il permet de retrouver votre organisation dans le registre public, sans que vous ayez à tout saisir.',
  'step.abroad.what': 'Le nom et l’adresse de votre organisation, tels qu’ils figurent sur ses documents officiels.',
  'step.abroad.why': 'À l’étranger, il n’y a pas de registre dans lequel je puisse chercher : une personne vérifie ce que vous saisissez.',
  'step.comment.what':
    'Écrivez en quelques mots ce qui ne va pas et ce que vous avez déjà essayé, puis envoyez la carte. Le support vous répond à votre adresse.',
  'step.comment.why': 'Plus le support en sait, plus vite il peut aider. Ce que vous avez déjà saisi lui est transmis.',
  'step.help.who': 'Qui voit ce que vous saisissez',
  'step.help.whoDecides': 'Qui décide',
  'step.help.later': 'Plus tard',
  'step.help.urgent': 'C’est pressé ?',
  'step.help.exists': 'Ai-je un compte ?',
  'step.help.noPhone': 'Sans téléphone',
  'step.help.gotIt': 'Parfait',
  'step.help.sentWhere': 'Où part l’e-mail',
  'step.help.sender': 'De qui vient l’e-mail',
  'step.help.bySms': 'Pourquoi par e-mail',
  'step.help.noMailbox': 'Vous ne lisez plus cette boîte ?',
  'step.help.notOpening': 'La page ne s’ouvre pas ?',
  'step.help.rules': 'Le mot de passe est refusé ?',
  'step.help.corrected': 'Plutôt ce compte ?',
  'step.help.close': 'Fermer cette conversation',
  'step.help.device': 'Sur un autre appareil',
  'step.help.forElse': 'Pour quelqu’un d’autre',
  'step.close': 'Oui. Ce que vous avez saisi est gardé : écrivez « reprendre » à votre retour.',
  'step.closeMail': 'Oui. Tout se termine sur la page web : vous pouvez fermer cette conversation, et je vous y écris dès que c’est fait.',
  'step.device': 'Oui. Ouvrez cette conversation sur l’autre appareil et continuez-y : rien n’est perdu.',
  'step.deviceMail': 'Oui. Le lien de l’e-mail s’ouvre sur un ordinateur comme sur un téléphone, et cette conversation aussi.',
  'step.forElse':
    'L’e-mail part à l’adresse enregistrée sur le compte : seule la personne qui lit cette boîte peut terminer. Le plus simple est qu’elle m’écrive elle-même ; sinon, le support l’aide.',
  'step.forElseOwn': 'Ce que vous faites ici est pour vous. Cette personne peut m’écrire elle-même ; si elle ne le peut pas, le support l’aide.',
  'step.who':
    'Ce que vous saisissez ne sert qu’à cette demande. Seuls la voient ceux qui s’en occupent : le support de {thePortal} et, s’il faut un accord, les personnes qui le donnent.',
  'step.later': 'Oui, rien ne presse. Ce que vous avez saisi est gardé : écrivez « reprendre » quand vous voudrez continuer.',
  'step.laterMail': 'Oui. Le code sert pendant {code} et le lien pendant {link} ; passé ce temps, revenez ici et demandez un autre e-mail, en un clic.',
  'step.urgent': 'Le plus rapide est de terminer ici : il n’y en a que pour quelques minutes. Sinon, écrivez au support de {thePortal} que c’est urgent.',
  'step.urgent.phone': 'Le plus rapide est de terminer ici : il n’y en a que pour quelques minutes. Sinon, appelez le support de {thePortal} : {phone}.',
  'step.exists':
    'Par sécurité, je ne peux pas le dire ici. Si aucun e-mail n’arrive en quelques minutes, vérifiez votre saisie, demandez un premier accès ou écrivez au support.',
  'step.noPhone':
    'Ici, un téléphone n’est pas nécessaire : tout passe par l’e-mail et la page web. Si un code vous est demandé sur un téléphone que vous n’avez plus, le support vous aide.',
  'step.noPhone.factor':
    'Un de vos codes de secours remplace le code du téléphone : saisissez-le sur la page, puis ajoutez-y votre nouveau téléphone. Si vous n’avez plus ni l’un ni l’autre, choisissez « Téléphone et codes perdus » : le support vérifie qui vous êtes.',
  'step.gotIt': 'Suivez le lien qu’il contient, ou saisissez ici son code à 6 chiffres. S’il y a plusieurs e-mails, seul le dernier compte.',
  'step.sentWhere':
    'L’e-mail part à l’adresse enregistrée sur le compte. Par sécurité, je ne la montre pas ici : le support peut vous dire laquelle c’est, et la changer.',
  'step.sender': 'Il vient de {name} ({address}). Cherchez ce nom, aussi dans le courrier indésirable.',
  'step.bySms': 'Le lien part par e-mail, car c’est la boîte enregistrée sur le compte qui montre qu’il est à vous. Il s’ouvre aussi sur un téléphone.',
  'step.noMailbox':
    'L’e-mail part toujours à l’adresse enregistrée sur le compte : on ne peut pas en choisir une autre ici, car n’importe qui le pourrait. Le support vérifie qui vous êtes et la change. Si vous vous êtes trompé de compte, corrigez votre saisie.',
  'step.newMailbox': 'Indiquez une adresse professionnelle que vous lisez aujourd’hui : c’est là que l’e-mail partira.',
  'step.notOpening':
    'Appuyez de nouveau sur le bouton de cette carte, ou essayez dans un autre navigateur. Un mot de passe ne se saisit jamais dans une conversation : il faut donc cette page. Si elle reste blanche, dites-le au support.',
  'step.rules': 'Pour {thePortal}, il faut : {rules}. Un mot de passe trop courant, ou fait de votre nom, est refusé aussi. La page dit ce qui manque encore.',
  'step.corrected': 'J’ai remplacé {from} par {to}. Vérifiez, puis envoyez la carte.',
  'step.howLongElse': 'Deux ou trois minutes : il ne manque que ce que cette carte demande. Ce qui est saisi est gardé si vous vous interrompez.',
  'step.howLongDecided':
    'La demande part aussitôt envoyée. La réponse dépend des personnes qui décident : je vous préviens ici, et par e-mail, dès qu’elle tombe.',
  'step.factorPage.what':
    'Il faut une application d’authentification, comme Microsoft Authenticator, Google Authenticator ou FreeOTP ; il en existe aussi pour ordinateur. La page web montre un code QR à y ajouter, puis demande le premier code.',
  'step.factorPage.why': 'Un mot de passe se devine ou se vole. Avec le second facteur, il ne suffit plus pour entrer dans votre compte.',
  'step.proofPage.what':
    'Le bouton de cette carte ouvre une page web, où vous vous connectez avec le compte que la carte nomme. Sans ce compte, l’organisation ne peut pas être créée : le support de {thePortal} vous dit comment en obtenir un.',
  'step.proofPage.why':
    'Ce compte montre pour quelle organisation vous agissez. Son mot de passe ne s’écrit jamais dans une conversation : cela se passe sur une page web.',
  'step.entity.what':
    'Votre entité est la partie de l’organisation qui vous emploie. Elle figure sur votre contrat ou votre annuaire ; votre responsable la connaît. Si aucune ne convient, choisissez « Une autre ».',
  'step.entity.why': 'Selon l’entité, l’accès ne s’obtient pas de la même façon.',
  'step.vat.what':
    'Le numéro de TVA intracommunautaire commence par les lettres du pays, par exemple FR, suivies de chiffres. Il figure sur les factures de l’entreprise.',
  'step.vat.why': 'Il identifie l’entreprise auprès de ses clients en Europe.',
  'step.approver.what':
    'Chaque catalogue a ses approbateurs, désignés par {thePortal} : ils reçoivent votre demande et y répondent. Leur décision vous parvient ici et par e-mail.',
  'step.approver.why': 'Une personne responsable confirme que l’accès est justifié.',
  'step.help.mailLink': 'Où est le lien ?',
  'step.mailLink':
    'Le lien est le bouton au milieu de l’e-mail ; son adresse entière est écrite dessous, à copier dans un navigateur si rien ne s’ouvre. Le code à 6 chiffres, saisi ici, mène à la même page.',
  'front.later': 'Oui. La carte reste ici, et vous pouvez me la redemander quand vous voulez.',
  'front.absence.what':
    'Dites quand vous partez, quand vous revenez et qui décide à votre place. Par exemple : « je suis absent du 3 au 17, Claire décide pour moi ».',
  'front.absence.why': 'Pour que personne n’attende votre retour : pendant ce temps, quelqu’un d’autre répond aux demandes.',
  'front.review.what':
    'Pour chaque personne de la liste, dites si elle a encore besoin de cet accès : cochez-la, puis choisissez de le garder ou de le retirer.',
  'front.review.why': 'Un accès reste souvent à qui n’en a plus besoin. On le demande donc de temps en temps à une personne qui peut le savoir.',
  'front.decide.what': 'Quelqu’un demande un accès, et il faut votre accord. Vous pouvez l’accorder, le refuser, ou poser d’abord une question.',
  'front.decide.why': 'Vous êtes l’une des personnes qui décident de cet accès.',
  'front.myRequests.what': 'Voici ce que vous avez demandé, et où en est chaque demande. Vous pouvez en retirer une, ou rendre un accès qui ne sert plus.',
  'front.myRequests.why': 'Pour que vous sachiez où en sont vos demandes sans avoir à relancer personne.',
} as const;
