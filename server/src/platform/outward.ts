import { lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPublicAddress, publicLookup, type Lookup } from "./public-address.ts";

/** Asks an address outside of this installation; no answer leads elsewhere by itself. Throws when there is no answer. */
export type OutwardFetch = (url: string, init: RequestInit) => Promise<Response>;

const USUAL_PORT: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };
/** "https://meta.lan" as "meta.lan:443" */
const placeOf = ({ protocol, hostname, port }: { protocol: string; hostname: string; port: string }) =>
  `${hostname}:${port || (USUAL_PORT[protocol] ?? "")}`;

/** Is this address one that whoever runs the installation named, or https on the public internet at its usual port? A name is looked up later. */
function mayCall(address: URL, named: ReadonlySet<string>): boolean {
  if (named.has(placeOf(address)) && address.protocol in USUAL_PORT) return true;
  const host = address.hostname.replace(/^\[(.*)\]$/, "$1");
  return address.protocol === "https:" && address.port === "" && (isIP(host) === 0 || isPublicAddress(host));
}

/**
 * The one way out of the server over HTTP. Whatever an answer, a row or a name server says, nothing in the inner network is called but the
 * hosts (and ports) of `inner`: addresses that whoever runs the installation named. Names are judged where the connection is made, by the
 * addresses it is about to call.
 */
export function outwardFetch({
  inner,
  lookup = systemLookup,
}: {
  inner: readonly string[];
  lookup?: Lookup;
}): OutwardFetch {
  const named = new Set(inner.map((address) => placeOf(new URL(address))));
  const plain = buildConnector({});
  const guarded = buildConnector({ lookup: publicLookup(lookup) });
  const dispatcher = new Agent({
    connect: (wanted, done) => (named.has(placeOf(wanted)) ? plain : guarded)(wanted, done),
  });
  return (url, init) => {
    if (!mayCall(new URL(url), named)) return Promise.reject(new Error("address_not_allowed"));
    const asked = { ...init, redirect: "manual" as const, dispatcher };
    return fetch(url, asked);
  };
}
