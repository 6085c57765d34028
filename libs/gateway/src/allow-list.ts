/**
 * From where a key may be used: IP addresses and networks (CIDR), of both versions. Each has one spelling, in which it
 * is recorded; IPv4 written as IPv6 is IPv4, in the list as on the wire.
 */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Network {
  readonly address: Address;
  readonly bits: number;
}

export type AllowList = (address: string) => boolean;

/** The one spelling of an entry. Undefined: it is neither an address nor a network, or has bits beyond its mask. */
export function allowListEntry(text: string): string | undefined {
  const network = networkOf(text.trim());
  if (!network) return undefined;
  const { address, bits } = network;
  return bits === widthOf(address) ? address.toString() : `${address.toString()}/${bits}`;
}

/** `entries`: as `allowListEntry` spells them; none allows every address. */
export function allowListOf(entries: readonly string[]): AllowList | null {
  if (entries.length === 0) return null;
  const networks = entries.map(networkOf).filter((network) => network !== undefined);
  return (text) => {
    const address = addressOf(text);
    return address !== undefined && networks.some((network) => holds(network, address));
  };
}

function holds({ address: of, bits }: Network, address: Address): boolean {
  return of.kind() === address.kind() && address.match(of, bits);
}

const MASK = /^\d{1,3}$/;

function networkOf(text: string): Network | undefined {
  const [host = '', mask, ...more] = text.split('/');
  const written = addressWritten(host);
  if (!written || more.length > 0) return undefined;
  if (mask === undefined) return { address: unmapped(written), bits: widthOf(unmapped(written)) };
  return MASK.test(mask) ? wholeNetwork(written, Number(mask)) : undefined;
}

function wholeNetwork(written: Address, writtenBits: number): Network | undefined {
  const address = unmapped(written);
  const bits = writtenBits - (widthOf(written) - widthOf(address));
  if (bits < 0 || bits > widthOf(address)) return undefined;
  return isWhole(address, bits) ? { address, bits } : undefined;
}

/** All bits behind the mask are 0: else nobody can say which network was meant. */
function isWhole(address: Address, bits: number): boolean {
  return address.toByteArray().every((byte, at) => {
    const kept = Math.min(8, Math.max(0, bits - at * 8));
    return (byte & (0xff >> kept)) === 0;
  });
}

function addressOf(text: string): Address | undefined {
  const written = addressWritten(text);
  return written && unmapped(written);
}

/** Strict: `010.0.0.1`, `127.1` and `0x7f000001` have been read in more than one way, hence here in none. */
function addressWritten(text: string): Address | undefined {
  const [host = '', zone] = text.split('%');
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return zone === undefined ? ipaddr.IPv4.parse(host) : undefined;
  return host.includes(':') && ipaddr.IPv6.isValid(host) ? ipaddr.IPv6.parse(host) : undefined;
}

function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function widthOf(address: Address): 32 | 128 {
  return address.kind() === 'ipv4' ? 32 : 128;
}
