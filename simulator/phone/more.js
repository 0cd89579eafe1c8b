import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { inventedPhone, openSheet } from "./sheets.js";
import { store } from "./store.js";
import { t } from "./texts.js";

/** The rarer things people do: kinds of messages that seldom come, groups, calls, another number. `send` sends as the person in use. */
export function openMore({ send, failed }) {
  openSheet(t.more, (close) => {
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
    const part = (title, ...rows) => h("section", { "aria-label": title }, h("h3", {}, title), rows);
    const text = (more) => send({ type: "text", text: t.sampleText, ...more });
    const unsupported = (type) => send({ type: "unsupported", unsupported: { type } });
    const call = (more) =>
      void api.call(store.userId, { phoneNumberId: store.number, ...more }).catch(failed);
    return h(
      "div",
      {},
      part(
        t.moreMessages,
        row("image", t.video, () => send({ type: "video" })),
        row("file", t.order, () => send({ type: "order", order: sampleOrder() })),
        row("list", t.form, () => send({ type: "interactive", interactive: sampleForm() })),
        row("phone", t.callAllowed, () => send({ type: "interactive", interactive: permission() })),
        row("open", t.fromAd, () => text({ referral: sampleAd() })),
        row("forward", t.forwarded, () => text({ forwarded: "once" })),
        row("forward", t.forwardedOften, () => text({ forwarded: "many" })),
        row("list", t.poll, () => unsupported("poll_creation")),
        row("eye", t.viewOnce, () => unsupported("image")),
        row("ban", t.damaged, () => send({ type: "interactive", errors: [DAMAGED] })),
        row("plus", t.welcome, () => send({ type: "request_welcome" })),
      ),
      part(
        t.calls,
        row("phone", t.callMissed, () => call({})),
        row("phone", t.callTaken, () => call({ seconds: 60 })),
        row("phone", t.callRefused, () => call({ rejected: true })),
      ),
      part(
        t.group,
        row("person", t.groupWrite, () => void writeInGroup(send).catch(failed)),
      ),
      part(
        t.customer,
        row("person", t.newNumber, () => void api.changeNumber(store.userId, inventedPhone()).catch(failed)),
        row("person", t.newUsername, () => void api.change(store.userId, newUsername()).catch(failed)),
      ),
    );
  });
}

/** In the first group the person and the number are in; one is made when there is none. */
async function writeInGroup(send) {
  const known = await api.groups();
  const mine = known.find(
    (one) => one.phoneNumberId === store.number && one.participants.includes(store.userId),
  );
  const wanted = { phoneNumberId: store.number, subject: t.groupName, participants: [store.userId] };
  const { id } = mine ?? (await api.createGroup(wanted));
  send({ type: "text", text: t.groupText, groupId: id });
}

const sampleOrder = () => ({
  catalog_id: "612000000000001",
  text: t.orderText,
  product_items: [{ product_retailer_id: "SKU-9", quantity: 2, item_price: 19.9, currency: "BRL" }],
});
const sampleForm = () => ({
  type: "nfm_reply",
  nfm_reply: { name: "flow", body: "Sent", response_json: '{"flow_token":"unused","cpf":"00000000000"}' },
});
const permission = () => ({
  type: "call_permission_reply",
  call_permission_reply: {
    response: "accept",
    is_permanent: false,
    expiration_timestamp: Math.floor(store.now() / 1000) + 7 * 86_400,
    response_source: "user_action",
  },
});
const sampleAd = () => ({
  source_url: "https://fb.me/abc123",
  source_id: "120200000000000000",
  source_type: "ad",
  headline: t.adHeadline,
  body: t.adText,
  media_type: "image",
  image_url: "https://example.com/ad.jpg",
  ctwa_clid: "ARAkSimulated",
});
/** As interactive messages come that Meta could not read. */
const DAMAGED = {
  code: 131_000,
  title: "Something went wrong",
  message: "Something went wrong",
  error_data: { details: "unsupported webhook payload" },
};
const newUsername = () => ({ username: `cliente.${Math.floor(Math.random() * 100_000)}` });
