import assert from 'node:assert/strict';
import { openBrowser } from '../browser.ts';
import type { Effort } from './effort.ts';

/** A web page as a person sees it: they fill in fields and press a button of the form that these are in. */
export type Website = {
  readonly html: string;
  /** Fills in what the page does not have yet, and presses the button of this value or of the form of this id; by default the first of the page's form. `byScript` is what no person types. */
  presses(typed?: Readonly<Record<string, string>>, which?: string, byScript?: Readonly<Record<string, string>>): Promise<Website>;
  /** Follows the link of the page that leads there. */
  follows(href: RegExp): Promise<Website>;
};

type Tag = { readonly tag: string; readonly attributes: Readonly<Record<string, string>>; readonly inside: string };

/** A browser whose visits are counted. */
export function openWebsite(server: string, effort: Effort): { opens(path: string): Promise<Website> } {
  const browser = openBrowser(server);
  let seen = '';
  const look = (path: string, html: string): Website => {
    // Another step under the same address is another page; one that shows the same heading again is not.
    const heading = `${path.split('?')[0]} ${/<h1>(.*?)<\/h1>/s.exec(html)?.[1]}`;
    if (heading !== seen) effort.pages += 1;
    seen = heading;
    return {
      html,
      presses: async (typed = {}, which, byScript = {}) => {
        effort.clicks += 1;
        const forms = tagsIn(html, 'form');
        const buttons = (form: Tag) => tagsIn(form.inside, 'button').filter(({ attributes }) => attributes.form === undefined && attributes.type !== 'button');
        const form = forms.find((each) =>
          which === undefined
            ? each.attributes.id === 'form'
            : each.attributes.id === which || buttons(each).some(({ attributes }) => attributes.value === which),
        );
        const inside = form ? buttons(form) : [];
        const button =
          inside.find(({ attributes }) => attributes.value === which) ??
          inside[0] ??
          tagsIn(html, 'button').find(({ attributes }) => attributes.form === which);
        assert.ok(form && button, `no button ${which} on ${path}: ${html}`);
        const { name, value = '' } = button.attributes;
        const fields = { ...fieldsOf(form.inside, typed, effort), ...(name !== undefined && { [name]: value }), ...byScript };
        const answered = await browser.posts(form.attributes.action ?? path, fields);
        assert.ok(answered.status < 400, `${path} refused: ${/<div class="errors"[\s\S]*?<\/div>/.exec(answered.html)?.[0]}`);
        if (answered.location === undefined) return look(path, answered.html);
        const next = await browser.opens(answered.location);
        return look(next.path, next.html);
      },
      follows: async (href) => {
        effort.clicks += 1;
        const link = tagsIn(html, 'a').find(({ attributes }) => href.test(attributes.href ?? ''));
        assert.ok(link?.attributes.href, `no link ${href} on ${path}`);
        const next = await browser.opens(link.attributes.href);
        return look(next.path, next.html);
      },
    };
  };
  return {
    opens: async (path) => {
      const opened = await browser.opens(path);
      return look(opened.path, opened.html);
    },
  };
}

/** What a browser sends of a form; what is typed or chosen counts where it is not there already. */
function fieldsOf(form: string, typed: Readonly<Record<string, string>>, effort: Effort): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { tag, attributes, inside } of [...tagsIn(form, 'input'), ...tagsIn(form, 'select'), ...tagsIn(form, 'textarea')]) {
    const { name, type = 'text', value = '' } = attributes;
    if (name === undefined) continue;
    const wanted = typed[name];
    if (type === 'radio' || type === 'checkbox') {
      const checked = 'checked' in attributes;
      if (wanted === value && !checked) effort.clicks += 1;
      if (wanted === value || (wanted === undefined && checked)) fields[name] = value;
      continue;
    }
    const before = tag === 'select' ? (/<option value="([^"]*)" selected/.exec(inside)?.[1] ?? '') : tag === 'textarea' ? inside.trim() : value;
    if (wanted !== undefined && wanted !== before) {
      if (tag === 'select') effort.clicks += 2;
      else effort.fields += 1;
    }
    fields[name] = wanted ?? before;
    assert.ok(!('required' in attributes) || fields[name] !== '', `${name} has to be filled in`);
  }
  for (const name of Object.keys(typed)) assert.ok(name in fields, `no field ${name} on the page`);
  return fields;
}

/** The elements of a kind in a page, which is well formed, as we wrote it. */
function tagsIn(html: string, tag: string): Tag[] {
  const isVoid = tag === 'input';
  const found = html.matchAll(new RegExp(`<${tag}\\b([^>]*)>${isVoid ? '' : `([\\s\\S]*?)</${tag}>`}`, 'g'));
  return [...found].map(([, written = '', inside = '']) => ({
    tag,
    inside,
    attributes: Object.fromEntries([...written.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, plain(value)])),
  }));
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const plain = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
