import type { ChatAddress } from '../foundation/outbox/job.ts';
import { groupOf } from './groups.ts';
import type { Portal } from './schema.ts';

/** A channel of a team, as a profile names it. */
export type TeamsChannel = NonNullable<Portal['approvals']['channel']>;

/** Where a channel is, for the notifier. */
export const addressOfChannel = ({ conversation, serviceUrl }: TeamsChannel): ChatAddress => ({
  channelId: 'msteams',
  serviceUrl,
  conversation: { id: conversation, isGroup: true, conversationType: 'channel' },
});

/** The channel in which a group's approvers are asked: the group's own, else the portal's. Undefined if they are asked in person. */
export const channelFor = (portal: Portal, groupId: string): TeamsChannel | undefined => groupOf(portal, groupId)?.channel ?? portal.approvals.channel;
