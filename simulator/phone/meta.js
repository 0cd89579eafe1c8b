import { api } from "./api.js";
import { h } from "./dom.js";
import { KNOBS } from "./knob-texts.js";
import { openSheet } from "./sheets.js";
import { store } from "./store.js";
import { lang, t } from "./texts.js";

const count = new Intl.NumberFormat(lang);

/** The sheet of Meta's side: modes, every knob, codes sent to numbers, and what was charged. `failed(error)` shows a problem. */
export function openMeta(failed) {
  const box = h("div", { class: "meta" }, h("p", { class: "hint" }, t.loading));
  openSheet(t.meta, () => box);
  const load = () =>
    Promise.all([api.knobs(), api.knobKinds(), api.charges()]).then(([values, kinds, charges]) => {
      box.replaceChildren(
        modes((mode) => void api.setKnobs({ mode }).then(load, failed)),
        codes(),
        chargeList(charges.totals),
        h("h3", {}, t.knobs),
        ...Object.entries(kinds).map(([name, kind]) =>
          knob(
            name,
            kind,
            values[name],
            (value) =>
              void api.setKnobs({ [name]: value }).then(load, (error) => {
                failed(error);
                void load();
              }),
          ),
        ),
      );
    }, failed);
  void load();
}

function modes(choose) {
  return h(
    "div",
    { class: "links", role: "group", "aria-label": t.modes },
    h(
      "button",
      { type: "button", "data-first": true, title: t.faithfulHint, onclick: () => choose("faithful") },
      t.faithful,
    ),
    h("button", { type: "button", title: t.strictHint, onclick: () => choose("strict") }, t.strict),
  );
}

/** Codes of numbers that are being verified: the SMS nobody else can read. */
function codes() {
  const waiting = store.numbers.filter((number) => number.verificationCode !== null);
  return h(
    "div",
    {},
    waiting.map((number) =>
      h("p", { class: "code" }, `SMS ${number.verifiedName}: `, h("b", {}, number.verificationCode)),
    ),
  );
}

function chargeList(totals) {
  if (totals.length === 0) return h("p", { class: "hint" }, t.noCharges);
  const rows = totals.flatMap((total) => [
    h("dt", {}, `${total.month} · ${total.category}`),
    h("dd", {}, `${count.format(total.count)} ${total.billable ? t.charged : t.free}`),
  ]);
  return h("div", {}, h("h3", {}, t.charges), h("dl", { class: "facts" }, rows));
}

/** One knob with the field of its kind; its name is what the control API calls it. */
function knob(name, kind, value, change) {
  const words = KNOBS[lang][name];
  const label = h("span", { class: "lines" }, words ?? name, h("small", {}, name));
  if (kind.kind === "flag")
    return h(
      "label",
      { class: "option" },
      h("input", { type: "checkbox", checked: value, onchange: (event) => change(event.target.checked) }),
      label,
    );
  if (kind.kind === "choice") {
    const options = kind.choices.map((choice) =>
      h("option", { value: choice, selected: choice === value }, choice),
    );
    return h(
      "label",
      { class: "option" },
      label,
      h("select", { onchange: (event) => change(event.target.value) }, options),
    );
  }
  const number = (at, shown) =>
    h("input", {
      type: "number",
      class: "small",
      "aria-label": at === null ? null : `${words ?? name} ${at + 1}`,
      min: "0",
      max: kind.kind === "chance" ? "1" : null,
      step: kind.kind === "chance" ? "0.05" : "1",
      value: String(shown),
      onchange: (event) => {
        const typed = Number(event.target.value);
        change(at === null ? typed : value.map((one, index) => (index === at ? typed : one)));
      },
    });
  if (kind.kind === "range")
    return h(
      "div",
      { class: "option", role: "group", "aria-label": words ?? name },
      label,
      value.map((one, at) => number(at, one)),
    );
  return h("label", { class: "option" }, label, number(null, value));
}
