import type { GraphSettings } from './graphSettings.ts';

/** Microsoft's clouds: where Graph answers, and who gives tokens for it. */
const clouds = {
  global: { graph: 'https://graph.microsoft.com', authority: 'https://login.microsoftonline.com' },
  usGov: { graph: 'https://graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  usGovDod: { graph: 'https://dod-graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  china: { graph: 'https://microsoftgraph.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' },
} as const;

/** The base address of Graph, with its version. */
export const graphUrl = ({ cloud, url }: Pick<GraphSettings, 'cloud' | 'url'>): string => url ?? `${clouds[cloud].graph}/v1.0`;

/** What a token is asked for, and of whom. */
export const tokenFor = ({ cloud }: Pick<GraphSettings, 'cloud'>) => ({ scope: `${clouds[cloud].graph}/.default`, authority: clouds[cloud].authority });
