/** Pourquoi quelque chose a été refusé, et que faire ensuite. */
export const refusal = {
  'identifier.empty': 'Merci de remplir ce champ.',
  'identifier.long': 'C’est trop long : {max} caractères au plus.',
  'identifier.characters':
    'Cette saisie contient des caractères qu’un identifiant ne peut pas avoir (invisibles, ou de plusieurs alphabets). Tapez-la plutôt que de la coller.',
  'email.malformed': 'Ce n’est pas une adresse complète, comme nom@entreprise.example.',
  'email.personal': '{domain} est une messagerie personnelle. Utilisez votre adresse professionnelle.',
  'field.required': 'Ce champ est nécessaire.',
  'field.long': 'C’est trop long : {max} caractères au plus.',
  'field.characters': 'Les caractères tels que < et > ne peuvent pas servir ici.',
  'userName.notEmail': 'Le nom d’utilisateur doit être identique à l’adresse e-mail.',
  'signUp.excluded': 'Votre entité a sa propre procédure.',
  'signUp.exists': 'Un compte a été créé entre-temps avec cette adresse. Demandez plutôt un nouveau mot de passe.',
  'code.malformed': 'Un code comporte 6 chiffres.',
  'code.wrong': { one: 'Ce n’est pas le bon code. Il reste {n} essai.', other: 'Ce n’est pas le bon code. Il reste {n} essais.' },
  'code.tries': 'Trop d’essais erronés : ce code ne sert plus. Demandez-en un nouveau.',
  'code.expired': 'Ce code n’est plus valable. Demandez-en un nouveau.',
  'code.limit': 'Trop de codes ont été demandés. Patientez un peu ; le dernier reste valable le temps indiqué.',
  'link.expired': 'Ce lien a expiré.',
  'link.used': 'Ce lien a déjà servi.',
  'link.unknown': 'Ce lien n’est pas valable.',
} as const;
