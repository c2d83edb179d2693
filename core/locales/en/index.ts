import { chat } from './chat.ts';
import { invitation } from './invitation.ts';
import { mail } from './mail.ts';
import { page } from './page.ts';
import { password } from './password.ts';
import { refusal } from './refusal.ts';

/** English, the reference: the keys and placeholders that every language must have. */
export const en = { ...chat, ...invitation, ...mail, ...page, ...password, ...refusal } as const;
