import { startInbox } from '../fakes/smtp.ts';
import { ready } from './ready.ts';

// A real SMTP server for the mails that resets send.
ready((await startInbox()).url);
