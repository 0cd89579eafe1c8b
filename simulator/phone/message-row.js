import { callBusiness, openFlow, openOrder, openPermission } from "./answers.js";
import { api } from "./api.js";
import { blockNodes, contentOf, lineOf } from "./content.js";
import { h, icon, svg } from "./dom.js";
import { formatText } from "./format.js";
import { openActions, openEdit, openList } from "./sheets.js";
import { store } from "./store.js";
import { formatLong, formatTime, t } from "./texts.js";

/**
 * One message: bubble, buttons, reactions. `act` sends, answers and jumps. Gives the element and `update` for a later state;
 * the content is drawn once, and again when its writer changes it, so that a playing voice note goes on playing.
 */
export function messageRow(message, follows, act) {
  const own = message.direction === "in";
  const { line } = contentOf(message);
  const foot = h("div", { class: "foot" });
  const bubble = h("div", {});
  const draw = (shown) => {
    const { nodes, look = "" } = contentOf(shown);
    bubble.className = `bubble ${look}`;
    bubble.replaceChildren(...[quoteOf(shown, act), ...nodes, foot].filter(Boolean));
  };
  draw(message);
  const reactions = h("div", { class: "reactions", hidden: true });
  const choices = own ? null : choicesOf(message, act);
  let current = message;
  const open = () =>
    openActions(current, line, {
      ...ownActs(current, act),
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
    own ? null : cardsOf(message, act),
    more,
  );
  const update = (next) => {
    // drawn again only when its writer changed it
    if (
      next.revised &&
      JSON.stringify(next.content) + next.revised !== JSON.stringify(current.content) + current.revised
    )
      draw(next);
    current = next;
    drawFoot(foot, next, own);
    const shown = [next.reactions.business, next.reactions.user].filter(Boolean);
    reactions.hidden = shown.length === 0;
    reactions.textContent = [...new Set(shown)].join(" ");
  };
  update(message);
  return { element, update };
}

/** What one can do with a message of one's own. */
function ownActs(message, act) {
  if (message.direction !== "in" || message.revised === "deleted") return {};
  const revise = (type, part) =>
    act.send(() =>
      api.send(store.userId, {
        phoneNumberId: store.number,
        type,
        [type]: { original_message_id: message.id, ...part },
      }),
    );
  const edit = () =>
    openEdit(message.content.body, (body) => revise("edit", { message: { type: "text", text: { body } } }));
  return { ...(message.type === "text" ? { edit } : {}), remove: () => revise("revoke", {}) };
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
    ...(message.revised === "edited" ? [h("span", {}, t.edited)] : []),
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

/** Without WhatsApp's marks: a quote is a button, which holds neither links nor emphasis. */
const plain = (text = "") =>
  formatText(text)
    .map((part) => (typeof part === "string" ? part : part.textContent))
    .join("");

function quoteOf(message, act) {
  if (!message.quotedId) return null;
  const quoted = store.find(message.quotedId);
  if (!quoted) return null;
  const who = quoted.direction === "in" ? t.you : (store.business()?.verifiedName ?? "");
  return h(
    "button",
    { type: "button", class: "quote", title: t.goToQuoted, onclick: () => act.jump(quoted.id) },
    h("b", {}, who),
    h("span", { class: "quoted" }, plain(lineOf(quoted))),
  );
}

function choicesOf(message, act) {
  const buttons =
    message.type === "template"
      ? templateButtons(message.content.rendered, message, act)
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
  const send = (input) =>
    act.send(() => api.send(store.userId, { phoneNumberId: store.number, quote: message.id, ...input }));
  const order = () => openOrder(message, send);
  switch (type) {
    case "location_request_message":
      return [choice(t.shareLocation, () => send(sampleLocation()), "pin")];
    case "request_contact_info":
      return [choice(t.shareContact, () => send(ownCard()), "person")];
    case "flow":
      return [choice(action.parameters.flow_cta, () => openFlow(message, send), "list")];
    case "call_permission_request":
      return [choice(t.chooseCalls, () => openPermission(send), "phone")];
    case "voice_call":
      return [choice(action.parameters?.display_text ?? t.callNow, () => act.send(callBusiness), "phone")];
    case "product":
      return [choice(t.viewProduct, order, "list")];
    case "product_list":
      return [choice(t.viewItems, order, "list")];
    case "catalog_message":
      return [choice(t.viewCatalog, order, "list")];
    default:
      return [];
  }
}

const OTP = /^https:\/\/www\.whatsapp\.com\/otp\/code\/.*[?&]code=otp(.*)$/;

function templateButtons({ buttons }, message, act) {
  return buttons.map((button) => {
    if (button.type === "QUICK_REPLY")
      return choice(button.text, () => tap(message, act, button.payload ?? button.text), "reply");
    const code = OTP.exec(button.url ?? "")?.[1];
    if (code !== undefined)
      return choice(button.text, () => void navigator.clipboard?.writeText(decodeURIComponent(code)), "copy");
    if (button.type === "URL") return outside(button.text, button.url, "open");
    if (button.type === "PHONE_NUMBER") return outside(button.text, "tel:", "phone");
    return h("span", { class: "chosen" }, button.text || (button.type === "COPY_CODE" ? t.copyCode : ""));
  });
}

/** The cards of a carousel beside each other under the bubble, each with its own buttons; they are pushed by finger or arrow keys. */
function cardsOf(message, act) {
  const cards = (message.type === "template" && message.content.rendered.cards) || [];
  if (cards.length === 0) return null;
  return h(
    "div",
    { class: "cards", tabindex: "0", role: "group", "aria-label": t.cards },
    cards.map((card) =>
      h(
        "div",
        { class: "slide" },
        blockNodes(card),
        h("div", { class: "choices" }, templateButtons(card, message, act)),
      ),
    ),
  );
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
