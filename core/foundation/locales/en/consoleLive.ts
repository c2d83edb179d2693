/** What renews itself in the console. */
export const consoleLive = {
  'console.live.on': 'This page keeps itself up to date.',
  'console.live.lost': 'This page does not keep itself up to date just now.',
  'console.live.many': 'This page no longer keeps itself up to date: you have opened others.',
  'console.live.over': 'Your session is over, and this page no longer up to date. Sign in again.',
  'console.live.again': 'Refresh',
  'console.outbox.more': 'Next jobs',
  'console.erase.page': 'Erasure',
  'console.export': 'Download everything that matches (CSV)',
  'console.export.done': 'All of it is downloaded.',
  'console.export.failed': 'The download was cut off. Try again.',
} as const;
