import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * The network that a client's requests are counted under: an IPv4 address, or the first 64 bits of an IPv6 address, which one customer gets as a
 * whole (RFC 6177).
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !isIPv6(ip)) return mapped ?? ip;
  const [head = '', tail] = ip.toLowerCase().split('%', 1).join('').split('::');
  const [left, right] = [head, tail ?? ''].map((groups) => (groups === '' ? [] : groups.split(':')));
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - (left?.length ?? 0) - (right?.length ?? 0));
  const groups = [...(left ?? []), ...Array.from({ length: zeros }, () => '0'), ...(right ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Whether an address is in one of these CIDR ranges. Also accepts IPv4 addresses in IPv6 form. Text that is not an address is in none. */
export function isWithin(networks: readonly string[], ip: string | undefined): boolean {
  if (ip === undefined || isIP(ip) === 0) return false;
  const ranges = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    ranges.addSubnet(address, Number(bits), familyOf(address));
  }
  return ranges.check(ip, familyOf(ip));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
