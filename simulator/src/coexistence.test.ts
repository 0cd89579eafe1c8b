import { parseDelivery } from "@balcao/whatsapp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({}, false);
});
afterEach(() => desk.stop());

const { phoneNumberId: NUMBER } = DEFAULT_NUMBER;
const DAY = 24 * 3_600_000;

const control = (path: string, body: unknown, method = "POST"): Promise<Response> =>
  fetch(`${desk.sim.url}/__sim${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const changes = () =>
  desk.receiver.received.flatMap(({ json }) => json.entry.flatMap((entry) => entry.changes));
const ask = (sync_type: string) =>
  desk.graph("POST", `/${NUMBER}/smb_app_data`, { messaging_product: "whatsapp", sync_type });

describe("a number that is in the WhatsApp Business app, too", () => {
  beforeEach(async () => {
    await control(`/numbers/${NUMBER}`, { onBizApp: true }, "PATCH");
  });

  it("echoes what is typed in the app, free of charge, and opens no window", async () => {
    expect((await desk.graph("GET", `/${NUMBER}?fields=is_on_biz_app`)).body).toMatchObject({
      is_on_biz_app: true,
    });
    const typed = (await (
      await control(`/numbers/${NUMBER}/app-messages`, { userId: "lia", type: "text", text: "Já respondi" })
    ).json()) as { id: string };
    await desk.sim.drainStatuses();
    expect(changes()).toEqual([
      {
        field: "smb_message_echoes",
        value: {
          messaging_product: "whatsapp",
          metadata: { display_phone_number: "5511900000001", phone_number_id: NUMBER },
          contacts: [
            { profile: { name: "Lia Prado" }, wa_id: "5511987654321", user_id: desk.sim.bsuidOf("lia") },
          ],
          message_echoes: [
            {
              from: "5511900000001",
              to: "5511987654321",
              to_user_id: desk.sim.bsuidOf("lia"),
              id: typed.id,
              timestamp: expect.stringMatching(/^\d{10}$/),
              type: "text",
              text: { body: "Já respondi" },
            },
          ],
        },
      },
    ]);
    expect(parseDelivery(desk.receiver.received[0]?.bytes ?? Buffer.alloc(0)).ok).toBe(true);
    expect(desk.sim.world.thread(NUMBER, "lia").lastUserMessageAt).toBeNull();
    expect(desk.sim.world.charges.rows.total).toBe(0);
  });

  it("gives contacts and history once each, in chunks, files apart", async () => {
    const at = desk.sim.now();
    await control(`/numbers/${NUMBER}/past`, {
      messages: [
        { userId: "lia", from: "user", type: "text", text: "Tem vaga?", at: at - 100 * DAY },
        { userId: "lia", from: "business", type: "text", text: "Tem, sim", at: at - 100 * DAY + 60_000 },
        { userId: "lia", from: "user", type: "image", at: at - 2 * DAY },
        { userId: "lia", from: "user", type: "text", text: "Hoje?", at: at - 3_600_000 },
      ],
    });
    expect((await ask("smb_app_state_sync")).body).toEqual({
      messaging_product: "whatsapp",
      request_id: expect.any(String),
    });
    await ask("history");
    await desk.sim.drain();
    const told = changes().toSorted((one, other) => one.field.localeCompare(other.field));
    const state = told.find((one) => one.field === "smb_app_state_sync")?.value.state_sync;
    expect(state).toMatchObject([
      { type: "contact", action: "add", contact: { full_name: "Lia Prado", phone_number: "5511987654321" } },
    ]);
    const history = told.filter((one) => one.field === "history").map((one) => one.value);
    const chunks = history.flatMap((value) => (value.history ?? []) as Record<string, unknown>[]);
    expect(chunks.map((chunk) => chunk.metadata).toSorted()).toHaveLength(3);
    const messages = chunks.flatMap((chunk) =>
      (chunk.threads as { messages: Record<string, unknown>[] }[]).flatMap((thread) => thread.messages),
    );
    expect(messages).toHaveLength(4);
    expect(messages).toContainEqual(
      expect.objectContaining({
        from: "5511900000001",
        to: "5511987654321",
        history_context: { status: "READ" },
      }),
    );
    expect(messages.filter((message) => message.type === "media_placeholder")).toHaveLength(1);
    expect(history.flatMap((value) => value.messages ?? [])).toMatchObject([
      { type: "image", image: { id: expect.any(String) } },
    ]);
    expect((await ask("history")).body.error).toMatchObject({ code: 100, error_subcode: 2593107 });
  });

  it("refuses late and unknown requests, and tells when the history is not shared", async () => {
    expect((await ask("everything")).body.error?.code).toBe(100);
    await control(`/numbers/${NUMBER}`, { sharesHistory: false }, "PATCH");
    await ask("history");
    await desk.sim.drain();
    expect(changes()).toMatchObject([
      { field: "history", value: { history: [{ errors: [{ code: 2593109 }] }] } },
    ]);
    desk.sim.advance(DAY);
    expect((await ask("smb_app_state_sync")).body.error).toMatchObject({ error_subcode: 2593108 });
    await control(`/numbers/${NUMBER}`, { onBizApp: false }, "PATCH");
    expect((await ask("smb_app_state_sync")).body.error?.code).toBe(100);
  });

  it("carries twenty messages a second", async () => {
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    desk.sim.setKnobs({ pairLimit: false });
    const codes: (number | undefined)[] = [];
    for (let sent = 0; sent < 21; sent++)
      codes.push((await desk.send({ type: "text", text: { body: "a" } })).body.error?.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(19);
    expect(codes.at(-1)).toBe(130429);
  });
});

describe("what only numbers in the app are told", () => {
  it("comes as unsupported, or not at all, in the faithful and strict modes", async () => {
    desk.sim.setKnobs({ mode: "faithful" });
    const message = desk.sim.sendAsUser("lia", { type: "text", text: "dia 20" });
    desk.sim.sendAsUser("lia", {
      type: "edit",
      edit: { original_message_id: message.id, message: { type: "text", text: { body: "dia 22" } } },
    });
    desk.sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: message.id } });
    await desk.sim.drain();
    expect(desk.receiver.messages()).toMatchObject([
      { type: "text" },
      { type: "unsupported", unsupported: { type: "edit" }, errors: [{ code: 131051 }] },
    ]);
    expect(desk.receiver.messages()[1]).not.toHaveProperty("edit");
    await control(`/numbers/${NUMBER}`, { onBizApp: true }, "PATCH");
    desk.sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: message.id } });
    await desk.sim.drain();
    expect(desk.receiver.messages().at(-1)).toMatchObject({ type: "revoke" });
  });

  it("loses the first message after onboarding with the knob", async () => {
    desk.sim.setKnobs({ unsupportedFirst: 1 });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    desk.sim.sendAsUser("lia", { type: "text", text: "Tem alguém?" });
    await desk.sim.drain();
    const [first, second] = desk.receiver.messages();
    expect(first).toMatchObject({ type: "unsupported", errors: [{ code: 131060 }] });
    expect(first).not.toHaveProperty("text");
    expect(second).toMatchObject({ type: "text", text: { body: "Tem alguém?" } });
    expect(desk.sim.messages("lia")[0]?.content).toEqual({ body: "Oi" });
  });
});

describe("what a person wants of marketing", () => {
  it("is told to every number with a chat, and holds", async () => {
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await control("/users/lia", { marketingOptOut: true }, "PATCH");
    await control("/users/lia", { marketingOptOut: true }, "PATCH");
    await control("/users/lia", { marketingOptOut: false, marketingCapped: true }, "PATCH");
    await desk.sim.drain();
    const told = changes().filter((one) => one.field === "user_preferences");
    expect(told.map((one) => one.value.user_preferences)).toMatchObject([
      [
        {
          wa_id: "5511987654321",
          category: "marketing_messages",
          value: "stop",
          timestamp: expect.any(Number),
        },
      ],
      [{ value: "resume" }],
    ]);
    const components = [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }];
    const template = { name: "promo_volta", language: { code: "pt_BR" }, components };
    await desk.send({ type: "template", template });
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code: 131049 }] }]);
  });
});

describe("templates under assessment", () => {
  const template = {
    type: "template",
    template: {
      name: "promo_volta",
      language: { code: "pt_BR" },
      components: [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }],
    },
  };

  it.each([
    ["released", ["sent", "delivered"]],
    ["dropped", ["failed"]],
  ])("are held, and then %s", async (heldEnd, statuses) => {
    desk.sim.setKnobs({ heldTemplates: 1, heldEnd });
    const answer = await desk.send(template);
    expect(answer.body.messages?.[0]?.message_status).toBe("held_for_quality_assessment");
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toEqual([]);
    desk.sim.advance(10 * 60_000);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(statuses);
  });
});

describe("the message history", () => {
  it("keeps what each status said and whether its webhook arrived", async () => {
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    desk.receiver.answers = [200, 500];
    const sent = await desk.send({ type: "text", text: { body: "a" } });
    const wamid = sent.body.messages?.[0]?.id ?? "";
    const read = async () =>
      (await desk.graph("GET", `/${NUMBER}/message_history?message_id=${encodeURIComponent(wamid)}`)).body;
    desk.sim.advance(2_500);
    await desk.sim.drain();
    expect(await read()).toMatchObject({
      data: [
        {
          id: expect.stringMatching(/^\d+$/),
          message_id: wamid,
          events: {
            data: [
              { delivery_status: "SENT", webhook_update_state: "DELIVERED", timestamp: expect.any(Number) },
              { delivery_status: "DELIVERED", webhook_update_state: "RETRYING" },
            ],
          },
        },
      ],
    });
    await desk.sim.drainStatuses();
    expect(JSON.stringify(await read())).not.toContain("RETRYING");
    expect((await desk.graph("GET", `/${NUMBER}/message_history?message_id=wamid.no`)).body).toEqual({
      data: [],
    });
    expect((await desk.graph("GET", `/${NUMBER}/message_history`)).body.error?.code).toBe(100);
  });
});
