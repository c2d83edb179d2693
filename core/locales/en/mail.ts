export const mail = {
  'mail.hello': 'Hello,',
  'mail.asker': 'Asked for in the chat by {asker}.',
  'mail.once': 'This link works once, for {lives}.',
  'mail.copy': 'If the button does not open, copy this whole address into your browser:',
  'mail.code': 'Would you rather stay in the chat? Type this code there, within {codeLives}:',
  'mail.code.never': 'Keep this code to yourself: nobody from support will ever ask you for it.',
  'mail.ignore': 'If you did not ask for this, ignore this message: nothing changes, and your password stays as it is.',
  'mail.help': 'Help:',
  'mail.row': '{label}: {value}',
  'mail.support': 'A question? {name}: {contact}',
  'mail.automatic': 'Sent by {portal}. Nobody asks for your password by mail or in a chat.',

  'mail.setPassword.subject': '{portal}: set your password',
  'mail.setPassword.intro': 'One step is left to use {portal}: choose your password.',
  'mail.setPassword.button': 'Set your password',
  'mail.reset.subject': '{portal}: reset your password',
  'mail.reset.intro': 'A new password was asked for, for your {portal} account.',
  'mail.reset.button': 'Reset password',

  'mail.passwordChanged.subject': '{portal}: your password was changed',
  'mail.passwordChanged.intro': 'The password of your {portal} account was set on {when}. Sessions that were open elsewhere have ended.',
  'mail.passwordChanged.next': 'Sign in with your new password:',
  'mail.passwordChanged.notYou': 'It was not you? Write or call at once: {name}, {contact}.',

  'mail.pageCode.subject': '{portal}: your code',
  'mail.pageCode.intro': 'Type this code on the page where you choose your password, within {lives}:',

  'mail.identifier.subject': '{portal}: what you sign in with',
  'mail.identifier.intro': 'This is what you asked for:',
  'mail.identifier.ignore': 'If you did not ask for this, ignore this message: nothing changes.',

  'mail.excluded.subject': '{portal}: your entity has its own procedure',
  'mail.excluded.intro': 'You asked for access to {portal}. Your entity has its own procedure for that, so nothing was created or changed here.',
  'mail.excluded.next': 'Who can help you: {name}, {contact}.',

  'mail.supportCase.subject': '{portal}: case {reference}',
  'mail.supportCase.intro': 'A user of {portal} needs your help. This is what was gathered in the chat; they were given the same reference.',
  'mail.supportCase.reply': 'Answer this message to write to them.',
  'mail.supportCase.noReply': 'Their address is not known: see what they gave below.',
  'mail.supportCase.reference': 'Reference',
  'mail.supportCase.reason': 'Reason',

  'sms.code': '{portal}: your code is {code}. It lives {lives}. Never tell it to anybody.',
} as const;
