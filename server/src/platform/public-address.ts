import type { LookupAddress, LookupOptions } from "node:dns";
import { BlockList, isIPv6 } from "node:net";

/** Addresses of this machine, of private and special networks (RFC 6890): nothing for the internet is there. */
const INNER = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  INNER.addSubnet(network, bits, "ipv4");
/** Of IPv6, what is routed in public is 2000::/3; of that, these lead to IPv4 or nowhere. */
const PUBLIC_6 = new BlockList();
PUBLIC_6.addSubnet("2000::", 3, "ipv6");
const INNER_6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["3fff::", 20],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const)
  INNER_6.addSubnet(network, bits, "ipv6");

/** Is this address on the public internet? */
export const isPublicAddress = (address: string): boolean =>
  isIPv6(address)
    ? PUBLIC_6.check(address, "ipv6") && !INNER_6.check(address, "ipv6")
    : !INNER.check(address, "ipv4");

export type Lookup = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up as `net.connect` does, and refuses it when any of its addresses is an inner one, so that no name leads a request into our
 * own network. Handed to the connection itself: the address that was looked at is the one that is called, however the next answer differs.
 */
export const publicLookup =
  (lookup: Lookup) =>
  (
    host: string,
    options: LookupOptions,
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error("host_unknown"), []);
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return done(new Error("host_not_public"), []);
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
