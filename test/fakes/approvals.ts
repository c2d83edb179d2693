import type { ApprovalJobs } from '../../core/access/approvalJobs.ts';

/** Approvals of an outbox in which there are none. */
export const noApprovals: ApprovalJobs = {
  ask: async () => undefined,
  askInChannel: async () => undefined,
  update: async () => undefined,
  due: async () => undefined,
  provision: async () => undefined,
  leave: async () => undefined,
  provisionFailed: async () => undefined,
};
