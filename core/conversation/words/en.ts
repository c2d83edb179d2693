import { asides } from './enAsides.ts';
import { ideas } from './enIdeas.ts';
import { moods } from './enMoods.ts';
import { replies } from './enReplies.ts';
import { steps } from './enSteps.ts';
import type { Lexicon } from './lexicon.ts';

/** English, as written in letters and in text messages. */
export const en: Lexicon = {
  ideas: { ...ideas, ...asides, ...moods, ...steps },
  replies,
  commands: {
    help: 'help, need help, what can do, what do do, how does work, how do work, am lost, m lost, help me, instructions, usage, commands, manual, options, what options, available options',
    cancel: 'cancel, stop, quit, exit, abort, leave, never mind, nevermind, forget, end, drop, nvm',
    menu: 'menu, home, main menu, hello, hi, hey, good morning, good afternoon, good evening',
    account:
      'my account, my accounts, my sessions, manage account, account security, account settings, unlink account, sign out everywhere, log out everywhere, log me out everywhere, sign me out everywhere, who access account, where am signed, where am logged',
    resume: 'resume, continue, carry, go, pick up, take up, proceed, continue where were, pick up where left off, carry where were',
    restart: 'restart, start over, start again, begin again, from beginning, start from beginning, start afresh',
  },
  smallTalk: `ok okay okey k yes yeah yep no nope thanks thank thx ty cheers cool great nice perfect awesome good night bye goodbye see later tomorrow lol
    haha hehe rofl kidding joking joke sorry fine sure right all how are doing much very appreciated welcome test well done got understood wow oh ah hmm day evening weekend have question questions quick`,
  fillers: `the a an my your our me i you we he she it this that these to of in on for with and or is be been being please thanks thank want wants would like
    could can d ll s let us about now again so well there back actually go show all everything bot guichet`,
  themselves: `oops whoops gosh ouch weird strange odd mistake pity impossible hmmm darn afterwards next based france married divorced discovering office head region entity branch department team manager work job area place sales salesperson consultant supplier digit digits suggest matches
    problem hello dear sir madam regards kind kindly sincerely faithfully yours morning afternoon evening today yesterday tomorrow tonight monday tuesday
    wednesday thursday friday weekend week month year says saying said tells told telling keeps keep trying tried tries because after before since when
    whenever while until already again always ever never just only really actually currently current existing asap urgent quickly soon please thanks much many
    very more most some somebody everything every each both these those there here where which what whose them they their theirs ours mine about using used
    uses make made does done doing going gone goes went came come take taken takes being been have having would could should will shall might must think
    believe understand explain shows showing appears message page screen_shot click clicked clicking button type typed typing enter entered choose chosen
    write wrote written properly correctly fine still anyway however therefore appreciate obliged grateful portal platform tool system website application
    service following over under between into onto from with without during able sure back down freaking bloody damn data sensitive network applications
    workplace reserv* looked looks remote charge charged chance chances rights right report reports except board boarding orders order demand user users meant
    mean world works worked worker coming common commit committee comment comments house store stored story addition edition created cream great treat fist
    worst expert experts export expect experience experiment issued person personal reason season signed design resist recent accent accept notify blackboard
    clocked stocked crossed grouped ground round sent send spend messages massage passage seem seems seemed appear appears looking thing things stuff kinda
    sorta gonna gotta lemme dunno maybe perhaps probably possibly certainly definitely obviously unfortunately luckily hopefully honestly basically literally
    simply quite rather pretty super almost nearly sometimes often usually lately recently soon later earlier meanwhile moment minute minutes
    hour hours procedure process step steps part parts clue idea ideas way ways anyhow somehow otherwise
    instead along across around behind above below near inside outside within upon toward towards despite although though unless whether
    wonder wondering wondered hoping hope hoped assume guess suppose happy glad unhappy annoyed annoying frustrating frustrated appreciated
    advance forward hearing reply replies cheers folks guys mate buddy twice once checked check spam folder times somewhere wherever apparently suddenly
    authority belongs black border broaden capitals center chatting choosing clever clock clocks command compared compares compute computed computes
    concern concerned concerns consecutive contrast cores differ digger edited eleven employment formula gallery initials letter level lines logic
    loses lower meter packing pilot planet prefer pressed presses price prints provider quiet quote quotes quoted react recipient recipients replays
    rests roster routes salad scale scanners scope seconds security sides sizes sooner space stock suits tables terms terribly trading trains writing
    states stats signatures congrats persona parties copies delivers folded`,
};
