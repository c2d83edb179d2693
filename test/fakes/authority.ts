import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority of a test's own. */
export type Authority = {
  readonly ca: string;
  /** Signs a certificate for a name; `days` below zero gives one that has ended. */
  sign(name: string, days?: number): { readonly key: string; readonly certificate: string };
  close(): void;
};

/** Makes an authority with openssl. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-ca-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Test authority', '-days', '2', '-keyout', path('ca.key'), '-out', path('ca.pem'));
  let count = 0;
  return {
    ca: path('ca.pem'),
    sign: (name, days = 1) => {
      count += 1;
      const [key, request, certificate, extension] = ['key', 'csr', 'pem', 'ext'].map((end) => path(`${count}.${end}`)) as [string, string, string, string];
      writeFileSync(extension, `subjectAltName=${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}\n`);
      openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
      const at = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
      const dates = days > 0 ? ['-days', String(days)] : ['-not_before', `${at(days - 1)}Z`, '-not_after', `${at(days)}Z`];
      const by = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial'];
      if (days > 0) openssl('x509', '-req', '-in', request, '-out', certificate, '-extfile', extension, ...by, ...dates);
      else {
        // Only `openssl ca` sets dates in the past on the versions that Debian has.
        writeFileSync(path('index.txt'), '');
        writeFileSync(
          path('ca.cnf'),
          `[ca]\ndefault_ca=own\n[own]\ndatabase=${path('index.txt')}\nserial=${path('ca.srl')}\nnew_certs_dir=${folder}\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n`,
        );
        writeFileSync(path('ca.srl'), '7F\n');
        const dated = ['-startdate', `${at(days - 1)}Z`, '-enddate', `${at(days)}Z`];
        openssl(
          'ca',
          '-batch',
          '-notext',
          '-config',
          path('ca.cnf'),
          '-cert',
          path('ca.pem'),
          '-keyfile',
          path('ca.key'),
          '-in',
          request,
          '-out',
          certificate,
          '-extfile',
          extension,
          ...dated,
        );
      }
      return { key, certificate };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
