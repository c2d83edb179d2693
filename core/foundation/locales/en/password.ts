export const password = {
  'password.minLength': { one: 'Use at least {n} character.', other: 'Use at least {n} characters.' },
  'password.maxLength': { one: 'Use at most {n} character.', other: 'Use at most {n} characters.' },
  'password.upper': { one: 'Add a capital letter.', other: 'Use at least {n} capital letters.' },
  'password.lower': { one: 'Add a lower-case letter.', other: 'Use at least {n} lower-case letters.' },
  'password.letters': { one: 'Add a letter.', other: 'Use at least {n} letters.' },
  'password.digits': { one: 'Add a digit.', other: 'Use at least {n} digits.' },
  'password.special': { one: 'Add a special character, such as @ or #.', other: 'Use at least {n} special characters, such as @ or #.' },
  'password.common': 'This is one of the first passwords that people try, or too close to one. Choose another, for example three or four unrelated words.',
  'password.personal': 'This password can be guessed from your name, your address or the name of the portal. Choose something that nobody knows about you.',
  'password.repeat': 'The two passwords are different. Enter the same one twice.',
  'password.same': 'This is already your password. Choose another.',
} as const;
