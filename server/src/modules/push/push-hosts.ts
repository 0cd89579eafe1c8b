import { PushMaker } from "@balcao/api";

/**
 * The hosts to which browsers have their notices sent, by maker (as their push subscriptions name them). One that begins with a point
 * stands for all names under it. Nothing is ever sent to another.
 */
export const MAKER_HOSTS: Readonly<Record<PushMaker, readonly string[]>> = {
  google: ["fcm.googleapis.com"],
  mozilla: [".push.services.mozilla.com"],
  apple: [".push.apple.com"],
  microsoft: [".notify.windows.com"],
};

const isOf = (host: string, name: string): boolean =>
  name.startsWith(".") ? host.endsWith(name) : host === name;

/** Whose host an address of a push subscription is at: https, its usual port, nobody's name and password. null = none we know. */
export function makerOf(endpoint: string): PushMaker | null {
  const address = URL.parse(endpoint);
  if (
    address?.protocol !== "https:" ||
    address.port !== "" ||
    address.username !== "" ||
    address.password !== ""
  )
    return null;
  const maker = PushMaker.options.find((name) =>
    MAKER_HOSTS[name].some((host) => isOf(address.hostname, host)),
  );
  return maker ?? null;
}
