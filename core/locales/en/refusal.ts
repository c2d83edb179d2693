/** Why something was refused, and what to do next. */
export const refusal = {
  'identifier.empty': 'Please fill this in.',
  'identifier.long': 'That is too long: {max} characters at most.',
  'identifier.characters':
    'This contains characters that an identifier cannot have (invisible ones, or letters of several alphabets). Please type it rather than paste it.',
  'email.malformed': 'This is not a whole e-mail address, such as name@company.example.',
  'email.personal': '{domain} is a personal mail service. Please use your professional address.',
  'field.required': 'This field is needed.',
  'field.long': 'That is too long: {max} characters at most.',
  'field.characters': 'Characters such as < and > cannot be used here.',
  'userName.notEmail': 'The user name must be the same as the e-mail address.',
  'signUp.excluded': 'Your entity has its own procedure.',
  'signUp.exists': 'An account with this address was made meanwhile. Ask for a new password instead.',
  'code.malformed': 'A code has 6 digits.',
  'code.wrong': { one: 'This is not the code. {n} try is left.', other: 'This is not the code. {n} tries are left.' },
  'code.tries': 'Too many wrong tries: this code is dead. Ask for a new one.',
  'code.expired': 'This code is no longer valid. Ask for a new one.',
  'code.limit': 'Too many codes were asked for. Please wait a while; the last one stays valid as long as it said.',
  'link.expired': 'This link has expired.',
  'link.used': 'This link was already used.',
  'link.unknown': 'This link is not valid.',
} as const;
