import { h, icon } from "./dom.js";
import { t } from "./texts.js";

/**
 * Opens a modal sheet from the bottom (native dialog: focus stays inside, Esc closes, focus returns).
 * `build(close)` gives the content; `closed` is called at the end.
 */
export function openSheet(title, build, closed = () => {}) {
  const id = `sheet-${Math.random().toString(36).slice(2)}`;
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": id, role: "dialog", "aria-modal": "true" });
  const close = () => dialog.close();
  dialog.append(
    h(
      "header",
      {},
      h("h2", { id }, title),
      h("button", { type: "button", class: "round", "aria-label": t.close, onclick: close }, icon("close")),
    ),
    h("div", { class: "content" }, build(close)),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector("[data-first]") ?? dialog.querySelector(".content button, .content input"))?.focus();
  return dialog;
}

/** The sheet of a list message: choose a row, then send. */
export function openList(message, choose) {
  const { action, header } = message.content;
  openSheet(header?.text ?? action.button, (close) => {
    const send = h("button", { type: "submit", class: "main-button", disabled: true }, t.sendChoice);
    const form = h(
      "form",
      { "aria-label": t.choose },
      action.sections.map((section) => rowsOf(section, send)),
      send,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = new FormData(form).get("row");
      if (typeof chosen !== "string") return;
      close();
      choose(chosen);
    });
    return form;
  });
}

function rowsOf(section, send) {
  const rows = section.rows.map((row) =>
    h(
      "label",
      { class: "option" },
      h("input", {
        type: "radio",
        name: "row",
        value: row.id,
        onchange: () => send.removeAttribute("disabled"),
      }),
      h("span", { class: "lines" }, row.title, row.description ? h("small", {}, row.description) : null),
    ),
  );
  return h("fieldset", {}, h("legend", {}, section.title ?? t.options), rows);
}

const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** What can be done with one message. */
export function openActions(message, line, act) {
  openSheet(t.actions, (close) => {
    const pick = (emoji) => () => {
      close();
      act.react(message.reactions.user === emoji ? null : emoji);
    };
    const emoji = EMOJI.map((one) => {
      const chosen = message.reactions.user === one;
      return h(
        "button",
        {
          type: "button",
          "aria-label": `${chosen ? t.unreact : t.react} ${one}`,
          "aria-pressed": String(chosen),
          onclick: pick(one),
        },
        one,
      );
    });
    const row = (name, label, run) =>
      h(
        "button",
        {
          type: "button",
          class: "row-button",
          onclick: () => {
            close();
            run();
          },
        },
        icon(name),
        label,
      );
    return [
      h("div", { class: "emoji" }, emoji),
      row("reply", t.reply, act.reply),
      act.edit ? row("copy", t.edit, act.edit) : null,
      act.remove ? row("close", t.remove, act.remove) : null,
      line ? row("copy", t.copy, () => void navigator.clipboard?.writeText(line)) : null,
    ].filter(Boolean);
  });
}

/** Asks for the text of a message anew. */
export function openEdit(text, change) {
  openSheet(t.edit, (close) => {
    const box = h("textarea", {
      rows: "3",
      required: true,
      maxlength: "4096",
      "aria-label": t.edit,
      "data-first": true,
    });
    box.value = text;
    const form = h(
      "form",
      {},
      h("label", { class: "field" }, box),
      h("button", { type: "submit", class: "main-button" }, t.send),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (box.value.trim() === "") return;
      close();
      change(box.value.trim());
    });
    return form;
  });
}

/** Asks for a new customer; `create` gives a promise that fails with words to show. */
export function openNewCustomer(create) {
  openSheet(t.newCustomer, (close) => {
    const name = h("input", {
      name: "name",
      required: true,
      maxlength: "60",
      autocomplete: "off",
      "data-first": true,
    });
    const phone = h("input", {
      name: "phone",
      required: true,
      inputmode: "tel",
      autocomplete: "off",
      value: inventedPhone(),
    });
    const username = h("input", {
      name: "username",
      autocomplete: "off",
      autocapitalize: "none",
      maxlength: "35",
    });
    const hidden = h("input", { type: "checkbox", name: "hidden" });
    const problem = h("p", { class: "problem", role: "alert" });
    const form = h(
      "form",
      {},
      h("label", { class: "field" }, t.name, name),
      h("label", { class: "field" }, t.phone, phone),
      h("label", { class: "field" }, t.username, username),
      h("label", { class: "check" }, hidden, t.hidden),
      problem,
      h("button", { type: "submit", class: "main-button" }, t.create),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const input = {
        name: name.value.trim(),
        phone: phone.value,
        visibility: hidden.checked ? "hidden" : "auto",
      };
      if (username.value.trim() !== "") input.username = username.value.trim();
      try {
        await create(input);
        close();
      } catch (error) {
        problem.textContent = error.message;
      }
    });
    return form;
  });
}

/** A mobile in São Paulo nobody has been given. */
export function inventedPhone() {
  const digits = () => String(Math.floor(Math.random() * 10_000)).padStart(4, "0");
  return `+55 11 9${digits()}-${digits()}`;
}
