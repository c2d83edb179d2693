/** The page on which an invitation is accepted. */
export const invitationPage = {
  'page.invitation.about': 'This is an invitation to {thePortal}. Before we show you more, we check that the invited address is yours.',
  'page.invitation.code': 'Have a code sent to the mailbox in which you got this invitation, and type it here.',
  'page.invitation.signedIn': 'You are signed in to {thePortal}: if this invitation is for that account, no code is needed.',
  'page.invitation.account': 'Go on with my account',
  'page.invitation.cookies':
    'The proof that the address is yours has ended, or your browser did not keep it. Allow cookies for this page if need be, and have a new code sent.',
  'page.invitation.version': '(version {version})',
  'page.invitation.refuse': 'If you refuse, the invitation ends, nothing is created, and who invited you is told.',
  'page.invitation.check': '“Save for later” also checks what you typed: the button “{create}” opens once everything is right.',
  'page.invitation.right': 'Everything is filled in as it should be.',
  'page.invitation.saved': 'Saved. Nothing is created yet: go on whenever you like, with the link of your mail or with Guichet in Teams.',
  'page.invitation.unsaved': 'What you typed could not be saved just now. It is tried again with your next change.',
  'page.invitation.accepted.title': 'This invitation is accepted',
  'page.invitation.accepted': 'You have access to {thePortal}.',
  'page.invitation.password': 'You have no password yet, or no longer have its mail?',
  'page.invitation.mailed': 'A mail has just left for the invited address. Its link sets your password.',
  'page.invitation.welcome': 'Everything is ready. This is what you can do now:',
} as const;
