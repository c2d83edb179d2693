import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Portal } from '../../core/portal.ts';
import { accentCss } from './accent.ts';
import type { AssetUrls } from './layout.ts';

/** A file for the browser; `digest` is its SHA-256 as a content policy writes it, in base64. */
export type Asset = { readonly type: string; readonly body: string; readonly version: string; readonly digest: string };

/** The files that pages use, by name, and their addresses. */
export type Assets = { readonly files: ReadonlyMap<string, Asset>; readonly urls: AssetUrls };

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const asset = (type: string, body: string): Asset => {
  const hash = createHash('sha256').update(body).digest();
  return { type, body, version: hash.toString('base64url').slice(0, 12), digest: hash.toString('base64') };
};
const script = (source: string) => asset('text/javascript; charset=utf-8', stripTypeScriptTypes(source, { mode: 'strip' }));
const style = (source: string) => asset('text/css; charset=utf-8', source);

/** The stylesheet of one portal's colour. */
export const accentAsset = (portal: Portal): Asset => style(accentCss(portal.accent));

async function load(): Promise<Assets> {
  const sources = [
    './browser/page.css',
    '../../core/passwordRules.ts',
    './browser/passwordPage.ts',
    './browser/sendCode.ts',
    './browser/keepDraft.ts',
  ] as const;
  const [css = '', rules = '', page = '', sendCode = '', keepDraft = ''] = await Promise.all(sources.map(read));
  const rulesScript = script(rules);
  const files = new Map([
    ['page.css', style(css)],
    // The browser ticks the rules with the very module that the server checks by.
    ['passwordRules.js', rulesScript],
    ['sendCode.js', script(sendCode)],
    ['keepDraft.js', script(keepDraft)],
    ['passwordPage.js', script(page.replace('../../../core/passwordRules.ts', `./passwordRules.js?v=${rulesScript.version}`))],
  ]);
  const url = (name: string) => `/p/assets/${name}?v=${files.get(name)?.version}`;
  return {
    files,
    urls: { style: url('page.css'), script: (name) => url(`${name}.js`), accent: (portal) => `/p/${portal.id}/accent.css?v=${accentAsset(portal).version}` },
  };
}

let loaded: Promise<Assets> | undefined;

/** The assets, read and stripped of types when the first page is asked for. */
export function loadAssets(): Promise<Assets> {
  loaded ??= load();
  return loaded;
}
