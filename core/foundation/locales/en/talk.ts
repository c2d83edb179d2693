/** What is answered to how people say it: a complaint, a denial, a report, thanks, a question about the bot. */
export const talk = {
  'talk.denied': 'All right, I leave that alone. If you need something else, just tell me.',
  'talk.denied.running': 'All right, I have changed nothing. Here is where you were; “cancel” leaves it.',
  'talk.complaint.title': 'Sorry that it does not work',
  'talk.complaint.text': 'What is it about? Pick the closest, or say in a sentence which portal it is and what you see there.',
  'talk.complaint.running': 'You were at “{procedure}”. Everything that you typed is kept.',
  'talk.after.next': 'Done, as far as I am concerned',
  'talk.after.trouble': 'Sorry, let us look at it',
  'talk.after.password.next': 'All that is left is to open {thePortal} and sign in: “{label}”, then the password that you have just chosen.',
  'talk.after.password.trouble':
    'First check that it is {thePortal} that is open, that “{label}” is typed in full, and that Caps Lock is off. A password saved in the browser may be the old one: type the new one by hand. If none of that helps, choose below.',
  'talk.after.other.next': '“{procedure}” is done. If an answer is due, it reaches you here and by e-mail; there is nothing else for you to do.',
  'talk.after.other.trouble':
    '“{procedure}” is recorded. If something is missing, sign out of {thePortal} and in again: rights sometimes show only then. Otherwise support looks at it with you.',
  'talk.abuse.title': 'You did not ask for this?',
  'talk.abuse.safe':
    'Your password stays the same unless somebody opens the link in that e-mail and chooses another one. Do not open it, and do not tell anybody the code. Nobody from here ever asks for it.',
  'talk.abuse.changed': 'If your password has changed without you, or somebody got into your account, tell support now: they can lock it.',
  'talk.abuse.report': 'Tell support',
  'talk.about.title': 'I am Guichet, a program and not a person',
  'talk.about.text': 'I take you through getting and keeping access to your portals, step by step. A person takes over whenever you like.',
  'talk.about.privacy':
    'I use what you write for what you ask. A sentence that I did not understand is kept without your name, so that I can be improved. I never see your passwords: they are chosen on a web page.',
  'talk.lost.title': 'I still do not understand',
  'talk.lost.text': 'It helps to name the portal and what you need, as in “I forgot my Octopus password”. Or let a person help you.',
  'talk.language.title': 'I speak French and English',
  'talk.attachment.picture': 'I cannot read pictures. Please write what it says, or what you were doing.',
  'talk.attachment.voice': 'I cannot listen to voice messages. Please write it in a sentence.',
  'talk.attachment.file': 'I cannot open files. Please write in a sentence what you need.',
  'talk.second': 'I also noted: {procedure}. I will come back to it afterwards.',
  'talk.next': 'Next: {procedure}',
  'talk.next.title': 'And next?',
  'talk.insult': 'I can see that this is annoying. Tell me what you need, or let a person help you.',
  'talk.resume.nothing': 'There is nothing to go back to.',
  'talk.question.sent': 'I have sent that to the approver as your answer.',
  'cancelled.one': '“{procedure}”',
  'cancelled.all': 'Everything is left: {procedures}. Mails that were already sent stay valid as long as they say.',
  'mailed.help.title.notReceived': 'Still nothing?',
  'mailed.help.title.linkExpired': 'The link no longer works?',
  'mailed.help.title.codeRefused': 'The code is refused?',
  'mailed.help.title.done': 'Not yet',
  'mailed.help.title.complaint': 'Sorry, what is wrong?',
  'mailed.help.asked': 'Requested on {when}, for {to}.',
  'mailed.help.notReceived':
    'An e-mail can take a few minutes. Look in the junk folder, and check that what you typed is spelt right. Nothing comes if there is no account, and I cannot say here whether there is one.',
  'mailed.help.linkExpired': 'A link works once and for a limited time, and only the one in the newest e-mail. I can send another.',
  'mailed.help.codeRefused':
    'Only the code in the newest e-mail counts: 6 digits. The code that the web page sends is another one, for that page. I can send a new e-mail.',
  'mailed.help.done':
    'No password has been saved on the page so far. Open the link in the e-mail, choose it there and confirm. I will carry on here by myself.',
  'mailed.help.complaint': 'Here is what usually helps at this point. Everything that you typed is kept.',
} as const;
