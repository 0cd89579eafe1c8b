import { h, icon } from "./dom.js";
import { messageRow } from "./message-row.js";
import { isShown, store } from "./store.js";
import { dayName, t } from "./texts.js";

const TOGETHER_MS = 60_000;
const NEAR_END_PX = 80;

/** The bubbles of the open chat. `answering(message)` starts a quoted reply; `failed(error)` shows a problem. */
export class ChatLog {
  #log = h("div", { class: "log", role: "log", tabindex: "0" });
  #down = h(
    "button",
    { type: "button", class: "down", "aria-label": t.toEnd, hidden: true, onclick: () => this.#toEnd() },
    icon("down"),
  );
  #dots = typingBubble();
  #rows = new Map();
  #follow = true;
  #act;

  constructor({ answering, failed }) {
    this.#act = {
      send: (run) => void run().catch(failed),
      answering,
      jump: (id) => flash(this.#rows.get(id)?.element),
    };
    this.element = h("div", { class: "log-wrap" }, this.#log, this.#down);
    this.#log.addEventListener("scroll", () => {
      this.#follow = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
      this.#down.toggleAttribute("hidden", this.#follow);
    });
    // pictures grow the log when they arrive
    this.#log.addEventListener("load", () => this.#follow && this.#toEnd(), true);
  }

  /** Draws the whole chat anew. */
  draw() {
    this.#rows.clear();
    this.#log.replaceChildren(this.#dots);
    this.#log.setAttribute("aria-label", `${t.messagesWith} ${store.business()?.verifiedName ?? ""}`);
    const messages = store.messages();
    if (messages.length === 0) this.#dots.before(h("p", { class: "hint" }, t.hintFirst));
    messages.forEach((message, index) => this.#append(message, messages[index - 1]));
    this.#toEnd();
  }

  /** Draws one message that is new or changed. */
  put(message) {
    if (!isShown(message)) return;
    const row = this.#rows.get(message.id);
    if (row) {
      row.update(message);
      return;
    }
    const messages = store.messages();
    if (messages.at(-1)?.id !== message.id || messages.length === 1) {
      this.draw();
      return;
    }
    this.#append(message, messages.at(-2));
    if (this.#follow || message.direction === "in") this.#toEnd();
  }

  typing(on) {
    if (this.#dots.hidden !== on) return;
    this.#dots.hidden = !on;
    if (this.#follow) this.#toEnd();
  }

  #append(message, previous) {
    const newDay = !previous || new Date(previous.at).toDateString() !== new Date(message.at).toDateString();
    if (newDay) this.#dots.before(h("div", { class: "day" }, dayName(message.at, store.now())));
    const near = !newDay && message.at - previous.at < TOGETHER_MS;
    const row = messageRow(message, near && previous.direction === message.direction, this.#act);
    this.#rows.set(message.id, row);
    store.seen.add(message.id);
    this.#dots.before(row.element);
  }

  #toEnd() {
    this.#log.scrollTo({ top: this.#log.scrollHeight });
  }
}

function typingBubble() {
  const dots = [h("i"), h("i"), h("i"), h("span", { class: "hidden-text" }, t.typing)];
  return h("div", { class: "message theirs", hidden: true }, h("div", { class: "bubble typing" }, dots));
}

function flash(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  element.classList.add("flash");
  setTimeout(() => element.classList.remove("flash"), 1_300);
}
