import { api } from "./api.js";
import { contentOf, lineOf } from "./content.js";
import { h, icon, svg } from "./dom.js";
import { openActions, openList } from "./sheets.js";
import { isShown, store } from "./store.js";
import { dayName, formatLong, formatTime, t } from "./texts.js";

const TOGETHER_MS = 60_000;
const NEAR_END_PX = 80;

/** The bubbles of the open chat. `answering(message)` starts a quoted reply; `failed(error)` shows a problem. */
export function chatLog({ answering, failed }) {
  const log = h("div", { class: "log", role: "log", tabindex: "0" });
  const down = h(
    "button",
    { type: "button", class: "down", "aria-label": t.toEnd, hidden: true, onclick: () => toEnd() },
    icon("down"),
  );
  const dots = h(
    "div",
    { class: "message theirs", hidden: true },
    h(
      "div",
      { class: "bubble typing" },
      h("i"),
      h("i"),
      h("i"),
      h("span", { class: "hidden-text" }, t.typing),
    ),
  );
  const rows = new Map();

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  const toEnd = () => log.scrollTo({ top: log.scrollHeight });
  log.addEventListener("scroll", () => down.toggleAttribute("hidden", atEnd()));
  log.addEventListener("load", () => follow && toEnd(), true);
  let follow = true;
  log.addEventListener("scroll", () => (follow = atEnd()));

  const act = {
    send: (run) => void run().catch(failed),
    answering,
    jump(id) {
      const row = rows.get(id)?.element;
      if (!row) return;
      row.scrollIntoView({ block: "center" });
      row.classList.add("flash");
      setTimeout(() => row.classList.remove("flash"), 1_300);
    },
  };

  function append(message, previous) {
    const newDay = !previous || new Date(previous.at).toDateString() !== new Date(message.at).toDateString();
    if (newDay) log.insertBefore(h("div", { class: "day" }, dayName(message.at, store.now())), dots);
    const follows =
      !newDay && previous.direction === message.direction && message.at - previous.at < TOGETHER_MS;
    const row = messageRow(message, follows, act);
    rows.set(message.id, row);
    log.insertBefore(row.element, dots);
  }

  return {
    element: h("div", { class: "log-wrap" }, log, down),

    /** Draws the whole chat anew. */
    draw() {
      rows.clear();
      log.replaceChildren(dots);
      log.setAttribute("aria-label", `${t.messagesWith} ${store.business()?.verifiedName ?? ""}`);
      const messages = store.messages();
      if (messages.length === 0) log.insertBefore(h("p", { class: "hint" }, t.hintFirst), dots);
      messages.forEach((message, index) => append(message, messages[index - 1]));
      toEnd();
    },

    /** Draws one message that is new or changed. */
    put(message) {
      if (!isShown(message)) return;
      const row = rows.get(message.id);
      if (row) {
        row.update(message);
        return;
      }
      const messages = store.messages();
      if (messages.at(-1)?.id !== message.id || messages.length === 1) {
        this.draw();
        return;
      }
      append(message, messages.at(-2));
      if (follow || message.direction === "in") toEnd();
    },

    typing(on) {
      if (dots.hidden !== on) return;
      dots.hidden = !on;
      if (follow) toEnd();
    },
  };
}

function messageRow(message, follows, act) {
  const own = message.direction === "in";
  const { nodes, look = "", line } = contentOf(message);
  const foot = h("div", { class: "foot" });
  const bubble = h("div", { class: `bubble ${look}` }, quoteOf(message, act), ...nodes.filter(Boolean), foot);
  const reactions = h("div", { class: "reactions", hidden: true });
  const choices = own ? null : choicesOf(message, act);
  let current = message;
  const open = () =>
    openActions(current, line, {
      reply: () => act.answering(current),
      react: (emoji) =>
        act.send(() =>
          api.react(store.userId, { phoneNumberId: store.number, messageId: current.id, emoji }),
        ),
    });
  const more = h(
    "button",
    { type: "button", class: "more", "aria-label": `${t.actions}: ${line}`.slice(0, 120), onclick: open },
    icon("smile"),
  );
  const element = h(
    "div",
    { class: `message ${own ? "own" : "theirs"}${follows ? " follows" : ""}` },
    bubble,
    reactions,
    choices,
    more,
  );
  const update = (next) => {
    current = next;
    drawFoot(foot, next, own);
    const shown = [next.reactions.business, next.reactions.user].filter(Boolean);
    reactions.hidden = shown.length === 0;
    reactions.textContent = [...new Set(shown)].join(" ");
  };
  update(message);
  return { element, update };
}

const TICK = "M1.5 7l3.2 3.2L11 3.5";
const SECOND = "M7.8 10.2L14.2 3.5";

function drawFoot(foot, message, own) {
  const time = h(
    "time",
    { datetime: new Date(message.at).toISOString(), title: formatLong(message.at) },
    formatTime(message.at),
  );
  const mark = own ? tickOf(message.status) : null;
  foot.replaceChildren(
    time,
    ...(mark ? [mark, h("span", { class: "hidden-text" }, t[message.status] ?? message.status)] : []),
  );
}

function tickOf(status) {
  if (status === "pending")
    return svg("ticks", "0 0 16 13", "M8 1.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM8 4v2.7l1.8 1");
  if (status === "sent") return svg("ticks", "0 0 16 13", TICK);
  return svg(status === "read" ? "ticks read" : "ticks", "0 0 16 13", [TICK, SECOND]);
}

function quoteOf(message, act) {
  if (!message.quotedId) return null;
  const quoted = store.find(message.quotedId);
  if (!quoted) return null;
  const who = quoted.direction === "in" ? t.you : (store.business()?.verifiedName ?? "");
  return h(
    "button",
    { type: "button", class: "quote", title: t.goToQuoted, onclick: () => act.jump(quoted.id) },
    h("b", {}, who),
    h("span", { class: "quoted" }, lineOf(quoted)),
  );
}

function choicesOf(message, act) {
  const buttons =
    message.type === "template"
      ? templateButtons(message, act)
      : message.type === "interactive"
        ? interactiveButtons(message, act)
        : [];
  return buttons.length === 0 ? null : h("div", { class: "choices" }, buttons);
}

const tap = (message, act, choice) =>
  act.send(() => api.tap(store.userId, { phoneNumberId: store.number, messageId: message.id, choice }));
const choice = (label, run, name = null) =>
  h("button", { type: "button", onclick: run }, name ? icon(name) : null, label);
const outside = (label, href, name) =>
  h("a", { href, target: "_blank", rel: "noopener noreferrer" }, icon(name), label);

function interactiveButtons(message, act) {
  const { type, action } = message.content;
  if (type === "button")
    return action.buttons.map(({ reply }) => choice(reply.title, () => tap(message, act, reply.id), "reply"));
  if (type === "list")
    return [choice(action.button, () => openList(message, (id) => tap(message, act, id)), "list")];
  if (type === "cta_url") return [outside(action.parameters.display_text, action.parameters.url, "open")];
  const send = (input) => () =>
    act.send(() => api.send(store.userId, { phoneNumberId: store.number, quote: message.id, ...input }));
  if (type === "location_request_message") return [choice(t.shareLocation, send(sampleLocation()), "pin")];
  if (type === "request_contact_info") return [choice(t.shareContact, send(ownCard()), "person")];
  return [];
}

function templateButtons(message, act) {
  return message.content.rendered.buttons.map((button) => {
    if (button.type === "QUICK_REPLY")
      return choice(button.text, () => tap(message, act, button.payload ?? button.text), "reply");
    if (button.type === "URL") return outside(button.text, button.url, "open");
    if (button.type === "PHONE_NUMBER") return outside(button.text, "tel:", "phone");
    return h("span", { class: "chosen" }, button.text);
  });
}

/** An invented place. */
export function sampleLocation() {
  return {
    type: "location",
    location: { latitude: -23.5874, longitude: -46.6576, name: t.placeName, address: t.placeAddress },
  };
}

function ownCard() {
  const user = store.user();
  const name = { formatted_name: user.name, first_name: user.name.split(" ")[0] };
  return {
    type: "contacts",
    contacts: [
      {
        name,
        phones: [{ phone: `+${user.waId}`, wa_id: user.waId, type: "CELL" }],
        origin: "contact_request",
      },
    ],
  };
}
