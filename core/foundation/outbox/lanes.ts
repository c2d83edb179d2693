import { day, type Millis, second } from '../clock.ts';
import type { Job } from './job.ts';

type Kind = Exclude<Job['kind'], 'nothing'>;

/** What jobs wait for. Each lane has slots of its own, so that what hangs in one holds up nothing in the others. */
export type Lane = 'mail' | 'sms' | 'chat' | 'approvals' | 'directory' | 'reviews' | 'notices' | 'looks' | 'own';

const lanes: Readonly<Record<Kind, Lane>> = {
  mail: 'mail',
  sms: 'sms',
  chat: 'chat',
  channel: 'chat',
  approval: 'approvals',
  approvalChannel: 'approvals',
  approvalUpdate: 'approvals',
  provision: 'directory',
  leave: 'directory',
  behalf: 'directory',
  removeAccount: 'directory',
  // A group of thousands takes minutes to read: nobody's access waits for that.
  reviewRead: 'reviews',
  reviewApply: 'reviews',
  reviewAsk: 'approvals',
  reviewUpdate: 'approvals',
  reviewBegin: 'own',
  reviewRemind: 'own',
  reviewEnd: 'own',
  endingLook: 'notices',
  endingNotice: 'notices',
  accessLook: 'looks',
  due: 'own',
  accessEnds: 'own',
  accessEnd: 'own',
  absence: 'own',
  inviteSome: 'own',
  invitationDue: 'own',
  erase: 'own',
};

/** The lane of a kind of job. */
export const laneOf = (kind: Kind): Lane => lanes[kind];

const again = '.again';

/** The lane of a job that has failed. Such jobs have slots of their own, so that they are always behind what is new. */
export const againOf = (lane: string): string => (lane.endsWith(again) ? lane : `${lane}${again}`);

const slots: Readonly<Record<Lane, number>> = { approvals: 8, mail: 8, sms: 4, chat: 8, directory: 4, reviews: 2, notices: 2, looks: 1, own: 4 };
const slotsAgain = 2;

/** How many jobs of each lane run at once. */
export const slotsOf: ReadonlyMap<string, number> = new Map(
  Object.entries(slots).flatMap(([lane, some]) => [[lane, some] as const, [againOf(lane), slotsAgain] as const]),
);

/**
 * A mail that takes longer than this keeps no slot any more: a server that asks the recipient's own before it answers may take minutes, and others do not
 * wait for that. So many of a lane at once; beyond them the slots are used up after all.
 */
export const slowAfter = 20 * second;
const slowAtOnce = 14;

/** How many jobs of a lane that have run for `slowAfter` are beside its slots. */
export const slowIn = (lane: string): number => (lane === 'mail' || lane === againOf('mail') ? slowAtOnce : 0);

/** For how long a job is tried: through a weekend of maintenance where it stays true. */
export const lifeOf = (lane: string): Millis =>
  ['mail', 'sms', 'chat', 'notices', 'looks'].some((one) => lane === one || lane === againOf(one)) ? day : 7 * day;
