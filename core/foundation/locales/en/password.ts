export const password = {
  'password.minLength': { one: 'Use at least {n} character.', other: 'Use at least {n} characters.' },
  'password.maxLength': { one: 'Use at most {n} character.', other: 'Use at most {n} characters.' },
  'password.upper': { one: 'Add a capital letter.', other: 'Use at least {n} capital letters.' },
  'password.lower': { one: 'Add a small letter.', other: 'Use at least {n} small letters.' },
  'password.letters': { one: 'Add a letter.', other: 'Use at least {n} letters.' },
  'password.digits': { one: 'Add a digit.', other: 'Use at least {n} digits.' },
  'password.special': { one: 'Add a special character, such as ! or #.', other: 'Use at least {n} special characters, such as ! or #.' },
  'password.common': 'This is one of the passwords that are guessed first, or nearly. Choose another, three or four unrelated words for instance.',
  'password.personal': 'This is made of your name, your address or the name of the portal. Choose something that nobody knows of you.',
  'password.repeat': 'The two passwords differ. Type the same one twice.',
  'password.same': 'This is your password already. Choose another.',
} as const;
