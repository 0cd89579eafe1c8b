import { api } from "./api.js";
import { store } from "./store.js";

let source = null;

/** Loads everything for the person in use and follows what happens. After a break it loads again, so nothing is missed. */
export async function follow() {
  source?.close();
  store.client = `phone-${Math.random().toString(36).slice(2)}`;
  const query = new URLSearchParams({ client: store.client });
  if (store.userId) query.set("user", store.userId);
  const stream = new EventSource(`/__sim/phone/events?${query}`);
  source = stream;
  stream.addEventListener("open", () => void refresh());
  stream.addEventListener("error", () => setConnected(false));
  on(stream, "message", (data) => store.put(data.phoneNumberId, data.message));
  on(stream, "typing", (data) => {
    const chat = store.chats.get(data.phoneNumberId);
    if (chat) chat.typingUntil = data.until;
    store.tell("typing");
  });
  on(stream, "users", (data) => {
    store.users = data.users;
    if (store.user()) store.tell("users");
    else void switchUser(store.users[0]?.id ?? null);
  });
  on(stream, "numbers", () => void refresh());
  on(stream, "clock", (data) => {
    store.clockSkew = data.now - Date.now();
    store.tell("clock");
  });
  on(stream, "webhook", () => store.tell("webhook"));
}

/** Hands the phone to somebody else. */
export async function switchUser(userId) {
  store.userId = userId;
  store.quote = null;
  await follow();
}

async function refresh() {
  try {
    const before = store.userId;
    store.load(await api.state(store.userId));
    setConnected(true);
    if (before !== store.userId) await follow();
  } catch {
    setConnected(false);
  }
}

function on(stream, name, listener) {
  stream.addEventListener(name, (event) => listener(JSON.parse(event.data)));
}

function setConnected(connected) {
  if (store.connected === connected) return;
  store.connected = connected;
  store.tell("connection");
}
