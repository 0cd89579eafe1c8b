import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const { phoneNumberId: NUMBER, wabaId: WABA, accessToken: TOKEN } = DEFAULT_NUMBER;
const bearer = { Authorization: `Bearer ${TOKEN}` };

async function upload(
  bytes: Buffer,
  type: string,
): Promise<{ status: number; body: { id?: string; error?: { code: number } } }> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", type);
  form.set("file", new Blob([new Uint8Array(bytes)], { type }), "file.bin");
  const response = await fetch(`${desk.sim.url}/v25.0/${NUMBER}/media`, {
    method: "POST",
    headers: bearer,
    body: form,
  });
  return { status: response.status, body: (await response.json()) as { id?: string } };
}

describe("media", () => {
  it("goes up, is described, comes down, and the address dies after five minutes", async () => {
    desk = await openDesk();
    const bytes = Buffer.from("not really a picture");
    const { body } = await upload(bytes, "image/jpeg");
    const described = (await desk.graph("GET", `/${body.id}?phone_number_id=${NUMBER}`)).body as unknown as {
      url: string;
    };
    expect(described).toMatchObject({
      id: body.id,
      mime_type: "image/jpeg",
      file_size: bytes.byteLength,
      messaging_product: "whatsapp",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Buffer.from(await (await fetch(described.url, { headers: bearer })).arrayBuffer())).toEqual(bytes);
    expect((await fetch(described.url)).status).toBe(401);
    expect((await fetch(`${described.url}x`, { headers: bearer })).status).toBe(404);
    desk.sim.advance(5 * 60_000 + 1_000);
    expect((await fetch(described.url, { headers: bearer })).status).toBe(404);
    expect((await desk.graph("DELETE", `/${body.id}`)).body).toEqual({ success: true });
    expect((await desk.graph("GET", `/${body.id}`)).body.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });

  it("refuses wrong types and sizes, and ids that died", async () => {
    desk = await openDesk();
    expect((await upload(Buffer.from("x"), "image/tiff")).body.error?.code).toBe(100);
    expect((await upload(Buffer.from("no opus here"), "audio/ogg")).body.error?.code).toBe(100);
    expect((await upload(Buffer.alloc(5 * 1024 * 1024 + 1), "image/png")).body.error?.code).toBe(131053);
    const { body } = await upload(Buffer.from("x"), "image/png");
    desk.sim.advance(31 * 24 * 3_600_000);
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    expect((await desk.send({ type: "image", image: { id: body.id } })).status).toBe(200);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code: 131053 }] }]);
    desk.sim.setKnobs({ mediaErrors: "sync" });
    expect((await desk.send({ type: "image", image: { id: body.id } })).body.error?.code).toBe(131009);
  });

  it("serves what people send under the id and address of the webhook, until the seventh day", async () => {
    desk = await openDesk({}, false);
    desk.sim.sendAsUser("lia", { type: "image" });
    await desk.sim.drain();
    const image = desk.receiver.messages()[0]?.image as { id: string; url: string; sha256: string };
    expect(image.sha256).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect((await fetch(image.url, { headers: bearer })).headers.get("content-type")).toBe("image/jpeg");
    desk.sim.advance(7 * 24 * 3_600_000);
    expect((await desk.graph("GET", `/${image.id}`)).status).toBe(400);
  });
});

describe("management", () => {
  it("describes the number, the account, its numbers and its templates", async () => {
    desk = await openDesk();
    expect(
      (await desk.graph("GET", `/${NUMBER}?fields=display_phone_number,status,health_status`)).body,
    ).toMatchObject({
      id: NUMBER,
      display_phone_number: "+55 11 90000-0001",
      status: "CONNECTED",
      health_status: { can_send_message: "AVAILABLE" },
    });
    expect((await desk.graph("GET", `/${WABA}/phone_numbers`)).body).toMatchObject({
      data: [{ id: NUMBER, verified_name: "Loja Girassol" }],
    });
    const first = (await desk.graph("GET", `/${WABA}/message_templates?limit=3&status=APPROVED`))
      .body as unknown as { data: unknown[]; paging: { next?: string; cursors: { after: string } } };
    expect(first.data).toHaveLength(3);
    expect(first.paging.next).toContain(first.paging.cursors.after);
    const rest = (
      await desk.graph("GET", `/${WABA}/message_templates?limit=3&after=${first.paging.cursors.after}`)
    ).body as unknown as { data: unknown[]; paging: { next?: string } };
    expect(rest.data).toHaveLength(1);
    expect(rest.paging).not.toHaveProperty("next");
    expect(
      (
        await desk.graph(
          "GET",
          "/debug_token?input_token=simulated-access-token&access_token=300000000000001|simulated-app-secret",
          undefined,
          null,
        )
      ).body,
    ).toMatchObject({
      data: { is_valid: true, granular_scopes: [{ target_ids: [WABA] }, { target_ids: [WABA] }] },
    });
    expect((await desk.graph("GET", "/12345678901")).body.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });

  it("verifies callback overrides and uses the nearest one", async () => {
    desk = await openDesk({}, false);
    const bad = await desk.graph("POST", `/${WABA}/subscribed_apps`, {
      override_callback_uri: desk.receiver.url,
      verify_token: "wrong",
    });
    expect(bad.body.error?.code).toBe(2200);
    const override = {
      override_callback_uri: `${desk.receiver.url}?scope=number`,
      verify_token: desk.receiver.verifyToken,
    };
    expect((await desk.graph("POST", `/${NUMBER}`, { webhook_configuration: override })).body).toEqual({
      success: true,
    });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    expect(desk.sim.ledger.deliveries.last()?.url).toContain("scope=number");
    await desk.graph("POST", `/${NUMBER}`, { webhook_configuration: { override_callback_uri: "" } });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    expect(desk.sim.ledger.deliveries.last()?.url).toBe(desk.receiver.url);
  });

  it("blocks and unblocks people", async () => {
    desk = await openDesk();
    const body = { messaging_product: "whatsapp", block_users: [{ user: "+5511987654321" }] };
    expect((await desk.graph("POST", `/${NUMBER}/block_users`, body)).body).toMatchObject({
      block_users: { added_users: [{ wa_id: "5511987654321" }] },
    });
    expect((await desk.send({ type: "text", text: { body: "a" } })).body.error?.code).toBe(130403);
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    expect(desk.receiver.received).toEqual([]);
    await desk.graph("DELETE", `/${NUMBER}/block_users`, body);
    expect((await desk.send({ type: "text", text: { body: "a" } })).status).toBe(200);
  });

  it("blocks only who wrote in the last 24 hours, tells of each why not, and frees anybody", async () => {
    desk = await openDesk();
    desk.sim.addUser({ id: "ze", name: "Zé", waId: "5511987000001" });
    const block = (method: string, ...users: string[]) =>
      desk.graph(method, `/${NUMBER}/block_users`, {
        messaging_product: "whatsapp",
        block_users: users.map((user) => ({ user })),
      });
    expect(await block("POST", "+5511987654321", "+5511987000001", "+5511000000000")).toMatchObject({
      status: 400,
      body: {
        block_users: {
          added_users: [{ wa_id: "5511987654321" }],
          failed_users: [
            { input: "+5511987000001", wa_id: "5511987000001", errors: [{ code: 131047 }] },
            { input: "+5511000000000", errors: [{ code: 131047 }] },
          ],
        },
        error: { code: 139100 },
      },
    });
    desk.sim.sendAsUser("ze", { type: "text", text: "Oi" });
    expect((await block("POST", "+5511987000001")).status).toBe(200);
    desk.sim.advance(25 * 3_600_000);
    expect((await block("DELETE", "+5511987000001", "+5511987654321")).status).toBe(200);
    expect((await block("POST", "+5511987000001")).status).toBe(400);
    expect((await desk.graph("GET", `/${NUMBER}/block_users`)).body).toMatchObject({ data: [] });
  });
});

describe("Graph faults", () => {
  const text = { type: "text", text: { body: "a" } };

  it.each([
    [131000, 500],
    [130429, 429],
    [131056, 400],
    [190, 401],
    [4, 400],
  ])("answers %i as many times as asked", async (code, http) => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind: code, count: 1 });
    expect(await desk.send(text)).toMatchObject({ status: http, body: { error: { code } } });
    expect((await desk.send(text)).status).toBe(200);
    expect(desk.sim.ledger.sends.total).toBe(1);
  });

  it("answers a page instead of JSON", async () => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind: "html502" });
    const url = `${desk.sim.url}/v25.0/${NUMBER}/messages`;
    const response = await fetch(url, {
      method: "POST",
      headers: { ...bearer, "Content-Type": "application/json" },
      body: JSON.stringify({ messaging_product: "whatsapp", to: "5511987654321", ...text }),
    });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain("<html>");
  });

  it.each([
    ["reset", 0],
    ["resetAccepted", 1],
    ["cutBody", 1],
  ] as const)("%s breaks the connection; accepted: %i", async (kind, accepted) => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind, count: 1 });
    await expect(desk.send({ ...text, biz_opaque_callback_data: "msg:7" })).rejects.toThrow(
      /fetch failed|terminated/,
    );
    await desk.sim.drainStatuses();
    expect(desk.sim.ledger.sends.total).toBe(accepted);
    expect(desk.receiver.statuses().map((one) => one.biz_opaque_callback_data)).toEqual(
      accepted ? ["msg:7", "msg:7"] : [],
    );
  });

  it.each([
    ["hang", 0],
    ["hangAccepted", 1],
  ] as const)("%s never answers; accepted: %i", async (kind, accepted) => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind, count: 1 });
    const abort = new AbortController();
    const url = `${desk.sim.url}/v25.0/${NUMBER}/messages`;
    const init = {
      method: "POST",
      headers: { ...bearer, "Content-Type": "application/json" },
      body: JSON.stringify({ messaging_product: "whatsapp", to: "5511987654321", ...text }),
    };
    const hung = fetch(url, { ...init, signal: abort.signal }).then(
      () => "answered",
      () => "aborted",
    );
    while (desk.sim.world.faults.list().length > 0) await new Promise((resolve) => setImmediate(resolve));
    await desk.sim.drainStatuses();
    expect(desk.sim.ledger.sends.all().filter((one) => one.answerLost)).toHaveLength(accepted);
    expect(desk.receiver.statuses()).toHaveLength(accepted * 2);
    abort.abort();
    expect(await hung).toBe("aborted");
  });

  it("spoils only the calls it is meant for", async () => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind: "http500", to: "+550000000000" });
    desk.sim.addGraphFault({ kind: "http503", on: "media" });
    expect((await desk.send(text)).status).toBe(200);
    expect((await upload(Buffer.from("x"), "image/png")).status).toBe(503);
  });
});
