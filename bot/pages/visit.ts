import type { IncomingMessage } from 'node:http';
import { type Locale, translate } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import type { Assets } from './assets.ts';
import type { Frame } from './layout.ts';
import type { Reply } from './reply.ts';

/** One request for a page, its address taken apart. */
export type Visit = {
  readonly request: IncomingMessage;
  /** The address without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly portalId: string;
  readonly portal: Portal | undefined;
  /** What a secret in the address opens: a password's link, a request to decide, an organisation's creation, an invitation, or the news of a tie. */
  readonly kind: 'link' | 'decide' | 'organisation' | 'invitation' | 'tie';
  /** The secret of the link, empty elsewhere. */
  readonly secret: string;
  /** The id of an OpenID provider, empty elsewhere. */
  readonly provider: string;
  /** The file asked for, empty elsewhere. */
  readonly file: string;
  /** The language that the address asks for. */
  readonly asked: Locale | undefined;
  /** The language of the browser. */
  readonly preferred: Locale;
  readonly assets: Assets;
};

/** Answers a visit. */
export type Route = (visit: Visit) => Promise<Reply>;

/** By which methods an address is reached. */
export type Methods = { readonly GET?: Route; readonly POST?: Route };

/** The address of the link's page, on which its forms lean too. */
export const linkPath = ({ portalId, kind, secret }: Visit): string => `/p/${encodeURIComponent(portalId)}/${kind}/${encodeURIComponent(secret)}`;

/** What a page is drawn with: in the language asked for, else in that of the link, else in the browser's. */
export const frameOf = (visit: Visit, linkLocale?: Locale): Frame => ({
  t: translate(visit.asked ?? linkLocale ?? visit.preferred),
  urls: visit.assets.urls,
  here: visit.secret === '' ? visit.path : linkPath(visit),
  portal: visit.portal,
});
