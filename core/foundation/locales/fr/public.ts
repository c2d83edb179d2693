/** Les pages de qui ne peut pas passer par la conversation. */
export const publicPages = {
  'page.public.reset.text':
    'Nous envoyons un lien à l’adresse enregistrée pour le compte. Il ouvre la page où vous choisirez un nouveau mot de passe, ce qui débloque aussi le compte.',
  'page.public.reset.sent':
    'Si ce compte existe, un e-mail vient d’être envoyé à l’adresse enregistrée. Son lien ouvre la page où vous choisirez votre mot de passe ; il ne sert qu’une fois, pendant {lives}.',
  'page.public.nothing': 'Rien après quelques minutes ? Regardez dans le courrier indésirable, vérifiez votre saisie ou demandez un nouvel e-mail.',
  'page.public.again': 'Corriger ma saisie ou redemander',
  'page.public.offer': 'Vous pouvez aussi demander un nouveau mot de passe ici, sans passer par la conversation :',
  'page.public.identifier.support': 'Ici, c’est le support qui retrouve votre identifiant avec vous ({name}) :',
  'page.public.identifier.network': 'Depuis le réseau de votre organisation, cette page vous l’envoie par e-mail ; dans Teams, Guichet vous le donne.',
  'page.home.signIn': 'Vous connaissez votre mot de passe ? Connectez-vous pour gérer votre compte :',
  'page.home.reset': 'Mot de passe oublié, et pas d’accès à Teams ? Demandez-en un nouveau ici :',
  'human.label': 'Je ne suis pas un robot',
  'human.verifying': 'Vérification en cours…',
  'human.verified': 'Vérifié',
  'human.error': 'La vérification n’a pas abouti. Vérifiez votre connexion et cochez la case de nouveau.',
  'human.noScript':
    'Cette page vérifie que la demande ne vient pas d’un robot, et il lui faut JavaScript pour cela. Sans lui, écrivez à Guichet dans Teams, ou au support :',
} as const;
