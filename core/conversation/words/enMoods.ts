import type { Lexicon } from './lexicon.ts';

/** English expressions for how somebody feels about it, and for what they come back with. */
export const moods: Lexicon['ideas'] = {
  COMPLAIN: `thanks/thank/thx/cheers_for nothing, for absolutely nothing, problem/problems/issue/issues/trouble/bug_with/on/signing/logging, did/didn/didnt_help/helped, not helpful, not what i_asked/want/wanted/meant/need, don t/dont/not understand me, page_blank/empty/white, so/too/overly complicated, getting nowhere, no luck, slow, unreachable, unavailable, keeps crashing, times out, timed out, does nothing, is down, is dead, is broken, down again, not responding, crash*, won t load, doesn t load, blank page, white screen, won t open, doesn t open, acting up, playing up, still broken, broken again, nightmare, third/second day, an error, a problem, an issue, there_s_a problem, got an error, error again, something_wrong, nothing works, nothing happens, nothing is working, still/always the same, same_problem/error/thing, going in circles, goes wrong, not right, keeps_failing/happening, what the hell, wtf, makes no sense`,
  ITFAILS: `it/this/that/thing/everything_doesn/doesnt/isn/isnt/not/won/wont/didn/didnt/never_work/works/working, not working, doesn t work, doesnt work, still_not working, does not work, did not work, it_s broken, its broken, it fails, it failed`,
  STUCK: `stuck, can t get anywhere, i m stuck, im stuck, am stuck, stuck here, can t_do this/it, cant_do this/it, can t figure, cant figure, don t_understand/get_this/it/anything/what, dont_understand, been_hours/trying, for hours, all day, at a loss`,
  FEEL: `useless, rubbish, crap, shit, annoying, frustrat*, terrible, awful, horrible, ridiculous, hate, sick of, fed up, waste of time, wasting, pathetic, stupid_bot/thing/system, unacceptable, disappoint*, joke_this/is a, sucks, garbage, bullshit, damn`,
  INSULT: `idiot*, moron*, stupid, dumb, dumbass, asshole*, arsehole*, bastard*, bitch*, jerk, dick, dickhead, prick, twat, wanker*, cunt, fool, retard*, imbecile*, loser, scumbag, clown, fuck*, fuk, f_off, piss off, screw you, shut up, go to hell,
    you suck, you_re_useless/stupid/dumb/an idiot, you are_useless/stupid/dumb, good for nothing, piece of_crap/shit/junk, bugger off, get lost, knob, muppet`,
  NOTASKEDTHIS:
    'why am i_getting/receiving, why do i_get/receive/keep, why did i_get/receive, i never asked, i never requested, who_requested/asked_password/reset/code, never asked_this/that/it, didn t ask_for this/that/it, did not ask_for this/that/it, didnt ask_this/that/it, never requested_this/that/it',
  NOTASKED: `didn/did/didnt/never/not/haven/havent/t_ask/asked/request/requested/requesting, did not_ask/request, not_ask/request, without_asking/requesting, unrequested, unsolicited, no one asked`,
  NOTME: `it s not me, its not me, wasn t me, wasnt me, was not me, not me, isn t me, someone/somebody else, without my knowledge/consent, don t recognise/recognize, dont recognise/recognize`,
  HACK: `hack*, phish*, scam*, fraud*, suspicious, spoof*, impersonat*, malicious, compromised, stolen_password/account/identity, breach*, virus, attack*, fishy, dodgy`,
  INTRUDER: `someone/somebody/anyone/stranger/hacker/attacker/thief_requested/using/used/uses/accessed/changed/trying/tried/logged/knows/has/stole/read/saw, stranger, in my name, gave/told/shared/sent_my_code/password/pin_to/with, gave/told_code/password, caller, called_for/asking_code/password, really from you, genuine, legit, legitimate, is this_e mail/email/mail/message_from you/real, someone/somebody_trying/tries/tried/keeps/using/logged/got/accessed/signed/broke/knows, unknown_login/device/sign, strange_login/mail/email, login attempts, break in, breaking in, bombard*, flood*_emails/mails`,
  THANKS:
    'it works, all works, works great, no more help needed, don t need help anymore, all sorted, sorted now, thanks, thank, thx, ty, cheers, grateful, appreciate, appreciated, much obliged, lifesaver, great_job/work, well done',
  BYE: 'bye, goodbye, good night, see you, see ya, have a_day/evening/weekend/one, take care, talk later, catch you later',
  ABOUTBOT: `where do my_messages/data, powered by, who_has access/see/read_this/conversation/chat/messages, which languages, what languages, are you reliable, bot or, or a bot, or a robot, do/can/could you_read/see_my, who_programmed/made/built/created/developed/trained you, are you_reading/spying, boss/manager/anyone/anybody/else_see/read_this/conversation/messages, who are you, what are you, real person, see my password, are you_a bot/a robot/human/real/an ai/ai/a machine/a person, talking to a/an, who made/built/created_you, who reads, who can read, who sees, artificial intelligence, an ai, chatgpt, is_this/it/that_secure/safe/private/confidential,
    my data, gdpr, privacy, do you_store/keep/save/record/understand/speak/remember, what_language/languages, your name, what is your name, how old are you, can you see/read_my`,
  NOTHINGYET:
    'hasn t shown, not shown up, didn t show up, hasn t turned up, nowhere to be seen, no sign of, no trace of, taking its time, hasn t landed, didn t land, hasn t come, never came, not there yet, is not there, isn t there, mailbox empty, inbox empty, inbox_empty, empty inbox, mailbox_empty, where is_it/mail/email/code/link, where s_it/mail/email/code/link, nothing yet, still nothing, nothing arrived/received/came/there, nothing in, can t find_mail/email, no_mail/email/message/code, still waiting, waiting, haven t got, not got, not here, never came/arrived, nope nothing',
  NOTGOOD:
    'doesn t accept, won t accept, not recognised, not recognized, doesn t match, says no, is incorrect, turned down, no match, not accepted, is wrong, wrong, incorrect, invalid, refused, rejected, not valid, doesn t work, not working, no good, fails, error',
  STILLOUT: 'still can t/cannot_in/access/log, still cant_in/log/access, says_wrong/incorrect/invalid_password, says_password/username_wrong/incorrect/invalid',
  HOWLONG:
    'how long, how much time, how many minutes/hours/days, how soon, when does/will_expire/arrive/come/be, until when, how quickly, what s the delay, take long, valid for',
  DONTKNOW: `don t_know/remember/recall, dont_know/remember/recall, do not know, idk, dunno, no idea, no clue, not sure, unsure, not certain, can t_remember/tell/decide/choose, haven t a clue, don t have_it/one/that/any/a/the,
    dont have_it/one/that/any/a/the, do not have_it/one/that/any, haven t got_it/one/that/any, not at hand, not to hand, how do i know, difference between, what s the difference, which one_pick/choose/take/should, never had one`,
  WHYASK: `why_a/an/the/another/do/does/are/must/should/would/is/ask/asking/need/want/my/this/that/again, do i have to_give/enter/fill/type/provide, do i really, is it/this/that_mandatory/required/necessary/needed, what_for, what do you do with, what is it for, what s it for, is_really necessary,
    what will you do with, what happens with my, none of your business`,
  WHATNEXT: `what now, now what, what next, what s next, whats next, next step, what happens_now/next/then, what do i do, what should i do, what am i supposed, what must i do, what do we do, then what, how do i continue/proceed,
    how to proceed/continue, what else_need/do`,
  WHATIS: `where do i_find, where can i_find, what is_it/that/this/a/an/the/my/meant, what s_it/that/this/a/an/the/my/meant, whats_it/that/this/a/an/the/my, what does_mean, what do you mean, meaning of, what_should/do/must/shall/can i_type/put/enter/write/fill/give/choose/pick/select/use, what_to type/put/enter/write/fill,
    what goes_here/there/in, what kind/sort/format/type of, which_email/address/code/number/name/account/format/username/identifier/company, where_find/is/see/get/look/do/s, personal or_work/professional/business, work/business/professional or_personal/private, an example, for example, for instance,
    explain, do you mean, is it_my/the_or, how do i find_code/number/identifier/username/siret/it, what exactly, like what, what address/email/code/number/username`,
  GOBACK:
    'go back, going back, previous step, step back, the step before, correct_address/email/entry/earlier, wrong_button/step, change what i typed, fix what i typed',
  DONEDEED: 'changed, set, created, chosen, saved, updated',
  DONEIT: `done, it s done, its done, i did, i did it, did it, all done, finished, i clicked, i ve_done/changed/set/clicked/chosen/finished, i have_done/changed/set/clicked/chosen/finished, i_changed/set/chose it/the/my, worked, it worked, that worked, password_set/changed/chosen, completed, ready, complete`,
  ONCEMORE: 'one more, once more, one more time, again please, another one, a new one, second one, try again',
  OTHERMAILBOX: `old/other/wrong/different e mail, use my other, to my other, no longer_access/have_to/mailbox/inbox/email/address/mail, don t_have_access/that_email/address/mailbox/anymore, other/different/new/another_address/email/mailbox, wrong address/email, mistyped, typo, old address/email, changed_address/email, inbox/mailbox/address/email_closed/gone/deleted/deactivated,
    not_my/right_email/address, can t access_mailbox/inbox/email`,
  LEAVING: `leaving_company/firm/job/organisation/organization/team/us, i m leaving, im leaving, i am leaving, my last day, i resigned, i_quit my job, i m retiring, retiring, retirement, end of my contract, my contract_ends/ending, i leave`,
  MYACCOUNT: 'my account, my accounts, my_account, my profile, my own account, my access',
  PHONENUMBER: 'phone/mobile/cell/telephone number, my_number, number_changed',
  REVIEW:
    'my_review/reviews, access_review/reviews, review/reviewing_access, review who, open reviews, pending reviews, reviews_waiting, review/reviews of_access, recertif*',
  NUDGE: 'nudge, remind, chase, chasing, ping, poke, follow up_with, hurry, speed up, reminder_to',
  ACCEPTEDMINE: 'accepted my invitation/invite, accept my invitation/invite',
  MYINVITATIONS: 'i invited the, my invitations, my invites, invitations i sent/ve, invites i sent/ve, sent invitations, pending invitations, list_invitations',
  PAGE: 'page, site, website, window, form',
};
