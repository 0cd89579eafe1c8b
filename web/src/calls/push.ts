import type { PushBrowser, PushSubscribe } from "@balcao/api";
import { api, ApiError } from "../lib/api.ts";
import { readJson, write } from "../lib/storage.ts";

/** Notices while Balcão is closed: one subscription of this browser, for one person. What shows them is web/public/push-worker.js. */
const WORKER = "/push-worker.js";
const STORE = "balcao.push";

/** Whose notices come to this browser, and as which agents: a person may work in several companies. */
type Owner = { email: string; agentIds: string[] };
type Me = { id: string; email: string };

const owner = (): Owner | null => readJson<Owner | null>(STORE, null);
const own = (next: Owner | null): void => write(STORE, next && JSON.stringify(next));

/** Has this browser such notices, at this address? On plain http and in some private windows there are none. */
export const hasPush = (): boolean =>
  window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window;

async function registered(): Promise<ServiceWorkerRegistration | null> {
  return hasPush() ? ((await navigator.serviceWorker.getRegistration()) ?? null) : null;
}

const current = async (): Promise<PushSubscription | null> =>
  (await registered())?.pushManager.getSubscription() ?? null;

/** Does this browser show this agent's notices? */
export const isPushedTo = async (agentId: string): Promise<boolean> =>
  owner()?.agentIds.includes(agentId) === true && (await current()) !== null;

/** Tells the server where this browser is reached. */
async function announce(subscription: PushSubscription): Promise<void> {
  const { p256dh = "", auth = "" } = subscription.toJSON().keys ?? {};
  const body: PushSubscribe = { endpoint: subscription.endpoint, keys: { p256dh, auth } };
  await api("/api/me/push", { method: "PUT", body });
}

const sameKey = (subscription: PushSubscription, publicKey: string): boolean => {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === publicKey;
};

/** A browser that does not reach its maker's host goes on trying for many minutes; nobody waits for that. */
const PATIENCE_MS = 20_000;

const inTime = <T>(result: Promise<T>): Promise<T> =>
  Promise.race([
    result,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error("no_answer_of_maker")), PATIENCE_MS);
    }),
  ]);

/**
 * From now on notices come to this browser while Balcão is closed. Throws an ApiError when the server refuses, and another error when the
 * browser does not reach its maker's host.
 */
export async function turnPushOn({ id, email }: Me, publicKey: string): Promise<void> {
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  let subscription = await pushManager.getSubscription();
  if (subscription && !sameKey(subscription, publicKey)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await inTime(
    pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }),
  );
  await announce(subscription);
  const before = owner();
  const others = before?.email === email ? before.agentIds.filter((other) => other !== id) : [];
  own({ email, agentIds: [...others, id] });
}

/** This browser shows no notices of this agent any more while Balcão is closed; when nobody's are left, its maker hears so. */
export async function turnPushOff({ id, email }: Me): Promise<void> {
  const subscription = await current();
  const left = owner()?.agentIds.filter((other) => other !== id) ?? [];
  own(left.length > 0 ? { email, agentIds: left } : null);
  if (!subscription) return;
  const body: PushBrowser = { endpoint: subscription.endpoint };
  await api("/api/me/push/end", { method: "POST", body });
  if (left.length === 0) await subscription.unsubscribe();
}

/** Has the server send this browser a notice to look at. */
export async function tryPush(): Promise<void> {
  const subscription = await current();
  if (!subscription) return;
  const body: PushBrowser = { endpoint: subscription.endpoint };
  await api("/api/me/push/test", { method: "POST", body });
}

/**
 * Once signed in: tells the server anew where this browser is reached, since it forgets that with each session's end. Where somebody else
 * works here now, the browser is let go of.
 */
export async function keepPush({ id, email }: Me): Promise<void> {
  const before = owner();
  if (before === null) return;
  const subscription = await current();
  if (before.email !== email || !subscription) {
    own(null);
    await subscription?.unsubscribe();
    return;
  }
  if (!before.agentIds.includes(id)) return;
  try {
    await announce(subscription);
  } catch (error) {
    // turned off in the account meanwhile, or no answer: told where it is turned on, and tried again at the next visit
    if (!(error instanceof ApiError)) throw error;
  }
}

/** What a click on a notice wants to be opened here. Gives the way to stop. */
export function onOpened(open: (path: string) => void): () => void {
  if (!hasPush()) return () => undefined;
  const hear = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data !== "object" || data === null || !("open" in data)) return;
    if (typeof data.open === "string" && /^\/[a-z]/u.test(data.open)) open(data.open);
  };
  navigator.serviceWorker.addEventListener("message", hear);
  return () => navigator.serviceWorker.removeEventListener("message", hear);
}

/** The worker by which a page that is out of sight shows its notices too, so that one about the same takes the other's place. */
export const pushWorker = async (): Promise<ServiceWorkerRegistration | null> =>
  owner() === null ? null : registered();
