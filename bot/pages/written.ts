import type { Portal } from '../../core/portal/index.ts';
import { type Asset, type Assets, accentAsset } from './assets.ts';
import type { Html } from './html.ts';
import type { Script } from './layout.ts';
import { contentPolicy } from './reply.ts';

/** The styles and scripts of a page that comes whole in one request, and the content policy under which these texts run, and no other. */
export type Written = { readonly head: (scripts: readonly Script[]) => Html; readonly policy: string };

const hashes = (assets: readonly Asset[]): string => assets.map(({ digest }) => `'sha256-${digest}'`).join(' ');

/** Writes what a page would point to into the page. `may` names every script that it may have. */
export function written({ files }: Assets, portal: Portal, may: readonly Script[]): Written {
  const fileOf = (name: string): Asset => {
    const file = files.get(name);
    if (!file) throw new Error(`There is no ${name} among the files of the pages.`);
    return file;
  };
  const styles = [fileOf('page.css'), accentAsset(portal)];
  const scriptOf = (name: Script): Asset => fileOf(`${name}.js`);
  return {
    // Our own files, which hold no text of a user's and do not close the element that they are in.
    head: (scripts) => ({
      markup: [...styles.map(({ body }) => `<style>${body}</style>`), ...scripts.map((name) => `<script type="module">${scriptOf(name).body}</script>`)].join(
        '\n',
      ),
    }),
    // A page that a session opens could be clicked through a frame that hides it.
    policy: contentPolicy({ styles: hashes(styles), scripts: hashes(may.map(scriptOf)), frames: "'none'" }),
  };
}
