/** The public pages, for people who cannot reach the chat. */
export const publicPages = {
  'page.public.reset.text':
    'We send a link to the address on record for the account. It opens the page where you choose a new password, which also unlocks the account.',
  'page.public.reset.sent':
    'If this account exists, an e-mail has just been sent to the address on record. Its link opens the page where you choose your password; it works only once, for {lives}.',
  'page.public.nothing': 'Nothing after a few minutes? Check your junk folder, check what you typed, or ask for a new e-mail.',
  'page.public.again': 'Correct what I typed, or ask again',
  'page.public.offer': 'You can also ask for a new password here, without going through the chat:',
  'page.public.identifier.support': 'Here, support finds your identifier with you ({name}):',
  'page.public.identifier.network': 'On your organisation’s network, this page sends it to you by e-mail; in Teams, Guichet tells you.',
  'page.home.signIn': 'Do you know your password? Sign in to manage your account:',
  'page.home.reset': 'Forgotten your password, and no access to Teams? Ask for a new one here:',
  'human.label': 'I am not a robot',
  'human.verifying': 'Checking…',
  'human.verified': 'Checked',
  'human.error': 'The check did not go through. Check your connection and tick the box again.',
  'human.noScript':
    'This page checks that the request does not come from a robot, and needs JavaScript for that. Without it, write to Guichet in Teams, or to support:',
} as const;
