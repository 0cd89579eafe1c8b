import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { createServer, isIP, Socket, type AddressInfo, type Server } from "node:net";
import type { Lookup } from "../src/platform/public-address.ts";
import { INNER_NAMES } from "./hostile-addresses.ts";

type Wanted = { host?: string; port?: number | string; lookup?: Lookup };

/** A name server: those of the corpus, numbers in every spelling as the system reads them, and nothing else; nobody outside is asked. */
export const corpusLookup =
  (more: Readonly<Record<string, readonly string[]>> = {}): Lookup =>
  (host, options, done) => {
    const known = more[host] ?? INNER_NAMES[host];
    const found = (addresses: readonly string[]): LookupAddress[] =>
      addresses.map((address) => ({ address, family: isIP(address) }));
    if (known) return done(null, found(known));
    if (isIP(host) !== 0 || /^(0x[\da-f]+|\d+)(\.(0x[\da-f]+|\d+))*$/i.test(host))
      return systemLookup(host, { ...options, all: true }, done);
    done(Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" }), []);
  };

/**
 * Sees every connection that this process is about to make, at the last moment before its first packet, and stops all that do not go to
 * `allowed` ("127.0.0.1:4000"). `about` holds where they would have gone.
 */
export function watchConnections(allowed: ReadonlySet<string>): { about: string[]; stop(): void } {
  const about: string[] = [];
  const stopped = new Error("stopped by the test");
  const connect = Socket.prototype.connect;
  const watched = function (this: Socket, ...given: unknown[]): Socket {
    const [first] = given;
    const wanted = (Array.isArray(first) ? first[0] : first) as Wanted;
    const host = String(wanted.host ?? "localhost");
    if (!allowed.has(`${host}:${wanted.port}`)) {
      const { lookup = systemLookup as unknown as Lookup } = wanted;
      if (isIP(host) !== 0) {
        about.push(`${host}:${wanted.port}`);
        queueMicrotask(() => this.destroy(stopped));
        return this;
      }
      wanted.lookup = (name, options, done) =>
        lookup(name, { ...options, all: true }, (error, addresses) => {
          if (!error) about.push(...addresses.map(({ address }) => `${address}:${wanted.port}`));
          done(error ?? stopped, []);
        });
    }
    return (connect as (...args: unknown[]) => Socket).apply(this, given);
  };
  Socket.prototype.connect = watched as typeof connect;
  return { about, stop: () => void (Socket.prototype.connect = connect) };
}

/** Somebody who listens on this machine, on the same port of IPv4 and, where there is any, IPv6; `callers` counts who came. */
export async function listener(): Promise<{ port: number; callers(): number; close(): Promise<void> }> {
  let callers = 0;
  const server = (): Server =>
    createServer((socket) => {
      callers++;
      socket.destroy();
    });
  const four = server();
  await new Promise<void>((resolve) => void four.listen(0, "127.0.0.1", resolve));
  const { port } = four.address() as AddressInfo;
  const six = server();
  await new Promise<void>((resolve) => {
    six.once("error", () => resolve());
    six.listen(port, "::1", resolve);
  });
  const end = (one: Server): Promise<void> => new Promise((resolve) => void one.close(() => resolve()));
  return { port, callers: () => callers, close: async () => void (await Promise.all([end(four), end(six)])) };
}
