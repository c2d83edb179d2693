import type { Lexicon } from './lexicon.ts';

/** English expressions for what people come back with in the middle of a step. */
export const steps: Lexicon['ideas'] = {
  GOODNEWS: `good news, managed to_in/sign/log/open/connect, i m in, i am in, im in, got in, i remember it, i remember_now, remembered_it/password/my, found my_password/username/user, it came back to me,
    i m logged/signed in, i am logged/signed in, logged in now, works after all`,
  STOPMAILS: `stop_sending/mailing/emailing/spamming/emails/mails, send/sending_no more, send/sending_any more, send/sending_more_emails/mails, no more_emails/mails, too many_emails/mails, enough emails/mails`,
  NOMAILBOX: `no/lost_access_mailbox/inbox/email/mail/address, no longer have_mailbox/inbox/email/address, don t have_that/this/the_mailbox/inbox/email/address, can t_get into/open/read/access_mailbox/inbox/email/mail,
    mailbox/inbox/address_closed/gone/deleted/disabled`,
  NOPHONE: `no/without_phone/smartphone/mobile/cell, don t have_phone/smartphone/mobile, lost/broke_phone/mobile, phone_lost/stolen/broken`,
  GOTMAIL: `got it, got the_email/mail/code/message, have the_email/mail/code, i ve got it, received it, just arrived, it s here, it arrived, it has arrived, it came, there it is`,
  LATER: `do it_tomorrow/later/tonight/monday/elsewhere, another day, later, tomorrow, tonight, next week, no time_now, come back_later, be back`,
  URGENT: 'urgent, urgently, in a hurry, emergency, right away, asap, as soon as possible',
  WHERETO: `which/what address, which/what mailbox/inbox/email, where_sent/send/go/gone, sent where, sent_to which/whom/who, address_on record, address_on file, registered address, recovery address`,
  SENDER: `who_sends/sent, who_from, from whom, the sender, which sender, what_subject, sender_address/name, comes from who, what_is it called`,
  BYSMS: 'by sms, a text, by text, text message, text me, on my phone, to my phone, by phone, sms',
  EXISTS: `account_exist/exists, do i have_account, if i have_account, have an account or not, am i_registered/signed up, whether_account`,
  WHOSEES: `who_sees/see/reads/read/gets/receives, who has access, who_decides/decide/approves/approve/validates, share/sell_address/data/details/number, give away_address/data/details/number`,
  RULES: `too short/simple/weak/long, refuses/rejects/refused/rejected/accept/take/likes_password, password_refused/rejected, password_not accepted, password_too, what rules, what are the rules, how many characters,
    special characters, special character, password rules`,
  NOTOPEN: `can t_find/see_button/link, don t_see/find_button/link, no button, where_button, doesn t open, does not open, won t open, not opening, page_blank/empty/white/error, page_not loading, page_won t load, blank page, nothing opens,
    do it here, do it in here, do it in teams, do it in the chat, keeps spinning`,
  WRONGPORTAL: `wrong portal/site/tool/app/one, not the right portal/site/tool/one, i meant, i mean, meant to say, it s for, it was for, it is for, rather for, for_instead`,
  THEOTHER: `the other_one/too/request/account/thing/now, and the other, what about the other, and the second, the second_one/request/thing, and the rest`,
  WHICHAPP: 'what/which app/apps/application/authenticator',
  THEIRS: `she/he/they/client_get/got/accept/accepted/receive/received/open/opened/answer/answered, resend/send_to her/him/them, resend it, remind her/him/them`,
  WHENREPLY: 'when will_answer/reply/respond/hear, when do_answer/reply, response time',
  THEIRPHONE: 'have a phone, have_phone number, their number, call them, a number_call',
};
