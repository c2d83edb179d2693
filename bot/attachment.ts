import type { Activity } from 'botbuilder';
import { z } from 'zod';

const attachments = z
  .array(z.looseObject({ contentType: z.string(), name: z.string().nullish() }))
  .nullish()
  .catch([]);

/** What a message brings besides its text. Teams adds the formatted text itself as `text/html`, which counts for nothing. */
export function attachmentIn(activity: Activity): 'picture' | 'voice' | 'file' | undefined {
  const [first] = (attachments.parse(activity.attachments) ?? []).filter(({ contentType }) => !/^text\/|adaptive/.test(contentType));
  if (!first) return undefined;
  const kind = `${first.contentType} ${first.name ?? ''}`.toLowerCase();
  if (/image|\.(png|jpe?g|gif|webp|heic|bmp)\b/.test(kind)) return 'picture';
  return /audio|\.(m4a|mp3|ogg|wav|opus)\b/.test(kind) ? 'voice' : 'file';
}
