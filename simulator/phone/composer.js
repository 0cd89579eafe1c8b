import { api } from "./api.js";
import { lineOf } from "./content.js";
import { h, icon } from "./dom.js";
import { sampleLocation } from "./message-row.js";
import { openMore } from "./more.js";
import { openSheet } from "./sheets.js";
import { store } from "./store.js";
import { t } from "./texts.js";

const TALLEST_PX = 120;

/** The box the customer writes in: text, quoted reply, attachments. `failed(error)` shows a problem. */
export function composer({ failed }) {
  const box = h("textarea", {
    rows: "1",
    "aria-label": t.write,
    placeholder: t.write,
    maxlength: "4096",
    enterkeyhint: "send",
  });
  const main = h("button", { type: "button", class: "round send" });
  const quote = quoteBar(box);
  const sender = senderOf(quote, failed);
  const label = { type: "button", class: "round", "aria-label": t.attach, "aria-haspopup": "dialog" };
  const attach = h("button", { ...label, onclick: () => openAttach(sender) }, icon("clip"));
  const fit = () => fitBox(box, main);
  const sendText = () => {
    const text = box.value.trim();
    if (text === "") return;
    sender.send({ type: "text", text });
    box.value = "";
    store.drafts.delete(draftKey());
    fit();
    box.focus();
  };
  main.addEventListener("click", () =>
    box.value.trim() === "" ? sender.send({ type: "audio" }) : sendText(),
  );
  box.addEventListener("input", () => {
    store.drafts.set(draftKey(), box.value);
    fit();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && store.quote) quote.set(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendText();
  });
  return {
    element: h("div", {}, quote.element, h("div", { class: "composer" }, attach, box, main)),
    answer: quote.set,

    /** Shows the draft of the chat; the very first time "Oi" is already typed. */
    open() {
      quote.set(null);
      box.value = store.drafts.get(draftKey()) ?? (store.messages().length === 0 ? t.firstWord : "");
      fit();
      focusAtEnd(box);
    },
  };
}

const draftKey = () => `${store.userId}|${store.number}`;

/** Inside a frame the page around keeps the focus, unless ?focus is given. */
function focusAtEnd(box) {
  if (window.top !== window && !new URLSearchParams(location.search).has("focus")) return;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function fitBox(box, main) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, TALLEST_PX)}px`;
  const empty = box.value.trim() === "";
  main.setAttribute("aria-label", empty ? t.sendVoice : t.send);
  main.replaceChildren(icon(empty ? "mic" : "send"));
}

/** Sends as the person in use, quoting what is being answered. */
function senderOf(quote, failed) {
  const send = (message) => {
    const quoted = store.quote ? { quote: store.quote.id } : {};
    api
      .send(store.userId, { phoneNumberId: store.number, ...quoted, ...message })
      .then(() => quote.set(null), failed);
  };
  const upload = (file, type) => {
    api
      .upload(file)
      .then(({ mediaId }) => send({ type, media: { mediaId, fileName: file.name } }))
      .catch(failed);
  };
  return { send, upload, failed };
}

/** The line above the box that shows what is being answered. */
function quoteBar(box) {
  const element = h("div", { class: "answering", hidden: true });
  const set = (message) => {
    store.quote = message;
    element.hidden = message === null;
    element.replaceChildren();
    if (!message) return;
    const who = message.direction === "in" ? t.you : (store.business()?.verifiedName ?? "");
    const cancel = { type: "button", class: "round", "aria-label": t.cancelReply, onclick: () => set(null) };
    element.append(
      h(
        "div",
        { class: "quote" },
        h("b", {}, `${t.replyingTo} ${who}`),
        h("span", { class: "quoted" }, lineOf(message)),
      ),
      h("button", cancel, icon("close")),
    );
    box.focus();
  };
  return { element, set };
}

function openAttach({ send, upload, failed }) {
  openSheet(t.attachTitle, (close) => {
    const choice = (name, label, colour, run) =>
      h(
        "button",
        {
          type: "button",
          onclick: () => {
            close();
            run();
          },
        },
        h("span", { class: `disc b${colour}` }, icon(name)),
        label,
      );
    const card = {
      name: { formatted_name: t.contactName, first_name: "Rui", last_name: "Melo" },
      phones: [{ phone: "+55 21 99999-0000", wa_id: "5521999990000", type: "CELL" }],
    };
    return h(
      "div",
      { class: "attach" },
      choice("image", t.photoReady, 1, () => send({ type: "image" })),
      choice("image", t.photoPick, 1, () =>
        pickFile("image/jpeg,image/png", (file) => upload(file, "image")),
      ),
      choice("mic", t.voice, 3, () => send({ type: "audio" })),
      choice("pin", t.location, 5, () => send(sampleLocation())),
      choice("person", t.contact, 4, () => send({ type: "contacts", contacts: [card] })),
      choice("file", t.document, 2, () => send({ type: "document" })),
      choice("file", t.filePick, 2, () => pickFile("", (file) => upload(file, kindOf(file)))),
      choice("smile", t.sticker, 0, () => send({ type: "sticker" })),
      choice("plus", t.more, 0, () => openMore({ send, failed })),
    );
  });
}

function kindOf(file) {
  if (/^image\/(jpeg|png)$/.test(file.type)) return "image";
  if (file.type.startsWith("video/")) return "video";
  return file.type.startsWith("audio/") ? "audio" : "document";
}

function pickFile(accept, use) {
  const input = h("input", { type: "file", accept });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) use(file);
  });
  input.click();
}
