export const mail = {
  'mail.hello': 'Bonjour,',
  'mail.asker': 'Demandé dans la conversation par {asker}.',
  'mail.once': 'Ce lien sert une seule fois, pendant {lives}.',
  'mail.copy': 'Si le bouton ne s’ouvre pas, copiez cette adresse entière dans votre navigateur :',
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

  'mail.passwordChanged.subject': '{portal} : votre mot de passe a été changé',
  'mail.passwordChanged.intro': 'Le mot de passe de votre compte {portal} a été défini le {when}. Les sessions ouvertes ailleurs ont pris fin.',
  'mail.passwordChanged.next': 'Connectez-vous avec votre nouveau mot de passe :',
  'mail.passwordChanged.notYou': 'Ce n’était pas vous ? Écrivez ou appelez tout de suite : {name}, {contact}.',

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
} as const;
