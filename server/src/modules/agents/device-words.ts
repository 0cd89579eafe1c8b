import Bowser from "bowser";
import type { ActedFrom } from "./security.queries.ts";

/** Set by ourselves on each request, from the connection or the proxies that are trusted; what a browser sends under this name is dropped. */
export const ADDRESS_HEADER = "x-balcao-address";
const LONGEST = 40;

/** What a browser says of itself, in words; null where it says nothing we know. */
export function deviceWords(userAgent: string | null): {
  browser: string | null;
  system: string | null;
  isPhone: boolean;
} {
  if (!userAgent) return { browser: null, system: null, isPhone: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: browser.name?.slice(0, LONGEST) || null,
    system: os.name?.slice(0, LONGEST) || null,
    isPhone: platform.type === "mobile",
  };
}

/** From where a request comes, as the log keeps it. */
export function actedFrom(headers: Headers): ActedFrom {
  const { browser, system } = deviceWords(headers.get("user-agent"));
  return { address: headers.get(ADDRESS_HEADER), browser, system };
}
