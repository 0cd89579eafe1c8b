import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isPushedTo, keepPush, turnPushOff, turnPushOn } from "./push.ts";

const KEY = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM";
const OTHER = KEY.replace("BNc", "BNd");
const ana = { id: "ana", email: "ana@girassol.example" };
const anaElsewhere = { ...ana, id: "ana-2" };
const bruno = { id: "bruno", email: "bruno@girassol.example" };
/** what a browser remembers, and what was called */
let stored: Map<string, string>;
let made: { key: string; endpoint: string } | null;
let calls: string[];

const bytesOf = (key: string): ArrayBuffer => new Uint8Array(Buffer.from(key, "base64url")).buffer;

function subscription() {
  if (!made) return null;
  const { key, endpoint } = made;
  return {
    endpoint,
    options: { applicationServerKey: bytesOf(key) },
    toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }),
    unsubscribe: async () => {
      calls.push(`unsubscribe ${endpoint}`);
      made = null;
      return true;
    },
  };
}

beforeEach(() => {
  stored = new Map();
  made = null;
  calls = [];
  const registration = {
    pushManager: {
      getSubscription: async () => subscription(),
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
        made = { key: applicationServerKey, endpoint: `https://fcm.googleapis.com/${calls.length}` };
        return subscription();
      },
    },
  };
  const serviceWorker = {
    register: async (path: string) => calls.push(`register ${path}`),
    ready: Promise.resolve(registration),
    getRegistration: async () => registration,
  };
  vi.stubGlobal("window", { isSecureContext: true, PushManager: class {} });
  vi.stubGlobal("navigator", { serviceWorker });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal("fetch", async (url: string, { method }: { method: string }) => {
    calls.push(`${method} ${url}`);
    return new Response(null, { status: 204 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it("is registered when it is turned on and not before, and told anew at each visit", async () => {
  await keepPush(ana);
  expect(calls).toEqual([]);
  await turnPushOn(ana, KEY);
  expect(calls).toEqual(["register /push-worker.js", "PUT /api/me/push"]);
  expect(await isPushedTo("ana")).toBe(true);
  await keepPush(ana);
  expect(calls.at(-1)).toBe("PUT /api/me/push");
  await turnPushOff(ana);
  expect(calls.slice(3)).toEqual(["POST /api/me/push/end", "unsubscribe https://fcm.googleapis.com/1"]);
  expect(await isPushedTo("ana")).toBe(false);
});

it("lets go of who worked here before, and keeps one person's several companies", async () => {
  await turnPushOn(ana, KEY);
  await turnPushOn(anaElsewhere, KEY);
  await turnPushOff(ana);
  expect([await isPushedTo("ana"), await isPushedTo("ana-2")]).toEqual([false, true]);
  calls = [];
  await keepPush(ana);
  expect(calls).toEqual([]);
  await keepPush(bruno);
  expect(calls).toEqual(["unsubscribe https://fcm.googleapis.com/1"]);
  expect(await isPushedTo("ana-2")).toBe(false);
});

it("subscribes anew where the installation has another pair of keys than the browser knows", async () => {
  await turnPushOn(ana, KEY);
  await turnPushOn(ana, KEY);
  expect(calls.filter((call) => call.startsWith("unsubscribe"))).toEqual([]);
  await turnPushOn(ana, OTHER);
  expect(calls.filter((call) => call.startsWith("unsubscribe"))).toHaveLength(1);
  expect(made?.key).toBe(OTHER);
});
