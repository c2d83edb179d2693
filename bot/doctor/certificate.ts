import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { day, type Millis } from '../../core/foundation/clock.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

/** Who is spoken to by TLS. `name`: the name in the certificate, if it is another; `ca`: the authority that signed it, if it is not a public one. */
export type Host = { readonly host: string; readonly port: number; readonly name?: string | undefined; readonly ca?: string | undefined };

/** When the certificate of a host ends. Rejects if it is not to be trusted, as every connection to it would. */
export function certificateEnd({ host, port, name, ca }: Host, patience: Millis): Promise<Millis> {
  const { promise, resolve, reject } = Promise.withResolvers<Millis>();
  const servername = name ?? (isIP(host) ? '' : host);
  const socket = connect({ host, port, servername, ...(ca !== undefined && { ca }) }, () => {
    resolve(Date.parse(socket.getPeerCertificate().valid_to));
    socket.end();
  });
  socket.setTimeout(patience, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  socket.on('error', reject);
  return promise;
}

const soon = 21;

/** How long a certificate that is trusted now still lives. */
export function lifeOf(whose: string, end: Millis, now: Millis): Finding {
  const days = Math.floor((end - now) / day);
  const found = `the certificate of ${whose} ends on ${new Date(end).toISOString().slice(0, 10)}, in ${days} days`;
  if (days < 3) return fault(found, 'Renew it now: after that day nothing connects.');
  return days < soon ? warning(found, 'Renew it, and see why that is not done by itself.') : ok(found);
}
