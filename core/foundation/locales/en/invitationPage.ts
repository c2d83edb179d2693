/** The page on which an invitation is accepted. */
export const invitationPage = {
  'page.invitation.about': 'This is an invitation to {thePortal}. Before we show you more, we check that the invited address is yours.',
  'page.invitation.code': 'Ask for a code, sent to the address where you received this invitation, and enter it here.',
  'page.invitation.signedIn': 'You are signed in to {thePortal}: if this invitation is for that account, you do not need a code.',
  'page.invitation.account': 'Continue with my account',
  'page.invitation.cookies':
    'Your verification has expired, or your browser did not keep it. If necessary, allow cookies for this page, then ask for a new code.',
  'page.invitation.version': '(version {version})',
  'page.invitation.refuse': 'If you decline, the invitation ends, nothing is created, and the person who invited you is told.',
  'page.invitation.check': '“Save for later” also checks what you entered: the “{create}” button becomes available once everything is correct.',
  'page.invitation.right': 'Everything is correct.',
  'page.invitation.saved': 'Saved. Nothing has been created yet: carry on whenever you like, with the link in your e-mail or with Guichet in Teams.',
  'page.invitation.unsaved': 'Your entries could not be saved just now. They will be with your next change.',
  'page.invitation.accepted.title': 'This invitation has been accepted',
  'page.invitation.accepted': 'You have access to {thePortal}.',
  'page.invitation.password': 'No password yet, and no e-mail to set it with?',
  'page.invitation.mailed': 'An e-mail has just been sent to the invited address. Use its link to set your password.',
  'page.invitation.welcome': 'Everything is ready. Here is what you can do now:',
} as const;
