import { mediaUrl } from "./api.js";
import { avatar, h, icon, svg } from "./dom.js";
import { formatText, isBigEmoji } from "./format.js";
import { player } from "./player.js";
import { t } from "./texts.js";

/** What stands inside a bubble: nodes, extra class of the bubble, and one line of plain text for lists and quotes. */
export function contentOf(message) {
  if (message.revised === "deleted")
    return { nodes: [h("div", { class: "words note" }, t.deleted)], line: t.deleted };
  const make = KINDS[message.type];
  return make
    ? make(message.content, message)
    : { nodes: [h("div", { class: "words note" }, t.unsupported)], line: t.unsupported };
}

/** One line that says what a message is. */
export const lineOf = (message) => contentOf(message).line;

const words = (text, more = "") => h("div", { class: `words${more}` }, ...formatText(text));

const KINDS = {
  text: ({ body }) => ({ nodes: [words(body, isBigEmoji(body) ? " big" : "")], line: body }),
  image: (content) => media(content, t.picture, picture(content)),
  video: (content) => media(content, t.video, video(content)),
  sticker: (content) => ({
    nodes: [
      content.id
        ? h("img", { class: "sticker", src: mediaUrl(content.id), alt: t.sticker })
        : linkChip(content),
    ],
    line: t.sticker,
    look: "bare",
  }),
  audio: (content, message) => ({
    nodes: [content.id ? player(content, message) : linkChip(content)],
    line: content.voice ? t.voice : t.audio,
  }),
  document: (content) => ({
    nodes: [
      content.id ? fileChip(content) : linkChip(content),
      content.caption ? words(content.caption) : null,
    ],
    line: content.filename ?? t.document,
    look: "media",
  }),
  location: (content) => ({ nodes: [place(content)], line: content.name ?? t.location, look: "media" }),
  contacts: ({ contacts }) => ({
    nodes: contacts.map(card),
    line: contacts.map((one) => one.name?.formatted_name).join(", "),
  }),
  button: ({ text }) => ({ nodes: [words(text)], line: text }),
  interactive: (content, message) => (message.direction === "in" ? answer(content) : question(content)),
  template: ({ rendered }) => templateContent(rendered),
  order: ({ text, product_items: items = [] }) => ({
    nodes: [h("div", { class: "title" }, `${t.order} (${items.length})`), text ? words(text) : null],
    line: t.order,
  }),
  unsupported: () => ({ nodes: [h("div", { class: "words note" }, t.unsupported)], line: t.unsupported }),
};

function media(content, line, node) {
  return {
    nodes: [node, content.caption ? words(content.caption) : null],
    line: content.caption ?? line,
    look: "media",
  };
}

function picture(content) {
  return content.id
    ? h("img", { class: "picture", src: mediaUrl(content.id), alt: content.caption || t.picture })
    : linkChip(content);
}

function video(content) {
  return content.id
    ? h("video", {
        class: "picture",
        src: mediaUrl(content.id),
        controls: true,
        "aria-label": content.caption || t.video,
      })
    : linkChip(content);
}

function fileChip(content) {
  const name = content.filename ?? t.document;
  const kind = /\.(\w{1,4})$/.exec(name)?.[1]?.toUpperCase() ?? "DOC";
  const label = h("span", {}, t.openFile);
  return h(
    "a",
    { class: "file", href: mediaUrl(content.id), target: "_blank", rel: "noopener" },
    h("span", { class: "kind", "aria-hidden": "true" }, kind),
    h("span", {}, h("b", {}, name), label),
  );
}

function linkChip(content) {
  return h(
    "a",
    { class: "file", href: content.link, target: "_blank", rel: "noopener noreferrer" },
    icon("open"),
    h("span", {}, h("b", {}, t.byLink), h("span", {}, content.link)),
  );
}

function place(content) {
  const map = svg("map", "0 0 250 116", []);
  map.setAttribute("preserveAspectRatio", "xMidYMid slice");
  for (const [d, colour, width] of MAP) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute(width ? "stroke" : "fill", colour);
    path.setAttribute(width ? "fill" : "stroke", "none");
    if (width) path.setAttribute("stroke-width", width);
    map.append(path);
  }
  const where = `${Number(content.latitude).toFixed(4)}, ${Number(content.longitude).toFixed(4)}`;
  return h(
    "div",
    { class: "place" },
    map,
    h("div", { class: "words" }, h("b", {}, content.name ?? t.location)),
    h("div", { class: "words note" }, content.address ?? where),
  );
}

const MAP = [
  ["M0 0h250v116H0z", "#dfe9dc"],
  ["M150 0h100v52l-70 12z", "#bcdcb4"],
  ["M0 84c60-18 90 10 130 2s70-24 120-8v38H0z", "#b6d6ee"],
  ["M-4 40 L254 66 M60 -4 L84 120 M170 -4 L140 120", "#ffffff", 9],
  ["M-4 14 L254 22 M214 -4 L206 120 M20 -4 L26 120", "#f6f3e6", 5],
  ["M125 78s18-20 18-34a18 18 0 0 0-36 0c0 14 18 34 18 34z", "#c4322b"],
  ["M125 51a7 7 0 1 0 0-14 7 7 0 0 0 0 14z", "#ffffff"],
];

function card(contact) {
  const name = contact.name?.formatted_name ?? t.contact;
  return h(
    "div",
    { class: "card" },
    avatar(name),
    h("span", {}, h("b", {}, name), h("span", {}, contact.phones?.[0]?.phone ?? "")),
  );
}

function answer(content) {
  const reply = content.button_reply ?? content.list_reply;
  if (content.call_permission_reply) {
    const line = content.call_permission_reply.response === "accept" ? t.callsAllowed : t.callsRefused;
    return { nodes: [words(line)], line };
  }
  if (!reply) {
    const line = content.nfm_reply ? t.form : t.unsupported;
    return { nodes: [words(line), ...filledIn(content.nfm_reply)], line };
  }
  return {
    nodes: [
      words(reply.title),
      reply.description ? h("div", { class: "words note" }, reply.description) : null,
    ],
    line: reply.title,
  };
}

/** What was filled in; the token is the business's. */
function filledIn(form) {
  try {
    return Object.entries(JSON.parse(form?.response_json ?? "{}"))
      .filter(([name]) => name !== "flow_token")
      .map(([name, value]) => h("div", { class: "words note" }, `${name}: ${value}`));
  } catch {
    return [];
  }
}

/** What a message is about that has no words of its own. */
const nameOf = ({ type, action }) =>
  type === "product" ? `${t.product} ${action.product_retailer_id}` : type;

function question(content) {
  const { header, body, footer } = content;
  const nodes = [];
  if (header?.type === "text") nodes.push(h("div", { class: "words title" }, header.text));
  else if (header?.image) nodes.push(picture(header.image));
  else if (header?.video) nodes.push(video(header.video));
  else if (header?.document) nodes.push(fileChip(header.document));
  nodes.push(words(body?.text ?? nameOf(content)));
  if (footer?.text) nodes.push(h("div", { class: "words note" }, footer.text));
  return {
    nodes,
    line: body?.text ?? nameOf(content),
    look: header && header.type !== "text" ? "media" : "",
  };
}

/** Header and text of a template, or of a card of its carousel. */
export function blockNodes({ header, body }) {
  const nodes = [];
  if (header?.type === "text") nodes.push(h("div", { class: "words title" }, header.text));
  else if (header?.type === "image") nodes.push(picture(header.media));
  else if (header?.type === "video") nodes.push(video(header.media));
  else if (header?.type === "document") nodes.push(fileChip(header.media));
  if (body) nodes.push(words(body));
  return nodes;
}

function templateContent(rendered) {
  const { header, body, footer } = rendered;
  const nodes = blockNodes(rendered);
  if (footer) nodes.push(h("div", { class: "words note" }, footer));
  return { nodes, line: body, look: header && header.type !== "text" ? "media" : "" };
}
