/** Within so many seeds each planted bug must be found. */
export const MOST_SEEDS = 2000;

/** What must happen in some run of many (reliability.md, section 5.14), by the names under which runs count it. A fault that never comes proves nothing. */
export const SOMETIMES: readonly string[] = [
  "duplicate met",
  "serialization failure",
  "commit reply lost",
  "status parked, then joined",
  "sender gone while calling",
  "transaction of a frozen node ended",
  "poison fact isolated",
  "doubt settled",
  "doubt never settled",
  "pair limit",
  "timer fired for what had just ended",
  "event waited behind an older writer",
  "gap of a socket filled",
  "cursor too old",
  "identity merged",
  "media stored after a failed attempt",
  "deploy with pending timers",
];
