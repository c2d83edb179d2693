import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Portal } from '../../core/portal/index.ts';
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

/** The widget of the human check, in the build whose style and worker are files: the other would write them into the page, which our policy refuses. */
async function loadAltcha() {
  const widget = import.meta.resolve('altcha/external');
  const sources = [
    new URL('altcha.min.js', widget).href,
    import.meta.resolve('altcha/workers/pbkdf2'),
    import.meta.resolve('altcha/altcha.css'),
    new URL('../../LICENSE.txt', widget).href,
  ];
  const [code = '', worker = '', css = '', licence = ''] = await Promise.all(sources.map(read));
  // Its licence goes where it goes.
  const licensed = (source: string) => `/* ALTCHA\n${licence}*/\n${source}`;
  const plain = (source: string) => asset('text/javascript; charset=utf-8', licensed(source));
  return { widget: plain(code), worker: plain(worker), style: style(licensed(css)) };
}

/** The scripts that go to the browser as they are, but for their types. */
const scripts = ['sendCode', 'recoveryCodes', 'keepDraft', 'sendForm', 'live', 'saveTable'] as const;

async function load(): Promise<Assets> {
  const [css, consoleCss, rules, page, keepTyped, humanCheck, altcha, others] = await Promise.all([
    read('./browser/page.css'),
    read('./browser/console.css'),
    read('../../core/foundation/passwordRules.ts'),
    read('./browser/passwordPage.ts'),
    read('./browser/keepTyped.ts'),
    read('./browser/humanCheck.ts'),
    loadAltcha(),
    Promise.all(scripts.map(async (name) => [`${name}.js`, script(await read(`./browser/${name}.ts`))] as const)),
  ]);
  const rulesScript = script(rules);
  const keepTypedScript = script(keepTyped);
  const files = new Map([
    ...others,
    ['page.css', style(css)],
    // With what every page has: a page of the console asks for one stylesheet.
    ['console.css', style(`${css}\n${consoleCss}`)],
    // The browser ticks the rules with the very module that the server checks by.
    ['passwordRules.js', rulesScript],
    ['keepTyped.js', keepTypedScript],
    ['altcha.js', altcha.widget],
    ['altchaWorker.js', altcha.worker],
    ['altcha.css', altcha.style],
    ['humanCheck.js', script(humanCheck.replace('altcha/external', `./altcha.js?v=${altcha.widget.version}`))],
    [
      'passwordPage.js',
      script(
        page
          .replace('../../../core/foundation/passwordRules.ts', `./passwordRules.js?v=${rulesScript.version}`)
          .replace('./keepTyped.ts', `./keepTyped.js?v=${keepTypedScript.version}`),
      ),
    ],
  ]);
  const url = (name: string) => `/p/assets/${name}?v=${files.get(name)?.version}`;
  return {
    files,
    urls: {
      style: url('page.css'),
      console: url('console.css'),
      widget: { style: url('altcha.css'), worker: url('altchaWorker.js') },
      script: (name) => url(`${name}.js`),
      accent: (portal) => `/p/${portal.id}/accent.css?v=${accentAsset(portal).version}`,
    },
  };
}

let loaded: Promise<Assets> | undefined;

/** The assets, read and stripped of types when the first page is asked for. */
export function loadAssets(): Promise<Assets> {
  loaded ??= load();
  return loaded;
}
