export const password = {
  'password.minLength': { one: 'Utilisez au moins {n} caractère.', other: 'Utilisez au moins {n} caractères.' },
  'password.maxLength': { one: 'Utilisez au plus {n} caractère.', other: 'Utilisez au plus {n} caractères.' },
  'password.upper': { one: 'Ajoutez une majuscule.', other: 'Utilisez au moins {n} majuscules.' },
  'password.lower': { one: 'Ajoutez une minuscule.', other: 'Utilisez au moins {n} minuscules.' },
  'password.letters': { one: 'Ajoutez une lettre.', other: 'Utilisez au moins {n} lettres.' },
  'password.digits': { one: 'Ajoutez un chiffre.', other: 'Utilisez au moins {n} chiffres.' },
  'password.special': { one: 'Ajoutez un caractère spécial, comme @ ou #.', other: 'Utilisez au moins {n} caractères spéciaux, comme @ ou #.' },
  'password.common':
    'Ce mot de passe est l’un des premiers que l’on essaie, ou en est trop proche. Choisissez-en un autre, par exemple trois ou quatre mots sans rapport entre eux.',
  'password.personal':
    'Ce mot de passe se devine à partir de votre nom, de votre adresse ou du nom du portail. Choisissez quelque chose que personne ne sait de vous.',
  'password.repeat': 'Les deux mots de passe sont différents. Saisissez deux fois le même.',
  'password.same': 'C’est déjà votre mot de passe. Choisissez-en un autre.',
} as const;
