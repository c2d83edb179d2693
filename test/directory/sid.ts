/** A security identifier as it is written (MS-DTYP 2.4.2.1). */
export function sidOf(bytes: Buffer): string {
  const parts = Array.from({ length: bytes[1] ?? 0 }, (_, n) => bytes.readUInt32LE(8 + 4 * n));
  return ['S', bytes[0], bytes.readUIntBE(2, 6), ...parts].join('-');
}
