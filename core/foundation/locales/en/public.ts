/** The public pages, for people who cannot reach the chat. */
export const publicPages = {
  'page.public.reset.text':
    'We mail a link to the address recorded for the account. It opens the page where you choose a new password, which unlocks the account as well.',
  'page.public.reset.sent':
    'If this account exists, a mail has just left for the recorded address. Its link opens the page where you choose your password; it works once, for {lives}.',
  'page.public.nothing': 'Nothing after a few minutes? Look in the junk folder, check the spelling of what you typed, or ask again.',
  'page.public.again': 'Correct what I typed, or ask again',
  'page.public.offer': 'You can also ask for a new password here, without the chat:',
  'page.public.identifier.support': 'Here it is support who finds your identifier with you ({name}):',
  'page.public.identifier.network': 'From your organisation’s network this page mails it to you by itself; in Teams, Guichet tells you.',
  'page.home.signIn': 'You know your password? Sign in to manage your account:',
  'page.home.reset': 'Password forgotten, and Teams out of reach? Ask for a new one here:',
  'human.label': 'I am not a robot',
  'human.verifying': 'Checking…',
  'human.verified': 'Checked',
  'human.error': 'The check did not come through. Look at your connection and tick the box again.',
  'human.noScript': 'This page checks that no robot is asking, and needs JavaScript for it. Without it, write to Guichet in Teams, or to support:',
} as const;
