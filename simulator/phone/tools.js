import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { openMeta } from "./meta.js";
import { openSheet } from "./sheets.js";
import { store } from "./store.js";
import { formatLong, t } from "./texts.js";

/** The row of tools: airplane mode, reading, receipts, clock, webhook. `failed(error)` shows a problem. */
export function tools({ failed, readingChanged }) {
  const run = (promise) => void promise.catch(failed);
  const button = (name, short, long, onclick, pressed) =>
    h(
      "button",
      {
        type: "button",
        title: long,
        "aria-pressed": pressed === undefined ? null : String(pressed),
        onclick,
      },
      icon(name),
      short,
    );
  const airplane = button(
    "plane",
    t.airplaneShort,
    t.airplane,
    () => run(api.device(store.userId, store.user()?.device === "offline" ? "online" : "offline")),
    false,
  );
  const reading = button(
    "eye",
    t.readingShort,
    t.reading,
    () => {
      store.reading = !store.reading;
      show();
      readingChanged();
    },
    true,
  );
  const receipts = button(
    "ticksOff",
    t.receiptsShort,
    t.receipts,
    () => run(api.change(store.userId, { readReceipts: !store.user()?.readReceipts })),
    false,
  );
  const hour = button("forward", t.hourShort, t.hour, () => run(api.advance(1)));
  const day = button("forward", t.dayShort, t.day, () => run(api.advance(24)));
  const meta = button("sliders", t.metaShort, t.meta, () => openMeta(failed));
  const webhook = button("braces", t.webhookShort, t.webhook, () => openWebhook(failed));

  function show() {
    const user = store.user();
    airplane.setAttribute("aria-pressed", String(user?.device === "offline"));
    receipts.setAttribute("aria-pressed", String(user?.readReceipts === false));
    reading.setAttribute("aria-pressed", String(store.reading));
  }
  store.on("all users", show);
  const all = [airplane, reading, receipts, hour, day, webhook, meta];
  return h("div", { class: "tools", role: "group", "aria-label": t.title }, all);
}

function openWebhook(failed) {
  let raw = false;
  let open = true;
  const facts = h("dl", { class: "facts" });
  const text = h("pre", { class: "raw", tabindex: "0", "aria-label": t.webhook });
  const choice = (label, value) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(raw === value),
        onclick: () => {
          raw = value;
          draw();
        },
      },
      label,
    );
  const pretty = choice(t.pretty, false);
  const bytes = choice(t.raw, true);
  let last = null;

  function draw() {
    pretty.setAttribute("aria-pressed", String(!raw));
    bytes.setAttribute("aria-pressed", String(raw));
    if (!last) {
      text.textContent = t.noWebhook;
      return;
    }
    const states = { delivered: t.stateDelivered, pending: t.statePending, "given-up": t.stateGivenUp };
    const rows = [
      [t.state, states[last.state] ?? last.state],
      [t.answer, last.status ? `HTTP ${last.status}` : "—"],
      [t.attempts, last.attempts],
      [t.now, formatLong(store.now())],
    ];
    facts.replaceChildren(...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
    text.textContent = raw ? last.text : JSON.stringify(JSON.parse(last.text), null, 2);
  }
  const load = () => {
    if (!open) return;
    api.lastWebhook().then((found) => {
      last = found;
      draw();
    }, failed);
  };
  const off = store.on("webhook", load);
  openSheet(
    t.webhook,
    () => [facts, h("div", { class: "links" }, pretty, bytes), text],
    () => {
      open = false;
      off();
    },
  );
  load();
}
