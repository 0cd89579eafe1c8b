import { networkOf } from "../../platform/limits.ts";

/** deliveries without Meta's signature from one address in so long */
const UNSIGNED = { most: 30, ms: 60_000 };
/** to look at one this small costs next to nothing; nearly all of Meta's are */
const SMALL_BYTES = 64 * 1024;
/** from where Meta was heard within so long, everything is read: it may be a proxy that others stand behind, too */
const TRUSTED_MS = 3_600_000;
const MOST_KNOWN = 10_000;

type Seen = { since: number; unsigned: number; signedAt: number };

/** Who posts to the webhook, by address (of an IPv6 one, its /64): what was signed, and how much was not. */
export type Strangers = {
  /**
   * May so many bytes be read? Not from where too much came unsigned; but small ones always, since whoever sent those may share its address
   * with Meta, and what Meta sends must never go unread for it.
   */
  mayPost(address: string, bytes: number): boolean;
  /** one more without a signature; false once there were too many to take notice of each */
  unsigned(address: string): boolean;
  signed(address: string): void;
};

/** `now` in milliseconds of a clock that never goes back. */
export function strangers(now: () => number): Strangers {
  const known = new Map<string, Seen>();
  const of = (address: string): Seen => {
    const network = networkOf(address);
    let seen = known.get(network);
    if (!seen) {
      if (known.size >= MOST_KNOWN) known.clear();
      seen = { since: now(), unsigned: 0, signedAt: -Infinity };
      known.set(network, seen);
    }
    if (now() - seen.since >= UNSIGNED.ms) Object.assign(seen, { since: now(), unsigned: 0 });
    return seen;
  };
  return {
    mayPost(address, bytes) {
      const { unsigned, signedAt } = of(address);
      return bytes <= SMALL_BYTES || unsigned < UNSIGNED.most || now() - signedAt < TRUSTED_MS;
    },
    unsigned(address) {
      const seen = of(address);
      seen.unsigned += 1;
      return seen.unsigned <= UNSIGNED.most;
    },
    signed(address) {
      of(address).signedAt = now();
    },
  };
}
