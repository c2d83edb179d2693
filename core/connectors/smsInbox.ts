import type { Mailer, Texter } from '../ports.ts';

/** For development (`SMS_URL=inbox:`): delivers text messages to the mail inbox, at `<number>@sms.local`. */
export const createSmsInbox = (mailer: Mailer): Texter => ({
  send: ({ to, text, id }) =>
    mailer.send({
      from: { name: 'SMS', address: 'sms@sms.local' },
      to: `${to.replace(/[^+\d]/g, '')}@sms.local`,
      subject: `SMS: ${to}`,
      text,
      html: '',
      messageId: `${id}@sms.local`,
      locale: 'en',
    }),
});
