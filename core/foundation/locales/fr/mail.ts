export const mail = {
  'mail.hello': 'Bonjour,',
  'mail.asker': 'Demandé dans la conversation par {asker}.',
  'mail.once': 'Ce lien sert une seule fois, pendant {lives}.',
  'mail.copy': 'Si le bouton ne fonctionne pas, copiez cette adresse entière dans votre navigateur :',
  'mail.code': 'Vous préférez rester dans la conversation ? Saisissez-y ce code, dans les {codeLives} :',
  'mail.code.never': 'Gardez ce code pour vous : personne de l’assistance ne vous le demandera jamais.',
  'mail.ignore': 'Si vous n’avez rien demandé, ignorez ce message : rien ne change, et votre mot de passe reste le même.',
  'mail.help': 'Aide :',
  'mail.row': '{label} : {value}',
  'mail.support': 'Une question ? {name} : {contact}',
  'mail.automatic': 'Envoyé par {portal}. Personne ne demande votre mot de passe par message ni dans une conversation.',

  'mail.setPassword.subject': '{portal} : définissez votre mot de passe',
  'mail.setPassword.intro': 'Il reste une étape pour utiliser {portal} : choisir votre mot de passe.',
  'mail.setPassword.button': 'Définir votre mot de passe',
  'mail.reset.subject': '{portal} : réinitialisez votre mot de passe',
  'mail.reset.intro': 'Un nouveau mot de passe a été demandé pour votre compte {portal}.',
  'mail.reset.button': 'Réinitialiser le mot de passe',

  'mail.passwordSet.subject': '{portal} : votre mot de passe est créé',
  'mail.passwordSet.intro': 'Le mot de passe de votre compte {portal} a été créé le {when}.',
  'mail.passwordSet.next': 'Connectez-vous :',
  'mail.passwordChanged.subject': '{portal} : votre mot de passe a été changé',
  'mail.passwordChanged.intro': 'Le mot de passe de votre compte {portal} a été changé le {when}. Les sessions ouvertes ailleurs ont pris fin.',
  'mail.passwordChanged.next': 'Connectez-vous avec votre nouveau mot de passe :',
  'mail.passwordChanged.notYou': 'Ce n’était pas vous ? Écrivez ou appelez tout de suite : {name}, {contact}.',

  'mail.passwordEnds.subject': '{portal} : votre mot de passe expire le {until}',
  'mail.passwordEnds.intro': 'Le mot de passe de votre compte {portal} expire le {until}. Changez-le d’ici là, pour continuer à vous connecter.',
  'mail.passwordEnds.chat.changePassword': 'Vous utilisez Teams ? Vous pouvez aussi y écrire « changer mon mot de passe {portal} » à Guichet.',
  'mail.passwordEnds.chat.reset': 'Vous utilisez Teams ? Vous pouvez aussi y écrire « réinitialiser mon mot de passe {portal} » à Guichet.',
  'mail.accountLocked.subject': '{portal} : votre compte est bloqué pour un temps',
  'mail.accountLocked.intro':
    'Trop de mots de passe refusés : le compte ci-dessous est bloqué pour {portal} depuis le {when}. Il se débloquera de lui-même après {lives}.',
  'mail.accountLocked.reset':
    'Pour ne pas attendre, demandez un nouveau mot de passe : écrivez « mot de passe oublié » à Guichet dans Teams, ou passez par la page de connexion. Un navigateur où vous vous êtes déjà connecté vous laisse aussi entrer.',
  'mail.accountLocked.notYou':
    'Ce n’était pas vous ? Personne n’est entré, et votre mot de passe reste le même. Si cela se répète, prévenez {name} : {contact}.',

  'mail.pageCode.subject': '{portal} : votre code',
  'mail.pageCode.intro': 'Saisissez ce code sur la page où vous choisissez votre mot de passe (valable {lives}) :',

  'mail.identifier.subject': '{portal} : votre identifiant',
  'mail.identifier.intro': 'Voici ce que vous avez demandé :',
  'mail.identifier.ignore': 'Si vous n’avez rien demandé, ignorez ce message : rien ne change.',

  'mail.excluded.subject': '{portal} : votre entité a sa propre procédure',
  'mail.excluded.intro': 'Vous avez demandé un accès à {portal}. Votre entité a sa propre procédure pour cela : rien n’a été créé ni changé ici.',
  'mail.excluded.next': 'Qui peut vous aider : {name}, {contact}.',

  'mail.supportCase.subject': '{portal} : dossier {reference}',
  'mail.supportCase.intro':
    'Un utilisateur du portail {portal} a besoin de votre aide. Voici ce qui a été recueilli dans la conversation ; la même référence lui a été donnée.',
  'mail.supportCase.reply': 'Répondez à ce message pour lui écrire.',
  'mail.supportCase.noReply': 'Son adresse n’est pas connue : voyez ci-dessous ce qui a été donné.',
  'mail.supportCase.reference': 'Référence',
  'mail.supportCase.reason': 'Motif',

  'sms.code': '{portal} : votre code est {code}. Il sert pendant {lives}. Ne le donnez à personne.',
  'mail.proof.subject': '{portal} : votre code',
  'mail.proof.intro': 'Saisissez ce code dans la conversation où il a été demandé (valable {lives}) :',
  'mail.approvalAsked.subject': '{portal} : {requester} demande {group} ({reference})',
  'mail.approvalAsked.intro': '{requester} demande « {group} » dans {portal}. Vous faites partie de ceux qui en décident.',
  'mail.approvalAsked.button': 'Voir la demande',
  'mail.approvalAsked.code': 'La page demande un code qui vous est envoyé : l’ouvrir ne décide de rien.',
  'mail.decideCode.subject': '{portal} : votre code pour décider',
  'mail.decideCode.intro': 'Saisissez ce code sur la page de la demande (valable {lives}) :',
  'mail.decided.subject': '{portal} : votre demande {reference}',
  'mail.decided.approved': 'Votre demande {reference} pour « {group} » a été approuvée.',
  'mail.decided.refused': 'Votre demande {reference} pour « {group} » a été refusée.',
  'mail.decided.expired': 'Votre demande {reference} pour « {group} » a expiré : personne n’a décidé à temps. Vous pouvez la refaire.',
  'mail.decided.reason': 'Motif',
  'mail.decided.begins': 'L’accès commence le {begins}.',
  'mail.organisationPending.subject': '{portal} : {organisation} attend sa validation ({reference})',
  'mail.organisationPending.intro':
    'L’organisation {organisation} est créée sur {portal}, sous la référence {reference}. Elle attend maintenant sa validation.',
  'mail.organisationPending.until':
    'D’ici là, vous ne pouvez ni ajouter d’utilisateurs ni voir ses produits. Un message vous dira ce qui a été décidé. Votre mot de passe reste le même.',
  'mail.organisationValidated.subject': '{portal} : {organisation} est validée',
  'mail.organisationValidated.intro': 'L’organisation {organisation}, dont vous êtes membre, est validée sur {portal}.',
  'mail.organisationValidated.next': 'Vous pouvez vous connecter et voir ses produits :',
  'mail.memberAdded.subject': '{portal} : vous êtes membre de l’organisation {organisation}',
  'mail.memberAdded.intro':
    'Un administrateur vous a ajouté à l’organisation {organisation} sur {portal}. Votre compte et votre mot de passe restent les mêmes.',
  'mail.memberAdded.next': 'Pour vous connecter :',
  'mail.memberAdded.ignore': 'Vous ne connaissez pas cette organisation ? Dites-le à {name} : {contact}',
} as const;
