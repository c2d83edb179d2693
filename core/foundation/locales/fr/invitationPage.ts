/** La page où l’on accepte une invitation. */
export const invitationPage = {
  'page.invitation.about': 'C’est une invitation à rejoindre {thePortal}. Avant de vous en montrer plus, nous vérifions que l’adresse invitée est la vôtre.',
  'page.invitation.code': 'Demandez un code, envoyé à l’adresse où vous avez reçu cette invitation, et saisissez-le ici.',
  'page.invitation.signedIn': 'Vous êtes connecté à {thePortal} : si cette invitation est pour ce compte, vous n’avez pas besoin de code.',
  'page.invitation.account': 'Continuer avec mon compte',
  'page.invitation.cookies':
    'Votre vérification a expiré, ou votre navigateur ne l’a pas conservée. Au besoin, autorisez les cookies pour cette page, puis demandez un nouveau code.',
  'page.invitation.version': '(version {version})',
  'page.invitation.refuse': 'Si vous refusez, l’invitation prend fin, rien n’est créé, et la personne qui vous a invité en est informée.',
  'page.invitation.check': '« Enregistrer pour plus tard » vérifie aussi votre saisie : le bouton « {create} » devient actif quand tout est correct.',
  'page.invitation.right': 'Tout est correct.',
  'page.invitation.saved': 'C’est enregistré. Rien n’est encore créé : reprenez quand vous voudrez, par le lien de votre e-mail ou avec Guichet dans Teams.',
  'page.invitation.unsaved': 'Votre saisie n’a pas pu être enregistrée à l’instant. Elle le sera à votre prochaine modification.',
  'page.invitation.accepted.title': 'Cette invitation est acceptée',
  'page.invitation.accepted': 'Vous avez accès à {thePortal}.',
  'page.invitation.password': 'Vous n’avez pas encore de mot de passe, ni l’e-mail pour le définir ?',
  'page.invitation.mailed': 'Un e-mail vient d’être envoyé à l’adresse invitée. Son lien permet de définir votre mot de passe.',
  'page.invitation.welcome': 'Tout est prêt. Voici ce que vous pouvez faire :',
} as const;
