/** What is answered to how people say it: a complaint, a denial, a report, thanks, a question about the bot. */
export const talk = {
  'talk.denied': 'All right, I will leave that alone. If you need something else, just tell me.',
  'talk.denied.running': 'All right, I have changed nothing. This is where you were; write “cancel” to stop.',
  'talk.complaint.title': 'Sorry that it is not working',
  'talk.complaint.text': 'What is it about? Pick the closest, or say in a sentence which portal it is and what you see there.',
  'talk.complaint.running': 'You were at “{procedure}”. Everything you entered is kept.',
  'talk.after.next': 'All done on my side',
  'talk.after.trouble': 'Sorry, let us look at it',
  'talk.after.password.next': 'All that is left is to open {thePortal} and sign in: “{label}”, then the password that you have just chosen.',
  'talk.after.password.trouble':
    'First check that it is {thePortal} that is open, that “{label}” is entered in full, and that Caps Lock is off. A password saved in the browser may be the old one: enter the new one by hand. If none of that helps, choose below.',
  'talk.after.other.next': '“{procedure}” is done. If an answer is due, it reaches you here and by e-mail; there is nothing else for you to do.',
  'talk.after.other.trouble':
    '“{procedure}” is recorded. If something is missing, sign out of {thePortal} and in again: rights sometimes show only then. Otherwise support looks at it with you.',
  'talk.abuse.title': 'You did not ask for this?',
  'talk.abuse.safe':
    'Your password stays the same unless somebody opens the link in that e-mail and chooses another. Do not open it, and do not give the code to anybody: nobody here will ever ask you for it.',
  'talk.abuse.changed': 'If your password has changed without you, or somebody has got into your account, tell support now: they can lock it.',
  'talk.abuse.report': 'Tell support',
  'talk.about.title': 'I am Guichet, a program and not a person',
  'talk.about.text': 'I help you, step by step, to get and keep access to your portals. A person takes over whenever you like.',
  'talk.about.privacy':
    'What you write is used for what you ask. A sentence I did not understand is kept without your name, so that I can be improved. I never see your passwords: you choose them on a web page.',
  'talk.lost.title': 'I still do not understand',
  'talk.lost.text': 'Name the portal and what you need, for example “forgot my Octopus password”. Or let somebody help you.',
  'talk.language.title': 'I speak French and English',
  'talk.attachment.picture': 'I cannot read pictures. Write what it shows, or what you were doing.',
  'talk.attachment.voice': 'I cannot listen to voice messages. Write it in one sentence.',
  'talk.attachment.file': 'I cannot open files. Write in one sentence what you need.',
  'talk.second': 'I have also noted: {procedure}. I will come back to it afterwards.',
  'talk.next': 'Next: {procedure}',
  'talk.next.title': 'What next?',
  'talk.insult': 'I can see that this is annoying. Tell me what you need, or let a person help you.',
  'talk.resume.nothing': 'There is nothing to go back to.',
  'talk.question.sent': 'I have passed your answer on to the approver.',
  'cancelled.one': '“{procedure}”',
  'cancelled.all': 'I have stopped everything: {procedures}. E-mails already sent stay valid for as long as they say.',
  'mailed.help.title.notReceived': 'Still nothing?',
  'mailed.help.title.linkExpired': 'The link no longer works?',
  'mailed.help.title.codeRefused': 'The code is refused?',
  'mailed.help.title.done': 'Not yet',
  'mailed.help.title.complaint': 'Sorry, what is wrong?',
  'mailed.help.asked': 'Requested on {when}, for {to}.',
  'mailed.help.notReceived':
    'An e-mail can take a few minutes. Check your junk folder, and check what you typed. If there is no account, nothing arrives; for security, I cannot say here whether there is one.',
  'mailed.help.linkExpired': 'A link works only once, for a limited time, and only the one in the latest e-mail counts. I can send another.',
  'mailed.help.codeRefused':
    'Only the code in the latest e-mail counts: 6 digits. The code that the web page sends is a different one, for that page. I can send a new e-mail.',
  'mailed.help.done':
    'No password has been saved on the page yet. Open the link in the e-mail, choose your password and confirm it: I will pick up here as soon as you are done.',
  'mailed.help.complaint': 'Here is what usually helps at this point. Everything you entered is kept.',
} as const;
