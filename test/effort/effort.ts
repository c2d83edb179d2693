/** What a procedure asks of a person, from the first message to done. */
export type Effort = {
  /** Sentences typed in a chat. */
  messages: number;
  /** Buttons and links pressed; a choice in a list is two (open, choose), a tick is one. */
  clicks: number;
  /** What is typed into fields of cards and pages. What was filled in already and is right counts as nothing. */
  fields: number;
  /** Mails and texts that have to be read. */
  mails: number;
  /** Web pages seen, the last one included. */
  pages: number;
};

export const counted = ['messages', 'clicks', 'fields', 'mails', 'pages'] as const;
