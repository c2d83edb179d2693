/** La double authentification : pages, cartes, messages, refus. */
export const twoFactor = {
  'twoFactor.malformed': 'Saisissez les 6 chiffres de votre application, ou un code de secours comme ABCD-1234-EFGH.',
  'twoFactor.digits': 'Saisissez les 6 chiffres que votre application affiche.',
  'twoFactor.wrong':
    'Ce code n’est pas le bon, ou il a déjà servi. Attendez que votre application en affiche un nouveau, et vérifiez que l’heure du téléphone est réglée automatiquement.',
  'twoFactor.tries': 'Trop de codes erronés. Patientez avant de réessayer (15 minutes, parfois un jour), ou utilisez un code de secours.',
  'twoFactor.gone': 'Ce QR code n’est plus valable. Recommencez l’activation.',
  'twoFactor.on': 'La double authentification est déjà activée.',
  'twoFactor.lost': 'Double authentification',
  'twoFactor.lost.text':
    'Le mot de passe était le bon. Le téléphone et les codes de secours sont perdus : vérifiez qui écrit avant de désactiver la double authentification.',

  'page.factor.title': 'Double authentification',
  'page.factor.what':
    'Après votre mot de passe, {portal} demande un code que seul votre téléphone connaît. Qui devine ou vole votre mot de passe n’entre pas pour autant.',
  'page.factor.off': 'Elle n’est pas activée.',
  'page.factor.need':
    'Il vous faut une application d’authentification sur votre téléphone, par exemple Microsoft Authenticator, Google Authenticator ou FreeOTP.',
  'page.factor.begin': 'Activer',
  'page.factor.scan': 'Scannez ce QR code avec votre application d’authentification.',
  'page.factor.qr': 'QR code à scanner avec votre application. La clé à saisir à la main se trouve dessous.',
  'page.factor.type': 'Vous ne pouvez pas le scanner ? Saisissez cette clé dans l’application :',
  'page.factor.first': 'Puis saisissez ici les 6 chiffres qu’elle affiche. Tant que ce n’est pas fait, rien ne change.',
  'page.factor.code': 'Code de l’application',
  'page.factor.confirm': 'Confirmer et activer',
  'page.factor.again': 'Afficher un autre QR code',
  'page.factor.on': 'Elle est activée depuis le {since}.',
  'page.factor.left': { one: 'Il vous reste {n} code de secours.', other: 'Il vous reste {n} codes de secours.' },
  'page.factor.few': 'Faites-en de nouveaux avant d’en manquer.',
  'page.factor.manage': 'Que voulez-vous faire ?',
  'page.factor.manage.why': 'Changer de téléphone ? Désactivez-la, puis activez-la de nouveau avec le nouveau. Dans tous les cas, un code est nécessaire.',
  'page.factor.either': 'Code de l’application, ou code de secours',
  'page.factor.renew': 'Nouveaux codes de secours',
  'page.factor.turnOff': 'Désactiver',
  'page.factor.codes.title': 'Vos codes de secours',
  'page.factor.codes.on': 'La double authentification est activée.',
  'page.factor.codes.renewed': 'Les anciens codes de secours ne servent plus.',
  'page.factor.codes.text':
    'Notez-les ou imprimez-les, et rangez-les en lieu sûr : ils ne seront plus jamais affichés. Chacun remplace une fois le code de l’application, si votre téléphone est perdu ou en panne.',
  'page.factor.codes.kept': 'Je les ai notés',
  'page.factor.ended': 'La double authentification est désactivée.',
  'page.second.title': 'Encore une étape',
  'page.second.text': 'Votre mot de passe est le bon. Saisissez le code que votre application affiche.',
  'page.second.recovery': 'Sans votre téléphone, saisissez plutôt un de vos codes de secours. Chacun sert une seule fois.',
  'page.second.submit': 'Se connecter',
  'page.second.lost': 'Vous n’avez ni le téléphone ni les codes de secours ?',
  'page.second.lost.text':
    'Réinitialiser le mot de passe n’y changerait rien : c’est le support qui vérifie qui vous êtes. Nous lui transmettons votre demande et vous donnons un numéro de dossier.',
  'page.second.lost.send': 'Prévenir le support',
  'page.second.sent.title': 'Transmis : {reference}',
  'page.second.sent.text': 'Le support suit votre dossier sous ce numéro et vous répond à l’adresse enregistrée pour votre compte.',
  'page.second.over.title': 'Reprenez depuis le début',
  'page.second.over.text': 'Trop de temps est passé depuis votre mot de passe, ou cette étape est déjà franchie.',
  'page.second.over.link': 'Aller à la page de connexion',

  'mail.twoFactor.subject': '{portal} : double authentification de votre compte',
  'mail.twoFactor.on': 'La double authentification de votre compte {portal} a été activée le {when}. Un code sera demandé à chaque connexion.',
  'mail.twoFactor.off': 'La double authentification de votre compte {portal} a été désactivée le {when}. Le mot de passe suffit de nouveau.',
  'mail.twoFactor.renewed': 'De nouveaux codes de secours ont été créés pour votre compte {portal} le {when}. Les anciens ne servent plus.',
  'mail.twoFactor.recovery': 'Un code de secours a servi à se connecter à votre compte {portal} le {when}. Il ne sert plus.',
  'mail.twoFactor.tries':
    'Quelqu’un qui connaît le mot de passe de votre compte {portal} a saisi trop de codes erronés, le {when}. Si ce n’était pas vous, changez ce mot de passe sans attendre.',
} as const;
