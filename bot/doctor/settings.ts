import { stat } from 'node:fs/promises';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

const where = 'Set it in .env, or in the environment of the process; .env.example describes each setting.';

/** The settings: complete and consistent, for production. */
export async function lookAtSettings({ config, settingFaults }: Installation): Promise<readonly Finding[]> {
  const { production, clearTextHosts, trustProxy, publicUrl } = config;
  const findings = settingFaults.map((text) => fault(text, where));
  if (findings.length === 0 && production) findings.push(ok('all that production needs is set'));
  if (!production)
    findings.push(
      warning('these are settings for development (NODE_ENV)', 'For production leave NODE_ENV out: npm start sets it, and this command takes it for granted.'),
    );
  if (clearTextHosts.length > 0)
    findings.push(
      warning(`${clearTextHosts.join(', ')}: spoken to without TLS (CLEAR_TEXT_HOSTS)`, 'Keep this only where the network between is yours alone.'),
    );
  if (production && trustProxy === 0 && publicUrl.startsWith('https:'))
    findings.push(
      warning(
        'TRUST_PROXY is 0, though something in front of Guichet must terminate TLS: everybody shares one address, and its limits',
        'Set TRUST_PROXY to the number of proxies that add to X-Forwarded-For (docs/operate.md, «TLS and the proxy»).',
      ),
    );
  return [...findings, ...(await lookAtFile())];
}

async function lookAtFile(): Promise<readonly Finding[]> {
  const found = await stat('.env').catch(() => undefined);
  if (!found || (found.mode & 0o077) === 0 || process.platform === 'win32') return [];
  return [warning('others on this machine can read .env, which holds secrets', 'Run chmod 600 .env as its owner.')];
}
