import { day, hour, type Millis, minute, second } from './clock.ts';

/** What a portal's profile says about limits. */
export type LimitSettings = {
  readonly asking: {
    readonly perAccount: number;
    readonly perPerson: number;
    readonly perAddress: number;
    readonly perCrowd: number;
    readonly within: Millis;
  };
  readonly lockAfter: number;
  readonly lockFor: Millis;
};

/** So many uses within so long of the first. */
export type Limit = { readonly points: number; readonly within: Millis };

/** The limits that are the same everywhere. docs/operate.md says of each who can use it up, and what its owner can do then; a test compares the two. */
export const fixedLimits = {
  mailbox: { points: 10, within: hour },
  'mailbox.owner': { points: 20, within: hour },
  'code.person': { points: 30, within: day },
  'code.all': { points: 60, within: day },
  'code.strangers': { points: 100, within: day },
  'signIn.network': { points: 20, within: hour },
  'signIn.account': { points: 3, within: hour },
  'current.session': { points: 10, within: hour },
  'current.account': { points: 20, within: hour },
  'set.link': { points: 20, within: hour },
  'factor.app': { points: 10, within: 15 * minute },
  'factor.app.day': { points: 30, within: day },
  'factor.chat': { points: 10, within: 15 * minute },
  'factor.chat.day': { points: 30, within: day },
  'factor.strangers': { points: 60, within: day },
  'factor.recovery': { points: 10, within: 15 * minute },
  'administration.mail': { points: 10, within: hour },
  humanCheck: { points: 1, within: 30 * minute },
  'identity.flow': { points: 1, within: 30 * minute },
  'identity.network': { points: 60, within: hour },
  'identity.device': { points: 10, within: hour },
  'application.begun': { points: 1_000, within: hour },
  'application.session': { points: 100, within: hour },
  'console.find': { points: 200, within: hour },
  'console.deed': { points: 1, within: day },
  'absence.person': { points: 10, within: day },
  'absence.named': { points: 3, within: day },
  'absence.mail': { points: 10, within: day },
  'invite.person': { points: 500, within: day },
  'invite.mailbox': { points: 10, within: day },
  'invite.again': { points: 5, within: day },
  'invitation.wished': { points: 1, within: day },
  // The service accepts 7 calls a second from one address. Two of our windows can overlap one of theirs, so 3 in each stays below.
  companyRegistry: { points: 3, within: second },
} as const satisfies Readonly<Record<string, Limit>>;

const settings = {
  'asking.perAccount': ({ asking }) => asking.perAccount,
  'asking.perPerson': ({ asking }) => asking.perPerson,
  'asking.perAddress': ({ asking }) => asking.perAddress,
  'asking.perCrowd': ({ asking }) => asking.perCrowd,
  'asking.within': ({ asking }) => asking.within,
  lockAfter: ({ lockAfter }) => lockAfter,
  lockFor: ({ lockFor }) => lockFor,
} as const satisfies Readonly<Record<string, (portal: LimitSettings) => number>>;
type Setting = keyof typeof settings;

/** The limits that a profile sets: the names of its settings, or a number of ours. */
export const profileLimits = {
  'ask.account': { points: 'asking.perAccount', within: 'asking.within' },
  'ask.owner': { points: 'asking.perAccount', within: 'asking.within' },
  'ask.person': { points: 'asking.perPerson', within: 'asking.within' },
  'ask.crowd': { points: 'asking.perCrowd', within: 'asking.within' },
  'ask.reserve': { points: 1, within: 'asking.within' },
  'signIn.device': { points: 'lockAfter', within: 'lockFor' },
  'signIn.elsewhere': { points: 'lockAfter', within: 'lockFor' },
  'public.network': { points: 'asking.perAddress', within: 'asking.within' },
  'public.reserve': { points: 1, within: 'asking.within' },
  'code.page': { points: 'asking.perAccount', within: 'asking.within' },
  'link.again': { points: 'asking.perAccount', within: 'asking.within' },
  'tie.mail': { points: 'asking.perAccount', within: 'asking.within' },
  'support.person': { points: 'asking.perPerson', within: 'asking.within' },
  'support.network': { points: 'asking.perAddress', within: 'asking.within' },
  'support.crowd': { points: 'asking.perCrowd', within: 'asking.within' },
  'addUser.mailbox': { points: 'asking.perAccount', within: 'asking.within' },
  'enroll.person': { points: 'asking.perPerson', within: 'asking.within' },
  'cloud.account': { points: 'asking.perAccount', within: 'asking.within' },
} as const satisfies Readonly<Record<string, { readonly points: number | Setting; readonly within: Setting }>>;

export type FixedLimit = keyof typeof fixedLimits;
export type ProfileLimit = keyof typeof profileLimits;

/** A profile's limit, in figures. */
export function limitOf(portal: LimitSettings, name: ProfileLimit): Limit {
  const { points, within } = profileLimits[name];
  return { points: typeof points === 'number' ? points : settings[points](portal), within: settings[within](portal) };
}
