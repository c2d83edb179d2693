import type { Portal } from '../../../core/portal/index.ts';

/** Where a new password is asked for without the chat. */
export const resetPath = ({ id }: Pick<Portal, 'id'>): string => `/p/${id}/reset`;

/** Where a forgotten identifier is asked for without the chat. */
export const identifierPath = ({ id }: Pick<Portal, 'id'>): string => `/p/${id}/identifier`;
