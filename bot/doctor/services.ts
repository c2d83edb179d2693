import { minute } from '../../core/foundation/clock.ts';
import { openRedis } from '../redis.ts';
import { type Finding, fault, faultOf, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** Redis, where conversations may be kept. */
export async function lookAtRedis({ config: { keyvUrl }, clock }: Installation): Promise<readonly Finding[]> {
  if (keyvUrl === undefined) return [ok('not used: conversations are kept with the records')];
  const todo = 'See whether KEYV_URL is right, and whether Redis runs and lets Guichet in; or take KEYV_URL out.';
  try {
    const redis = await openRedis(keyvUrl);
    try {
      await redis.store.set('doctor', 'here', clock() + minute);
      if ((await redis.store.get('doctor')) === 'here') return [ok('Redis keeps what it is told')];
      return [fault('Redis does not keep what it is told', 'See whether it is a read-only replica, or out of memory.')];
    } finally {
      await redis.close();
    }
  } catch (error) {
    return [faultOf(`Redis at ${new URL(keyvUrl).host}`, error, todo)];
  }
}

/** The gateway for text messages. It is asked for its address alone: a message would cost money and reach somebody. */
export async function lookAtSms({ config: { smsUrl }, portals, patience }: Installation): Promise<readonly Finding[]> {
  const wanting = [...portals.values()].filter(({ pageCode }) => pageCode?.by === 'sms').map(({ id }) => id);
  if (smsUrl === undefined)
    return [
      wanting.length === 0
        ? ok('not used: no portal sends text messages')
        : warning(
            `${wanting.join(', ')} would send codes by text message, and SMS_URL is not set: they go by e-mail`,
            'Set SMS_URL, or write pageCode: { by: email }.',
          ),
    ];
  if (smsUrl.startsWith('inbox:')) return [ok('text messages go to the inbox, as mails')];
  const { username, password, host, origin, pathname, search } = new URL(smsUrl);
  const credentials = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  try {
    const answer = await fetch(`${origin}${pathname}${search}`, {
      method: 'HEAD',
      headers: username === '' ? {} : { authorization: credentials },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    const said = `the gateway for text messages at ${host} answers ${answer.status}`;
    if (answer.status === 401 || answer.status === 403) return [fault(`${said}: it does not let Guichet in`, 'Correct user and password in SMS_URL.')];
    if (answer.status >= 500) return [warning(said, 'Ask whoever runs it; text messages wait for a day meanwhile.')];
    return [ok(`${said}; no message was sent`)];
  } catch (error) {
    return [faultOf(`the gateway for text messages at ${host} cannot be reached`, error, 'See whether SMS_URL is right.')];
  }
}

/** Any company does: what is asked is whether the register answers. */
const anySiret = '35600000000048';

/** The company register, where SIRETs are looked up. */
export async function lookAtRegister({ config: { companyRegistryUrl, production }, portals, patience }: Installation): Promise<readonly Finding[]> {
  const { host } = new URL(companyRegistryUrl);
  if (![...portals.values()].some(({ procedures }) => procedures.createOrganisation)) return [ok('not used: no portal creates organisations')];
  try {
    const answer = await fetch(`${companyRegistryUrl}/search?q=${anySiret}&page=1&per_page=1`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && typeof body === 'object' && body !== null && 'results' in body) return [ok(`the company register at ${host} answers`)];
    return [fault(`the company register at ${host} answers ${answer.status}, and not as it should`, 'See whether COMPANY_REGISTRY_URL is right.')];
  } catch (error) {
    const todo = 'Let this machine out to it by https, or set COMPANY_REGISTRY_URL to one that it can reach.';
    const finding = faultOf(`the company register at ${host} cannot be reached`, error, todo);
    return [production ? finding : warning(finding.found, todo)];
  }
}
