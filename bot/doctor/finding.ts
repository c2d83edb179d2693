/** How something is: well, unwise or not looked at, or not working. */
export type State = 'ok' | 'warning' | 'fault';

/** What a check found: what is the case, and what to do about it, in one sentence each. Nothing is to do where all is well. */
export type Finding = { readonly state: State; readonly found: string; readonly todo: string };

export const ok = (found: string): Finding => ({ state: 'ok', found, todo: '' });
export const warning = (found: string, todo: string): Finding => ({ state: 'warning', found, todo });
export const fault = (found: string, todo: string): Finding => ({ state: 'fault', found, todo });

/** So many of something, such as «3 jobs». */
export const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

type Reason = readonly [why: string, todo: string];

const name: Reason = ['nobody knows that name', 'See whether the name is right, and whether this machine can look names up.'];
const firewall = 'See whether a firewall lets this machine out to that port.';
const silence: Reason = ['there is no answer', firewall];
const noWay: Reason = ['there is no way to it from here', firewall];
const stranger: Reason = [
  'this machine does not trust its certificate',
  'Have the server send the whole chain, or name your own authority in NODE_EXTRA_CA_CERTS (a PEM file).',
];

/** What can keep a connection from being made: by the code of the error, or the words where a library left the code out. */
const reasons: readonly (readonly [RegExp, Reason])[] = [
  [/ENOTFOUND|EDNS/, name],
  [/EAI_AGAIN/, ['names cannot be looked up just now', 'See which DNS server this machine asks (/etc/resolv.conf).']],
  [/ECONNREFUSED/, ['nothing listens there', 'See whether the name and the port are right, and whether that program runs.']],
  [/ECONNRESET|EPIPE/, ['the connection was cut', 'See whether the port speaks what the address says (TLS or not), and what a firewall does.']],
  [/ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|TimeoutError/, silence],
  [/EHOSTUNREACH|ENETUNREACH/, noWay],
  [/CERT_HAS_EXPIRED|certificate has expired/, ['its certificate has expired', 'Renew the certificate there.']],
  [/CERT_NOT_YET_VALID/, ['its certificate is not valid yet', 'Compare the clock of this machine with the certificate.']],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|certificate's altnames/,
    ['its certificate is for another name', 'Write the name that the certificate has, or have it made for this one.'],
  ],
  [/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|self-signed certificate|unable to (verify|get)/, stranger],
  [/EPROTO|wrong version number/, ['it does not speak TLS there', 'See whether the port is that of TLS, and the address says what the server speaks.']],
];

/** Why something failed, in plain words on one line, and what to do. `otherwise` is what to do about what is not known here. */
export function whyOf(error: unknown, otherwise: string): Reason {
  const causes = causesOf(error);
  const words = causes.map((each) => [each.name, 'code' in each ? each.code : '', each.message].join(' '));
  const known = words.map((text) => reasons.find(([sign]) => sign.test(text))?.[1]).filter((reason) => reason !== undefined);
  // What lies at the bottom says most: «fetch failed» stands on top.
  return known.at(-1) ?? [(causes[0]?.message ?? String(error)).replace(/\s+/g, ' ').trim(), otherwise];
}

/** A fault from what was thrown: `what` could not be done because of it. */
export function faultOf(what: string, error: unknown, otherwise: string): Finding {
  const [why, todo] = whyOf(error, otherwise);
  return fault(`${what}: ${why}`, todo);
}

/** An error, and those that it came from. A connection that was tried at several addresses has one for each. */
function causesOf(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  return [error, ...(error instanceof AggregateError ? error.errors.flatMap(causesOf) : []), ...causesOf(error.cause)];
}
