import { Secret, TOTP } from 'otpauth';
import { type Millis, second } from '../foundation/clock.ts';

/** Parameters that every authenticator app accepts (RFC 6238). */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** A new secret of 160 bits (RFC 4226, 4), in base 32, as typed into an app. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The `otpauth:` address in the QR code: the account and where it is used. */
export const totpAddress = (secret: string, { issuer, label }: { readonly issuer: string; readonly label: string }): string =>
  new TOTP({ ...kind, issuer, label, secret: Secret.fromBase32(secret) }).toString();

/** The time step of a six-digit code: the current one or its neighbours, as clocks drift (RFC 6238, 5.2). Undefined for any other code. */
export function totpStep(secret: string, digits: string, now: Millis): number | undefined {
  const delta = TOTP.validate({ ...kind, token: digits, secret: Secret.fromBase32(secret), timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / (kind.period * second)) + delta;
}
