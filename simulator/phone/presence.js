import { api } from "./api.js";
import { store } from "./store.js";

/**
 * Tells the simulator which chat is on the screen: only then are messages read as they arrive. Hidden pages and the
 * switch "reading" turn it off; a page that vanishes is noticed by its closed event stream.
 */
export function presence(failed) {
  let told = null;

  function update() {
    const looking =
      store.reading && document.visibilityState === "visible" && store.userId && store.business();
    const now = looking ? { userId: store.userId, number: store.number } : null;
    if (told && (told.userId !== now?.userId || told.number !== now?.number)) tell(told, false);
    if (now) tell(now, true);
    told = now;
  }

  function tell(chat, open) {
    void api.open(chat.userId, chat.number, open, store.client).catch(failed);
  }

  document.addEventListener("visibilitychange", update);
  store.on("users", update);
  /** After a new connection the simulator has forgotten what was on the screen. */
  function renew() {
    told = null;
    update();
  }

  return { update, renew };
}
