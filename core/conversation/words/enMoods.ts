import type { Lexicon } from './lexicon.ts';

/** English expressions for how somebody feels about it, and for what they come back with. */
export const moods: Lexicon['ideas'] = {
  COMPLAIN: `still broken, broken again, nightmare, third/second day, an error, a problem, an issue, there_s_a problem, got an error, error again, something_wrong, nothing works, nothing happens, nothing is working, still/always the same, same_problem/error/thing, going in circles, goes wrong, not right, keeps_failing/happening, what the hell, wtf, makes no sense`,
  ITFAILS: `it/this/that/thing/everything_doesn/doesnt/isn/isnt/not/won/wont/didn/didnt/never_work/works/working, not working, doesn t work, doesnt work, still_not working, does not work, did not work, it_s broken, its broken, it fails, it failed`,
  STUCK: `i m stuck, im stuck, am stuck, stuck here, can t_do this/it, cant_do this/it, can t figure, cant figure, don t_understand/get_this/it/anything/what, dont_understand, been_hours/trying, for hours, all day, at a loss`,
  FEEL: `useless, rubbish, crap, shit, annoying, frustrat*, terrible, awful, horrible, ridiculous, hate, sick of, fed up, waste of time, wasting, pathetic, stupid_bot/thing/system, unacceptable, disappoint*, joke_this/is a, sucks, garbage, bullshit, damn`,
  NOTASKED: `didn/did/didnt/never/not/haven/havent/t_ask/asked/request/requested/requesting, did not_ask/request, not_ask/request, without_asking/requesting, unrequested, unsolicited, no one asked`,
  NOTME: `wasn t me, wasnt me, was not me, not me, isn t me, someone/somebody else, without my knowledge/consent, don t recognise/recognize, dont recognise/recognize`,
  HACK: `hack*, phish*, scam*, fraud*, suspicious, spoof*, impersonat*, malicious, compromised, stolen_password/account/identity, breach*, virus, attack*, fishy, dodgy`,
  INTRUDER: `someone/somebody_trying/tries/tried/keeps/using/logged/got/accessed/signed/broke/knows, unknown_login/device/sign, strange_login/mail/email, login attempts, break in, breaking in, bombard*, flood*_emails/mails`,
  THANKS: 'thanks, thank, thx, ty, cheers, grateful, appreciate, appreciated, much obliged, lifesaver, great_job/work, well done',
  ABOUTBOT: `boss/manager/anyone/anybody/else_see/read_this/conversation/messages, who are you, what are you, real person, see my password, are you_a bot/a robot/human/real/an ai/ai/a machine/a person, talking to a/an, who made/built/created_you, who reads, who can read, who sees, artificial intelligence, an ai, chatgpt, is_this/it/that_secure/safe/private/confidential,
    my data, gdpr, privacy, do you_store/keep/save/record/understand/speak/remember, what_language/languages, your name, what is your name, how old are you, can you see/read_my`,
  NOTHINGYET:
    'nothing yet, still nothing, nothing arrived/received/came/there, nothing in, can t find_mail/email, no_mail/email/message/code, still waiting, waiting, haven t got, not got, not here, never came/arrived, nope nothing',
  NOTGOOD: 'not accepted, is wrong, wrong, incorrect, invalid, refused, rejected, not valid, doesn t work, not working, no good, fails, error',
  DONEDEED: 'changed, set, created, chosen, saved, updated',
  DONEIT: `done, it s done, its done, i did, i did it, did it, all done, finished, i clicked, i ve_done/changed/set/clicked/chosen/finished, i have_done/changed/set/clicked/chosen/finished, i_changed/set/chose it/the/my, worked, it worked, that worked, password_set/changed/chosen, completed, ready, complete`,
  ONCEMORE: 'once more, one more time, again please, another one, a new one, second one, try again',
  OTHERMAILBOX: `no longer_access/have_to/mailbox/inbox/email/address/mail, don t_have_access/that_email/address/mailbox/anymore, other/different/new/another_address/email/mailbox, wrong address/email, mistyped, typo, old address/email, changed_address/email, inbox/mailbox/address/email_closed/gone/deleted/deactivated,
    not_my/right_email/address, can t access_mailbox/inbox/email`,
  LEAVING: `leaving_company/firm/job/organisation/organization/team/us, i m leaving, im leaving, i am leaving, my last day, i resigned, i_quit my job, i m retiring, retiring, retirement, end of my contract, my contract_ends/ending, i leave`,
  MYACCOUNT: 'my account, my accounts, my_account, my profile, my own account, my access',
  PHONENUMBER: 'phone/mobile/cell/telephone number, my_number, number_changed',
  NUDGE: 'nudge, remind, chase, chasing, ping, poke, follow up_with, hurry, speed up, reminder_to',
  ACCEPTEDMINE: 'accepted my invitation/invite, accept my invitation/invite',
  MYINVITATIONS: 'i invited the, my invitations, my invites, invitations i sent/ve, invites i sent/ve, sent invitations, pending invitations, list_invitations',
  PAGE: 'page, site, website, window, form',
};
