import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { changeTemplate } from "./template-changes.ts";
import { openDesk, type Desk, type GraphAnswer } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const { wabaId: WABA } = DEFAULT_NUMBER;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Json = Record<string, unknown>;
const bodyPart = (text = "Oi, {{1}}. O seu pedido saiu hoje.", sample: string[] = ["Lia"]): Json => ({
  type: "BODY",
  text,
  ...(sample.length > 0 ? { example: { body_text: [sample] } } : {}),
});
const draft = (more: Json = {}): Json => ({
  name: "pedido_saiu",
  language: "pt_BR",
  category: "UTILITY",
  components: [bodyPart()],
  ...more,
});
const create = (more: Json = {}): Promise<GraphAnswer> =>
  desk.graph("POST", `/${WABA}/message_templates`, draft(more));
const node = async (id: unknown): Promise<Json> =>
  (
    await desk.graph(
      "GET",
      `/${String(id)}?fields=name,status,category,rejected_reason,correct_category,quality_score`,
    )
  ).body;

type Told = { field: string; time: unknown; value: Json };
/** what the webhooks said of templates since the last look */
async function told(): Promise<Told[]> {
  await desk.sim.drain();
  const all = desk.receiver.received.flatMap(({ json }) => {
    const { entry } = json as { entry: { time?: number; changes: { field: string; value: Json }[] }[] };
    return entry.flatMap(({ time, changes }) => changes.map(({ field, value }) => ({ field, time, value })));
  });
  desk.receiver.received.length = 0;
  return all.filter(({ field }) => field.includes("template"));
}
const events = async (): Promise<unknown[]> => (await told()).map(({ value }) => value["event"]);

describe("a template", () => {
  it("goes to review, is approved and can be sent; each step is told with the time of it", async () => {
    desk = await openDesk();
    const { status, body } = await create();
    expect([status, body]).toEqual([
      200,
      { id: expect.stringMatching(/^\d{16}$/), status: "PENDING", category: "UTILITY" },
    ]);
    const send = () =>
      desk.send({
        type: "template",
        template: {
          name: "pedido_saiu",
          language: { code: "pt_BR" },
          components: [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }],
        },
      });
    expect((await send()).body.error?.code).toBe(132001);
    desk.sim.advance(5000);
    expect(await told()).toEqual([
      {
        field: "message_template_status_update",
        time: Math.floor(desk.sim.now() / 1000),
        value: {
          event: "APPROVED",
          message_template_id: Number(body["id"]),
          message_template_name: "pedido_saiu",
          message_template_language: "pt_BR",
          message_template_category: "UTILITY",
          reason: "NONE",
        },
      },
    ]);
    expect((await send()).status).toBe(200);
    expect(await node(body["id"])).toMatchObject({ status: "APPROVED", rejected_reason: "NONE" });
  });

  it("goes on with its review after a restart, and needs the code of a button to copy", async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), "sim-templates-")), "state.json");
    desk = await openDesk({ stateFile });
    const buttons = [{ type: "COPY_CODE", example: "BLUE10" }];
    const components = [bodyPart("O seu cupom chegou.", []), { type: "BUTTONS", buttons }];
    const id = String((await create({ name: "cupom_recat", components })).body["id"]);
    await desk.stop();
    desk = await openDesk({ stateFile });
    expect(await node(id)).toMatchObject({ status: "PENDING" });
    desk.sim.advance(5000);
    expect(await node(id)).toMatchObject({ status: "APPROVED" });
    desk.sim.advance(60_000);
    expect(await node(id)).toMatchObject({ correct_category: "MARKETING" });
    const send = (parameters: Json[]) =>
      desk.send({
        type: "template",
        template: {
          name: "cupom_recat",
          language: { code: "pt_BR" },
          components: [{ type: "button", sub_type: "copy_code", index: "0", parameters }],
        },
      });
    expect((await send([])).body.error?.code).toBe(131008);
    expect((await send([{ type: "coupon_code", coupon_code: "AZUL20" }])).status).toBe(200);
  });

  it("meets the fate its name asks for", async () => {
    desk = await openDesk();
    const refused = (await create({ name: "x_reject" })).body["id"];
    desk.sim.advance(5000);
    const [webhook] = await told();
    expect(webhook?.value).toMatchObject({
      event: "REJECTED",
      reason: "INVALID_FORMAT",
      rejection_info: { reason: expect.any(String), recommendation: expect.any(String) },
    });
    expect(await node(refused)).toMatchObject({ status: "REJECTED", rejected_reason: "INVALID_FORMAT" });
    const moved = (await create({ name: "x_recat" })).body["id"];
    desk.sim.advance(5000 + 60_000);
    expect((await told()).at(-1)?.value).toMatchObject({
      new_category: "UTILITY",
      correct_category: "MARKETING",
      category_update_timestamp: Math.floor((desk.sim.now() + DAY) / 1000),
    });
    expect(await node(moved)).toMatchObject({ category: "UTILITY", correct_category: "MARKETING" });
    desk.sim.advance(DAY);
    expect((await told()).at(-1)?.value).toMatchObject({
      previous_category: "UTILITY",
      new_category: "MARKETING",
    });
    expect(await node(moved)).not.toHaveProperty("correct_category");
    await create({ name: "x_pause" });
    await create({ name: "x_disable" });
    desk.sim.advance(4 * HOUR);
    const last = (await told()).map(({ value }) => [
      value["message_template_name"],
      value["event"] ?? value["new_quality_score"],
    ]);
    expect(last.filter(([name]) => name === "x_pause").map(([, event]) => event)).toEqual([
      "APPROVED",
      "RED",
      "PAUSED",
      "APPROVED",
    ]);
    expect(last.filter(([name]) => name === "x_disable").map(([, event]) => event)).toEqual([
      "APPROVED",
      "DISABLED",
    ]);
  });

  it("waits for a hand when the review takes no time of its own, and is written anew in Meta's manager", async () => {
    desk = await openDesk({ knobs: { templateReviewMs: 0 } });
    const id = String((await create()).body["id"]);
    desk.sim.advance(30 * DAY);
    expect(await events()).toEqual([]);
    const patch = (body: Json) =>
      fetch(`${desk.sim.url}/__sim/templates/${id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect(
      (await patch({ status: "APPROVED", body: "Oi, {{1}}. Chegou o seu pedido de hoje." })).status,
    ).toBe(200);
    const [first, second] = await told();
    expect(first?.value).toMatchObject({ event: "APPROVED" });
    expect(second).toMatchObject({
      field: "message_template_components_update",
      value: { message_template_element: "Oi, {{1}}. Chegou o seu pedido de hoje." },
    });
    expect((await patch({ coming: 4 })).status).toBe(400);
    expect((await patch({ wrong: "x" })).status).toBe(400);
  });

  it("is edited within the limits of its state, and goes to review again", async () => {
    desk = await openDesk();
    const id = String((await create()).body["id"]);
    const edit = (more: Json = {}) =>
      desk.graph("POST", `/${id}`, {
        components: [bodyPart("Oi, {{1}}. O pedido chegou bem hoje.")],
        ...more,
      });
    expect((await edit()).body.error).toMatchObject({ code: 100, error_subcode: 2388039 });
    desk.sim.advance(5000);
    expect((await edit({ category: "MARKETING" })).body.error?.error_subcode).toBe(2388039);
    expect((await edit()).body).toMatchObject({
      success: true,
      id,
      name: "pedido_saiu",
      category: "UTILITY",
    });
    expect(await events()).toEqual(["APPROVED", "PENDING"]);
    desk.sim.advance(5000);
    expect(await events()).toEqual(["APPROVED"]);
    // once in 24 hours, while it is approved
    expect((await edit()).body.error?.error_subcode).toBe(2388039);
    changeTemplate(desk.sim, id, { status: "PAUSED" });
    expect((await edit()).status).toBe(200);
    desk.sim.advance(DAY);
    expect((await edit()).status).toBe(200);
  });

  it("is deleted by name or by id, listed as going for a while, and its name stays locked", async () => {
    desk = await openDesk();
    await create();
    await create({ language: "en_US" });
    const id = String((await create({ name: "outro" })).body["id"]);
    desk.sim.advance(5000);
    await told();
    const del = (query: string) => desk.graph("DELETE", `/${WABA}/message_templates?${query}`);
    expect((await del("name=nenhum")).status).toBe(400);
    expect((await del(`hsm_id=${id}&name=pedido_saiu`)).status).toBe(400);
    expect((await del("name=pedido_saiu")).body).toEqual({ success: true });
    expect((await del(`hsm_id=${id}&name=outro`)).body).toEqual({ success: true });
    expect(await events()).toEqual(["PENDING_DELETION", "PENDING_DELETION", "PENDING_DELETION"]);
    expect(await node(id)).toMatchObject({ status: "PENDING_DELETION" });
    desk.sim.advance(60_000);
    expect(await events()).toEqual(["DELETED", "DELETED", "DELETED"]);
    expect((await desk.graph("GET", `/${id}`)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await create()).body.error).toMatchObject({ code: 100, error_subcode: 2388023 });
    desk.sim.advance(30 * DAY);
    expect((await create()).status).toBe(200);
    expect((await create()).body.error).toMatchObject({ error_subcode: 2388024 });
  });

  it("is found by its filters, counted, and unpaused", async () => {
    desk = await openDesk();
    const list = async (query: string) =>
      (await desk.graph("GET", `/${WABA}/message_templates?${query}`)).body;
    expect(await list("summary=total_count&limit=1")).toMatchObject({
      data: [{ name: "hello_world" }],
      summary: { total_count: 4, message_template_limit: 6000, are_translations_complete: true },
    });
    expect((await list("content=frete"))["data"]).toMatchObject([{ name: "promo_volta" }]);
    expect((await list("name_or_content=pedido_"))["data"]).toMatchObject([{ name: "pedido_enviado" }]);
    const { id } = changeTemplate(desk.sim, "promo_volta", { status: "PAUSED", quality: "RED" });
    expect((await list("status=PAUSED&quality_score=RED"))["data"]).toHaveLength(1);
    expect((await desk.graph("POST", `/${id}/unpause`)).body).toEqual({ success: true });
    expect((await desk.graph("POST", `/${id}/unpause`)).body).toMatchObject({ success: false });
  });
});
