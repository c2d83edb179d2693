import type { Lexicon } from './lexicon.ts';

/** English. */
export const en: Lexicon = {
  procedures: {
    signUp: `signup, sign me up, creat* account, open account, new account, first access, get access, need access, request access, don t have account,
      no account, m new, am new, new here, just joined, new joiner, ~access`,
    reset: `forg* password, lost password, password lost, password expired, password work*, password wrong, password rejected, remember password,
      reset* password, password reset*, reset*, can t signin, cannot signin, can t login, can t access, cannot access, ~forg*, cannot login,
      unable to signin, trouble signin, locked out password, link expired, link work*, link broken, reset link, receive* email, got no email,
      get* email, ~password, ~signin`,
    changePassword: `chang* password, updat* password, new password, different password, another password, password chang*, modify password, ~password`,
    unlock: `account locked, account blocked, locked account, blocked account, lock* out, unlock*, unblock*, too many attempts, too many tries, ~locked,
      ~blocked`,
    forgotIdentifier: `forg* username, lost username, username forgotten, find username, recover username, remember username, know username, what is username,
      what s username, forg* login, ~forg*, remember login, ~username`,
    acceptInvitation: `accept* invit*, got invit*, received invit*, was invited, been invited, invited me, invit* link, invit* link work*, invit* link expired,
      invit* link broken, invitation work*, invitation expired, get started, ~invitation`,
    invite: `invite a, invite client, invite customer, invite colleague, invite someone, inviting, send invitation, resend invitation, ~invite,
      ~invitation`,
    enroll: `access group*, access catalog*, join group*, join catalog*, signup group*, signup catalog*, enrol*, request catalog*, request group*,
      need right*, need permission*, request permission*, more rights, extra rights, ~catalog*, ~group*, ~right*, ~permission*, ~access`,
    myRequests: `my request*, status request*, request* status, withdraw request*, withdraw, cancel request*, track request*, happened request*,
      where request*, became request*`,
    decide: `approv*, reject request*, pending approval*, waiting for me, waits for me, waiting for my, pending requests, requests to decide`,
    createOrganisation: 'creat* organisation, add organisation, new organisation, signup organisation, siret, ~organisation',
    addUser: `add user*, add a user, add colleague, add person, add someone, new user, creat* user*, existing user, give access, give establishment,
      grant access, add establishment`,
    removeUser: 'remov* user*, delet* user*, delet* account, remov* account, remov* access, revok* access, deactivat* user*, has left',
    changeEmail: 'chang* email, updat* email, new email, different email, email chang*, chang* address, updat* address, new address',
    twoFactor: 'twofactor, recovery code*, backup code*, new phone, lost phone, chang* phone, qr code',
    support: `human, real person, talk someone, speak someone, talk person, talk agent, contact support, support, helpdesk, help desk, ~contact*`,
  },
  elsewhere: `printer*, weather, wifi, wi fi, canteen, lunch, parking, badge, holiday*, meeting room, joke, what time`,
  commands: {
    help: 'help, need help, what can do, what do do, how does work, how do work, who are, am lost, m lost',
    cancel: 'cancel, stop, quit, exit, abort, leave, never mind, nevermind, forget',
    menu: 'menu, home, main menu, hello, hi, hey, good morning, good afternoon, good evening',
    restart: 'restart, start over, start again, begin again, from beginning, start from beginning, start afresh',
  },
  fillers: `the a an my your our me i you we he she it this that these to of in on for with and or is be been being please
    thanks thank want wants would like could can d ll s let us now again so well there back go show all everything bot
    guichet`,
};
