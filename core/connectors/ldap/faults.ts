import { ResultCodeError } from 'ldapts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';

/** Result codes of LDAP that are acted upon (RFC 4511, appendix A). */
export const code = {
  sizeLimit: 4,
  noSuchAttribute: 16,
  constraint: 19,
  exists: 20,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficient: 50,
  unwilling: 53,
  objectClass: 65,
  entryExists: 68,
} as const;

/** Busy, unavailable, time and administrative limits: another server or a later try may do. */
const passing = new Set([3, 11, 51, 52, 80]);

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: see serverName',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an authority that is not trusted: see ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an authority that is not trusted: see ca',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is from an authority that is not trusted: see ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from an authority that is not trusted: see ca',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: see ca',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the authority that it names: see ca',
};

/** The result code of an answer; undefined where there was none. */
export const resultOf = (error: unknown): number | undefined => (error instanceof ResultCodeError ? error.code : undefined);

/** Whether another server may do better. */
export const isPassing = (error: unknown): boolean => {
  const result = resultOf(error);
  return result === undefined || passing.has(result);
};

/** What went wrong with a server, as the port throws it. Answers that are expected must have been dealt with before. */
export function faultOf(server: string, error: unknown): DirectoryUnavailable {
  if (error instanceof DirectoryUnavailable) return error;
  const message = error instanceof Error ? error.message.trim() : String(error);
  const sign = error instanceof Error && 'code' in error ? String(error.code) : '';
  const certificate = certificates[sign];
  if (certificate) return new DirectoryMisconfigured(`${server}: ${certificate} (${sign})`);
  return isPassing(error)
    ? new DirectoryUnavailable(`${server}: ${message}`)
    : new DirectoryMisconfigured(`${server} refused (${resultOf(error)}): ${message.replaceAll('\0', '')}`);
}
