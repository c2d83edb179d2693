import type { Locale } from '../foundation/i18n.ts';
import type { Block } from './block.ts';
import { inkOn } from './ink.ts';

/** The frame around the blocks of a mail. `accent` is written `#rrggbb`. */
export type Frame = { readonly locale: Locale; readonly subject: string; readonly portal: string; readonly accent: string; readonly preview: string };

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const body = `${font};font-size:16px;line-height:24px;color:#1f2933;overflow-wrap:break-word;word-break:break-word`;
const small = `${font};font-size:13px;line-height:20px;color:#52606d;overflow-wrap:break-word;word-break:break-word`;
const column = 'width:100%;max-width:600px';

// Clients with dark-mode support use these styles. Clients that invert colours themselves get neutral ones to invert.
const dark = `@media (prefers-color-scheme:dark){.ground{background:#12171c!important}.sheet{background:#1c232b!important}.ink{color:#e4e7eb!important}.soft{color:#b0bac5!important}.box{background:#27313b!important}}`;

// On a phone the margins are narrow, and a value stands below its name.
const narrow =
  '@media (max-width:480px){.cell{padding-left:20px!important;padding-right:20px!important}.row th,.row td{display:block!important;width:auto!important}.row th{padding-bottom:0!important}.row td{padding-top:0!important}}';

/** Renders a mail as HTML: tables and inline styles, at most 600 pixels wide, readable in dark mode. Everything in it is escaped. */
export function asHtml({ locale, subject, portal, accent, preview }: Frame, blocks: readonly Block[]): string {
  const rows = blocks.map((block) => `<tr><td class="cell" style="padding:0 32px 20px">${write(block, accent)}</td></tr>`).join('\n');
  return `<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
<style>:root{color-scheme:light dark}${narrow}${dark}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f2f4f6">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escaped(preview)}${filler}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f4f6"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="600" cellpadding="0" cellspacing="0" border="0" style="${column};background:#ffffff;border-top:4px solid ${accent};border-radius:8px">
<tr><td class="cell" style="padding:28px 32px 20px"><p class="ink" style="margin:0;${body};font-weight:600">${escaped(portal)}</p></td></tr>
${rows}
</table>
</td></tr></table>
</body>
</html>
`;
}

function write(block: Block, accent: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="ink" style="margin:0;${body}">${escaped(block.text)}</p>`;
    case 'note':
      return `<p class="soft" style="margin:0;${small}">${escaped(block.text)}</p>`;
    case 'link':
      return `<p class="ink" style="margin:0;${body}">${escaped(block.intro)}<br>${anchor(block.address)}</p>`;
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" bgcolor="${accent}" style="border-radius:6px;background:${accent};mso-padding-alt:13px 26px"><a href="${escaped(block.address)}" style="display:inline-block;padding:13px 26px;border-radius:6px;${font};font-size:16px;line-height:24px;font-weight:600;color:${inkOn(accent)};text-decoration:none">${escaped(block.label)}</a></td></tr></table>`;
    case 'copy':
      return `<p class="soft" style="margin:0;${small}">${escaped(block.text)}<br>${anchor(block.address)}</p>`;
    case 'code':
      return `<p class="ink" style="margin:0 0 12px;${body}">${escaped(block.intro)}</p>
<p class="ink box" style="margin:0;padding:12px 20px;display:inline-block;background:#eef1f4;border-radius:6px;font-family:Consolas,Menlo,monospace;font-size:26px;line-height:32px;letter-spacing:4px;color:#1f2933">${escaped(block.code)}</p>`;
    case 'table':
      return `<table cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse">${block.rows
        .map(
          ([label, value]) =>
            `<tr class="row"><th scope="row" align="left" valign="top" class="soft" style="padding:6px 16px 6px 0;${small};width:1%;font-weight:400;white-space:nowrap">${escaped(label)}</th><td valign="top" class="ink" style="padding:6px 0;${body};word-break:break-word;white-space:pre-line">${escaped(value)}</td></tr>`,
        )
        .join('')}</table>`;
  }
}

// Keeps the first lines of the body out of the preview, where it is short.
const filler = '&#847;&zwnj;&nbsp;'.repeat(60);

const anchor = (address: string): string => `<a class="ink" href="${escaped(address)}" style="color:#1f2933;word-break:break-all">${escaped(address)}</a>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
