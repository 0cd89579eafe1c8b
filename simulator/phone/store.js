/** What the phone knows, and who is told when it changes. */

const query = new URLSearchParams(location.search);
const listeners = new Map();

export const store = {
  userId: query.get("user"),
  number: query.get("number"),
  users: [],
  numbers: [],
  chats: new Map(),
  clockSkew: 0,
  reading: true,
  connected: true,
  quote: null,
  /** Messages that have been on the screen; with receipts blocked the server cannot know. */
  seen: new Set(),
  drafts: new Map(),
  /** Names this page's event stream; what it has on its screen ends with the stream. */
  client: "",

  /** Virtual time. */
  now: () => Date.now() + store.clockSkew,
  user: () => store.users.find((one) => one.id === store.userId) ?? null,
  business: (id = store.number) => store.numbers.find((one) => one.phoneNumberId === id) ?? null,
  chat: (id = store.number) => store.chats.get(id) ?? { messages: [], typingUntil: 0 },
  messages: (id = store.number) => store.chat(id).messages.filter(isShown),
  find: (messageId) => store.chat().messages.find((one) => one.id === messageId) ?? null,

  /** Calls `listener` on every change of one of the topics (space separated); gives the end of it. */
  on(topics, listener) {
    const names = topics.split(" ");
    for (const name of names) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    return () => {
      for (const name of names)
        listeners.set(
          name,
          listeners.get(name).filter((one) => one !== listener),
        );
    };
  },

  tell(topic, detail) {
    for (const listener of listeners.get(topic) ?? []) listener(detail);
  },

  /** Takes over a whole picture from the server. */
  load(state) {
    store.clockSkew = state.now - Date.now();
    store.users = state.users;
    store.numbers = state.numbers;
    store.userId = state.userId;
    store.chats = new Map(state.chats.map((chat) => [chat.phoneNumberId, chat]));
    if (!store.business()) store.number = store.numbers.length === 1 ? store.numbers[0].phoneNumberId : null;
    store.tell("all");
  },

  /** Adds or changes one message. */
  put(number, message) {
    const chat = store.chats.get(number) ?? { phoneNumberId: number, messages: [], typingUntil: 0 };
    store.chats.set(number, chat);
    const at = chat.messages.findIndex((one) => one.id === message.id);
    if (at === -1) chat.messages.push(message);
    else chat.messages[at] = message;
    if (message.direction === "out") chat.typingUntil = 0;
    store.tell("message", { number, message });
  },
};

const ARRIVED = new Set(["delivered", "read", "played"]);

/** A business message is on the phone once it was delivered; one's own always. */
export function isShown(message) {
  if (["reaction", "system", "edit", "revoke"].includes(message.type)) return false;
  return message.direction === "in" || ARRIVED.has(message.status);
}

/** A business message nobody has looked at. */
export const isUnread = (message) =>
  message.direction === "out" && message.status === "delivered" && !store.seen.has(message.id);
