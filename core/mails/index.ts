export { renderMail } from './render.ts';
export { smsText } from './smsText.ts';
