import type { Lexicon } from './lexicon.ts';

/** English replies of a few words. */
export const replies: Lexicon['replies'] = {
  yes: `yes, yeah, yep, yup, ye, ok, okay, okey, k, sure, sure thing, of course, go ahead, go on, go for it, go, do it, that s right, that s it, that s correct, right, correct,
    exactly, absolutely, definitely, certainly, confirm, i confirm, confirmed, i agree, agree, agreed, i accept, accept, fine, that s fine, sounds good, looks good, all good, perfect,
    great, let s go, let s do it, good to go, looks right, that looks right, looks fine, it looks good, all right, alright, send the request,
    send my request, send it off, submit, submit it, submit the request, ready to send, filled in, all filled in, it s filled in, i ve filled it in, send,
    send it, proceed, please do, continue, affirmative, that s him, that s her, that s them, that s me, that s the one, delete, delete it, remove,
    remove it, all correct, everything is correct, that s perfect, that looks good, fine by me, fine with me, ok with me, good for me, works for me,
    that works, you can send it, you may send it, please send, please proceed, nothing to change, i m sure, i am sure, it is, it s correct, it s right,
    it s fine, yes i do, all fine, that s all right`,
  no: `no, nope, nah, not at all, certainly not, i refuse, refuse, i decline, decline, i disagree, disagree, i don t agree, i do not agree, i don t accept, that s wrong, wrong,
    that s not it, not that, that s not right, no way, negative, i don t want that, i don t want to, not the right one, that s not him, that s not her, not him, not her`,
  none: `none, none of them, none of these, none of those, none of the above, neither, neither one, neither of them, nothing, not any, not any of them, not in the list,
    not on the list, it s not there, it s not in the list, it s not listed, not listed, another one, a different one, other, another`,
  both: `both, both of them, all, all of them, all three, all of these, everything, every one, the two, the three, each, all four`,
  back: `back, go back, back please, previous, previous step, the previous step, step back, one step back, take me back, go back one step, undo, back up, i want to go back`,
  why: `why, why so, why that, what for, how come, but why`,
  next: `what now, now what, and now, what next, next, and then, then, then what, now`,
  whatIs: `what, huh, what s that, whats that, what is that, what s this, what is this, whats this, which, which one, meaning, sorry, pardon, come again, what do you mean`,
  wait: `hang on, hold on, one second, a second, one moment, one minute, a minute, wait a, wait, i ll look, let me look, let me check, i ll check, looking now`,
  gotIt:
    'received, received it, got it, i got it, i ve got it, i have it, it s here, it s there, it arrived, it has arrived, e mail received, email received, got the e mail, got the email',
};
