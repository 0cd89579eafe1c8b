import { api } from "./api.js";
import { h } from "./dom.js";
import { openSheet } from "./sheets.js";
import { store } from "./store.js";
import { t } from "./texts.js";

const WEEK_SECONDS = 7 * 86_400;
/** What a product costs here: the simulator has no catalogue. */
const PRICE = 19.9;
const CATALOG = "100200300400";

const field = (label, input) => h("label", { class: "field" }, label, input);

/** A form of Meta's: the values its first screen begins with, and a word of one's own. */
export function openFlow({ content }, send) {
  const { parameters } = content.action;
  const data = Object.entries(parameters.flow_action_payload?.data ?? {});
  openSheet(parameters.flow_cta, (close) => {
    const own = h("input", { name: t.flowAnswer, required: true, "data-first": true, autocomplete: "off" });
    const form = h(
      "form",
      {},
      data.map(([name, value]) =>
        field(name, h("input", { name, value: String(value), autocomplete: "off" })),
      ),
      field(t.flowAnswer, own),
      h("button", { type: "submit", class: "main-button" }, t.send),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close();
      const answers = { flow_token: parameters.flow_token, ...Object.fromEntries(new FormData(form)) };
      const reply = { name: "flow", body: "Sent", response_json: JSON.stringify(answers) };
      send({ type: "interactive", interactive: { type: "nfm_reply", nfm_reply: reply } });
    });
    return form;
  });
}

/** May the business call? For a week, always, or not at all. */
export function openPermission(send) {
  openSheet(t.mayCall, (close) => {
    const row = (label, more) =>
      h(
        "button",
        {
          type: "button",
          class: "row-button",
          onclick: () => {
            close();
            const reply = { response_source: "user_action", ...more };
            const type = "call_permission_reply";
            send({ type: "interactive", interactive: { type, [type]: reply } });
          },
        },
        label,
      );
    const week = Math.floor(store.now() / 1000) + WEEK_SECONDS;
    return [
      row(t.allowWeek, { response: "accept", is_permanent: false, expiration_timestamp: week }),
      row(t.allowAlways, { response: "accept", is_permanent: true }),
      row(t.allowNot, { response: "reject" }),
    ];
  });
}

function productsOf({ type, action }) {
  if (type === "product") return [action.product_retailer_id];
  if (type === "product_list")
    return action.sections.flatMap((section) => section.product_items.map((one) => one.product_retailer_id));
  return [action.parameters?.thumbnail_product_retailer_id ?? "SKU-1"];
}

/** The products of a message, to be ordered. */
export function openOrder({ content }, send) {
  openSheet(t.order, (close) => {
    const only = productsOf(content).length === 1;
    const rows = productsOf(content).map((name) =>
      field(name, h("input", { name, type: "number", min: "0", max: "99", value: only ? "1" : "0" })),
    );
    const form = h("form", {}, rows, h("button", { type: "submit", class: "main-button" }, t.sendOrder));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const items = [...new FormData(form)].flatMap(([name, count]) =>
        Number(count) > 0
          ? [{ product_retailer_id: name, quantity: Number(count), item_price: PRICE, currency: "BRL" }]
          : [],
      );
      if (items.length === 0) return;
      close();
      send({
        type: "order",
        order: { catalog_id: content.action.catalog_id ?? CATALOG, product_items: items },
      });
    });
    return form;
  });
}

/** Calls the business, which takes no calls. */
export const callBusiness = () => api.call(store.userId, { phoneNumberId: store.number });
