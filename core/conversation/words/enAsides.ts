import type { Lexicon } from './lexicon.ts';

/** English expressions for asking for a person, for help or to stop, and for things outside the portals. */
export const asides: Lexicon['ideas'] = {
  OPTIONS: 'other_options, what_options, my_options, don_t_know_what_to_do, what_should_i_do, where_to_start, can_you_help_me',
  ANYBODY: 'anybody_there, anyone_there, speak_to_anyone, talk_to_anyone, speak_with_anyone',
  MAILBOX: 'mailbox_is_full, mailbox_full',
  TEAM: 'team, your_team',
  NUMBER: 'number, phone, telephone, email, contact, reach, hours, call, hotline, details, get_hold, get_in_touch',
  SUPPORT:
    'support, helpdesk, help_desk, assistance_team, it_team, support_team, customer_service, customer_care, tech_support, hotline, service_team, support_desk, help_line',
  HUMAN:
    'on the phone, on the line, human*, real_person, live_person, a_person, real_human, an_agent, live_agent, live_chat, actual_person, a_rep, representative, operator, real_people, an_advisor, someone_real, agent, advisor, flesh_and_blood, a_technician, technician',
  TALK: 'talk, speak, chat, put_me_through, connect_me, transfer_me, deal, discuss, speaking, talking, get_me, hand_me',
  CONTACT: 'contact*, reach, call, get_hold_of, get_in_touch, write_to, email_someone, turn_to',
  CALLME: 'call_me, phone_me, ring_me, call_back, callback, give_me_a_call, give_me_a_ring, contact_me',
  ESCALATE: 'escalate*, escalation, raise_a_ticket_with_support',
  WHO: 'who, whom, whose',
  ROBOT: 'robot, bot, machine, chatbot',
  NEEDHELP: 'need_help, help_me, need_some_help, need_a_hand, i_m_lost, am_lost, assist_me, i_need_assistance, can_you_help',
  HOWWORKS:
    'how_does_this/it_work, how_do_you_work, how_this_works, how_it_works, how_do_i_use_this/you/it, how_to_use_this/the/you, explain_how, how_does_the_bot, instructions, understand_how_to_use, how_to_use_you/this, how_can_i_use, guide_me, user_guide, tutorial, understand_how, manual, show_me_around',
  WHATCANDO: `everything_can do, all_you_can do, list_you_can, know_what to ask, what to ask, see_options, all_options, show me_what_can, i m new here_what, just discovering, first time here, what_can/could_you/i/u_do/ask, what_can_you_help, what_do_you_do, what_you_do, what_you_can_do, what_can_i_ask, what_are_my_options,
    what_options, list_of_commands, what_else_can, what_is_this_bot_for, what_s_this, what_is_this, what_are_you_for, what_things_can, what_do_you_know,
    what_services, what_commands, can_you_do_what, how_can_you_help, what_are_you_able, your_capabilities, what_is_possible, your_features,
    what_do_i_do_here, purpose_of_this, what_kind_of_things, which_things_can/do, which_topics, which_portals, what_all_can, what_topics, what_sort_of_things, things_you_can`,
  WHATAREYOU: 'who_are_you, what_are_you, who_is_this, are_you_a_bot, are_you_a_robot, are_you_human, are_you_real, whats_this_bot, what_is_guichet',
  LETGO: `actually no, no forget it, on second thoughts, leave it, never_mind, nevermind, nvm, forget_it, forget_about_it, forget_this, forget_that, drop_it, leave_it, let_s_not, lets_not, not go on, don t want to go on, want to go no, no further, not_continue, rather stop, skip that, leave that, let_s_stop, lets_stop, let_it_go, skip_it,
    don_t_bother, no_thanks, no_thank_you, scrap_that, scrap_it, give_up, not_now, maybe_later, some_other_time, no_need, call_it_off, ignore_that,
    abort_this, cancel_everything, cancel_all, cancel_that, cancel_this, cancel_it, another_time, do_it_later, rather not, not continue, don t continue`,
  CHANGEDMIND: 'changed_my_mind, change_my_mind, changing_my_mind, on_second_thought, had_second_thoughts',
  NOLONGERWANT:
    'don_t_want_anymore/more, dont_want_anymore/this, don_t_want_to_continue, do_not_want_to_continue, don_t_need_this/it/anymore, no_longer_need_this/it, no_longer_want, not_want_to_do, don_t_want_this, no_longer_need, don_t_want_to_do, dont_need_this/it, don_t_wish_to, don t need_any more',
  STOPTHIS:
    'stop_this, stop_it, stop_now, stop_here, stop_the, quit_this, exit_this, abort_the, cancel_the_process/procedure/operation/whole, end_this, leave_this, get_out_of_this, get_me_out, stop_everything, terminate_this, exit_the, quit_the_process, stop_please, i_want_out',
  SOLVED:
    'works_now, working_now, got_in_now, it_s_fixed, its_fixed, problem_solved, all_good, all_sorted, sorted_now, managed_to_log/sign/get/reset, found_it, it_s_working, resolved_now, fixed_now, in_now_thanks, works_again, working_again, wrong_solved_it, i changed my password, i have changed, i ve changed, already changed, i reset it, already reset, i ve reset, found my password, can sign/log in now, unlocked now',
  JOKE: 'joke*, poem*, song*, weather, horoscope*, recipe*, translate, capital_of, score, love_you, riddle*, ceo, lottery, story, won the match, i m bored, capital of',
  DEFINE: 'what is a strong, what makes a, what s a good/strong/safe',
  BRAND: `netflix, spotify, facebook, instagram, whatsapp, youtube, amazon, playstation, linkedin, twitter, paypal, steam, xbox, ebay, tiktok, snapchat, uber, airbnb, adobe, github, jira, confluence, trello, canva, chatgpt, deezer, disney, dropbox, salesforce, icloud, google account, microsoft account, apple id, bank account, tesco`,
  FOREIGN: `printer*, basket, marathon, wedding_invitation, invitation_wedding, magazine*, order_status, where_my/s_order, contact to my phone, newspaper, lottery, shuttle, locksmith, window, stapler, shredder, fridge, microwave, hdmi, docking, headset, printing, print, photocopier, copier, scanner, wifi, wi_fi, vpn, macro*, excel, powerpoint, outlook, onedrive, sharepoint,
    zoom, windows, bitlocker, sap, bluetooth, projector*, badge*, canteen, cafeteria,
    restaurant, parking, park, elevator*, heating, air_conditioning, aircon, coffee, kettle, keyboard*, mouse, headset*, headphone*, cable*, charger*,
    battery, batteries, router, bank, banking, credit_card, debit_card, sim_card, pin, gym, yoga, football, soccer, tennis, payslip*, payroll, salary,
    expense*, reimbursement*, pivot, spreadsheet*, files, folder*, document*, pdf, attachment*, keys, garage, umbrella, newsletter, travel,
    train, flight*, ticket_for_the, taxi, delivery, parcel*, window_blind, lights, bulb*, chair*, desk_chair, lunch, dinner, breakfast, disk, proxy,
    internet, google_drive, slide*, presentation*, pen, toilet*, temperature, tax, taxes, toner, cartridge*, tv, console, game, games,
    photo*, picture*, locker*, meeting_link, webcam, camera, microphone, mic, speaker*, siri, alexa, iban, my/a/the/this file,
    word document, in word, training course*, intranet, business card*, timesheet*, milk, wallet, roof, drinks`,
  SOFT: 'paper, door, doors, hr, meeting*, room, rooms, holiday*, vacation*, day_off, days_off, leave_request, annual_leave, sick_leave, pto, laptop*, computer*, pc, screen*, monitor*, calendar, appointment*, teams, slack, survey, birthday, party, conference, webinar, event, time_off, macbook, tablet, training, my leave, parental leave',
  SCREEN: 'screen*, laptop, pc, computer, session',
  THING:
    'invoice*, purchase order*, quote, contract, chair, desk, glasses, seat, lamp, umbrella, bag, jacket, carpet, wallpaper, logo, colour*, color*, ringtone, time_zone, pen, lunchbox',
  MAILBOXES: 'gmail, hotmail, yahoo, icloud, google account, apple id',
};
