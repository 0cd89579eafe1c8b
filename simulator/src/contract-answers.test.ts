import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { ANSWERS, ERROR } from "./testing/answer-shapes.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk, GraphAnswer } from "./testing/desk.ts";
import { WEBHOOKS } from "./testing/webhook-shapes.ts";

const {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  appId: APP,
  appSecret: SECRET,
  accessToken: TOKEN,
} = DEFAULT_NUMBER;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ knobs: { templateReviewMs: 0, pairLimit: false } });
});
afterEach(() => desk.stop());

/** The answer is good, of the shape, and has no null anywhere. */
async function fits(name: keyof typeof ANSWERS, call: Promise<GraphAnswer>): Promise<GraphAnswer["body"]> {
  const { status, body } = await call;
  expect(status, `${name}: ${JSON.stringify(body)}`).toBe(200);
  expect(ANSWERS[name](body, name)).toEqual([]);
  expect(JSON.stringify(body)).not.toContain("null");
  return body;
}
const template = (name: string): Record<string, unknown> => ({
  type: "template",
  template: {
    name,
    language: { code: "pt_BR" },
    components: [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }],
  },
});

describe("answers in the shapes of the wire facts", () => {
  it("of messages, files and people", async () => {
    const text = { type: "text", text: { body: "Oi" } };
    await fits("sentToPhone", desk.send(text));
    await fits("sentToPhone", desk.send(template("promo_volta")));
    const byUser = { messaging_product: "whatsapp", recipient: desk.sim.bsuidOf("lia"), ...text };
    const sent = await fits("sentToUser", desk.graph("POST", `/${NUMBER}/messages`, byUser));
    const inbound = desk.sim.messages("lia")[0]?.id;
    const read = { messaging_product: "whatsapp", status: "read", message_id: inbound };
    await fits("success", desk.graph("POST", `/${NUMBER}/messages`, read));
    await desk.sim.drainStatuses();
    const wamid = encodeURIComponent(sent.messages?.[0]?.id ?? "");
    await fits("history", desk.graph("GET", `/${NUMBER}/message_history?message_id=${wamid}`));
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("file", new Blob([Buffer.from("x")], { type: "image/png" }), "a.png");
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const uploaded = await fetch(`${desk.sim.url}/v25.0/${NUMBER}/media`, {
      method: "POST",
      headers,
      body: form,
    });
    const file = (await uploaded.json()) as { id: string };
    expect(ANSWERS.uploaded(file, "uploaded")).toEqual([]);
    await fits("media", desk.graph("GET", `/${file.id}`));
    await fits("success", desk.graph("DELETE", `/${file.id}`));
    const block = { messaging_product: "whatsapp", block_users: [{ user: "+5511987654321" }] };
    await fits("blocked", desk.graph("POST", `/${NUMBER}/block_users`, block));
    await fits("blockList", desk.graph("GET", `/${NUMBER}/block_users`));
    await fits("blocked", desk.graph("DELETE", `/${NUMBER}/block_users`, block));
  });

  it("of numbers and accounts, with every field that can be asked for", async () => {
    const fields =
      "id,display_phone_number,verified_name,quality_rating,status,name_status,code_verification_status,platform_type,throughput,account_mode,is_official_business_account,is_pin_enabled,is_on_biz_app,webhook_configuration,health_status,whatsapp_business_manager_messaging_limit";
    const node = await fits("number", desk.graph("GET", `/${NUMBER}?fields=${fields}`));
    expect(Object.keys(node).toSorted()).toEqual(fields.split(",").toSorted());
    await fits("number", desk.graph("GET", `/${NUMBER}`));
    desk.sim.addNumber({ phoneNumberId: NUMBER, paymentMethod: false, banned: true });
    await fits("number", desk.graph("GET", `/${NUMBER}?fields=${fields}`));
    desk.sim.addNumber({ phoneNumberId: NUMBER, paymentMethod: true, banned: false, onBizApp: true });
    await fits("numbers", desk.graph("GET", `/${WABA}/phone_numbers?fields=${fields}`));
    const account =
      "id,name,currency,timezone_id,message_template_namespace,account_review_status,business_verification_status,country,ownership_type,health_status";
    expect(
      Object.keys(await fits("account", desk.graph("GET", `/${WABA}?fields=${account}`))).toSorted(),
    ).toEqual(account.split(",").toSorted());
    const sync = { messaging_product: "whatsapp", sync_type: "history" };
    await fits("appData", desk.graph("POST", `/${NUMBER}/smb_app_data`, sync));
    const profile = `/${NUMBER}/whatsapp_business_profile`;
    const about = { messaging_product: "whatsapp", about: "Aberta", websites: ["https://loja.example"] };
    await fits("success", desk.graph("POST", profile, about));
    await fits("profile", desk.graph("GET", `${profile}?fields=about,websites,vertical`));
  });

  it("of registration", async () => {
    const added = { cc: "55", phone_number: "4133330000", verified_name: "Loja Azul" };
    const { id } = await fits("added", desk.graph("POST", `/${WABA}/phone_numbers`, added));
    const code = { code_method: "SMS", language: "pt_BR" };
    await fits("success", desk.graph("POST", `/${String(id)}/request_code`, code));
    await fits("verified", desk.graph("POST", `/${String(id)}/verify_code`, { code: "123456" }));
    const register = { messaging_product: "whatsapp", pin: "123456" };
    await fits("success", desk.graph("POST", `/${String(id)}/register`, register));
    await fits("success", desk.graph("POST", `/${String(id)}`, { pin: "654321" }));
    await fits("success", desk.graph("POST", `/${String(id)}/deregister`));
  });

  it("of the app: subscriptions, tokens and uploads", async () => {
    const app = `${APP}|${SECRET}`;
    const url = desk.receiver.url;
    const override = { override_callback_uri: url, verify_token: DEFAULT_NUMBER.verifyToken };
    await fits("success", desk.graph("POST", `/${WABA}/subscribed_apps`, override));
    await fits("apps", desk.graph("GET", `/${WABA}/subscribed_apps`));
    await fits("success", desk.graph("DELETE", `/${WABA}/subscribed_apps`));
    await fits("success", desk.graph("POST", `/${WABA}/subscribed_apps`));
    const wish = {
      object: "whatsapp_business_account",
      callback_url: url,
      verify_token: DEFAULT_NUMBER.verifyToken,
      fields: "messages",
    };
    await fits("success", desk.graph("POST", `/${APP}/subscriptions`, wish, app));
    await fits("subscriptions", desk.graph("GET", `/${APP}/subscriptions`, undefined, app));
    await fits("token", desk.graph("GET", `/debug_token?input_token=${TOKEN}`, undefined, app));
    const code = desk.sim.world.giveCode(NUMBER);
    const exchange = `/oauth/access_token?client_id=${APP}&client_secret=${SECRET}&code=${code}`;
    await fits("exchanged", desk.graph("GET", exchange, undefined, null));
    const session = await fits(
      "uploadSession",
      desk.graph("POST", `/${APP}/uploads?file_name=a.png&file_length=3&file_type=image/png`),
    );
    const put = await fetch(`${desk.sim.url}/v25.0/${String(session["id"])}`, {
      method: "POST",
      headers: { Authorization: `OAuth ${TOKEN}`, file_offset: "0" },
      body: Buffer.from("abc"),
    });
    expect(ANSWERS.uploadEnd(await put.json(), "uploadEnd")).toEqual([]);
  });

  it("of templates", async () => {
    const components = [{ type: "BODY", text: "Seu pedido saiu hoje para a entrega." }];
    const draft = { name: "saiu", language: "pt_BR", category: "UTILITY", components };
    const { id } = await fits("created", desk.graph("POST", `/${WABA}/message_templates`, draft));
    const fields = "name,language,status,category,parameter_format,components,rejected_reason,quality_score";
    await fits("templates", desk.graph("GET", `/${WABA}/message_templates?fields=${fields}&limit=2`));
    await fits("templates", desk.graph("GET", `/${WABA}/message_templates`));
    await fits("template", desk.graph("GET", `/${String(id)}?fields=${fields}`));
    const found = desk.sim.world.templates.get(WABA)?.find((one) => one.id === id);
    if (found) found.status = "REJECTED";
    await fits("edited", desk.graph("POST", `/${String(id)}`, { components }));
    await fits("success", desk.graph("DELETE", `/${WABA}/message_templates?hsm_id=${String(id)}&name=saiu`));
  });
});

describe("errors in Meta's envelope", () => {
  it.each([
    ["GET", "/nothing/here", undefined, TOKEN],
    ["GET", "/12345678901", undefined, TOKEN],
    ["GET", `/${NUMBER}`, undefined, null],
    ["POST", `/${NUMBER}/messages`, { messaging_product: "whatsapp" }, TOKEN],
    [
      "POST",
      `/${NUMBER}/messages`,
      { messaging_product: "whatsapp", to: "5511987654321", type: "hologram" },
      TOKEN,
    ],
    ["POST", `/${NUMBER}/messages`, {}, "wrong"],
    ["POST", `/${NUMBER}/register`, { messaging_product: "whatsapp", pin: "1" }, TOKEN],
    ["POST", `/${WABA}/message_templates`, { name: "Errado!" }, TOKEN],
    ["POST", `/${WABA}/subscribed_apps`, { override_callback_uri: "http://127.0.0.1:9/x" }, TOKEN],
    ["GET", "/debug_token?input_token=x", undefined, `${APP}|wrong`],
    ["GET", "/oauth/access_token?client_id=1", undefined, null],
  ])("%s %s", async (method, path, body, token) => {
    const { status, body: answer } = await desk.graph(method, path, body, token);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(ERROR(answer, "error")).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain("null");
  });
});

describe("webhooks in the shapes of the wire facts", () => {
  it.each([
    ["alone", 1],
    ["batched", 5],
  ] as const)("of everything people write and of every status, %s", async (how, batch) => {
    const { sim } = desk;
    sim.setKnobs({ batch });
    const first = sim.sendAsUser("lia", { type: "text", text: "ção 😀", forwarded: "once" });
    for (const type of ["image", "video", "audio", "document", "sticker"])
      sim.sendAsUser("lia", { type, media: {} });
    sim.sendAsUser("lia", { type: "location", location: { latitude: 1, longitude: 2 } });
    sim.sendAsUser("lia", { type: "contacts", contacts: [{ name: { formatted_name: "Rui" } }] });
    sim.sendAsUser("lia", { type: "reaction", reaction: { message_id: first.id, emoji: "👍" } });
    sim.sendAsUser("lia", { type: "unsupported", unsupported: { type: "poll_creation" } });
    sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: first.id } });
    sim.sendAsUser("lia", {
      type: "text",
      text: "Oi",
      quote: first.id,
      referral: { source_type: "ad", source_id: "1" },
    });
    const buttons = {
      type: "button",
      body: { text: "?" },
      action: { buttons: [{ type: "reply", reply: { id: "s", title: "Sim" } }] },
    };
    const asked = await desk.send({ type: "interactive", interactive: buttons });
    await desk.send(template("promo_volta"));
    await desk.send({ type: "reaction", reaction: { message_id: first.id, emoji: "✅" } });
    await desk.send({
      type: "text",
      text: { body: "a" },
      to: "+5500000000000",
      biz_opaque_callback_data: "m:1",
    });
    await sim.drainStatuses();
    sim.tap("lia", asked.body.messages?.[0]?.id ?? "", "Sim");
    sim.openChat("lia");
    sim.addUser({ id: "lia", username: "lia.prado", visibility: "hidden" });
    sim.sendAsUser("lia", { type: "text", text: "escondida" });
    sim.changeNumber("lia", "5521988887777");
    await sim.drainStatuses();
    const bodies = desk.receiver.received.map(({ json }) => json);
    expect(bodies.length).toBeGreaterThan(3);
    for (const body of bodies) {
      expect(WEBHOOKS[how](body, "webhook")).toEqual([]);
      expect(JSON.stringify(body)).not.toContain("null");
    }
    const kinds = new Set(desk.receiver.messages().map((message) => message["type"]));
    expect([...kinds].toSorted()).toEqual(
      [
        "audio",
        "contacts",
        "document",
        "image",
        "interactive",
        "location",
        "reaction",
        "revoke",
        "sticker",
        "system",
        "text",
        "unsupported",
        "video",
      ].toSorted(),
    );
    expect(new Set(desk.receiver.statuses().map(({ status }) => status))).toEqual(
      new Set(["sent", "delivered", "read", "failed"]),
    );
  });
});
