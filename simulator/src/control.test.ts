import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isLoopbackHost, isLoopbackOrigin } from "./http/guard.ts";
import { createSimulator } from "./index.ts";
import type { Simulator } from "./index.ts";
import { readOptions } from "./main.ts";
import { createGroup } from "./groups.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk | null = null;
afterEach(async () => {
  await desk?.stop();
  desk = null;
});

async function control(
  sim: Simulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const init =
    body === undefined
      ? { method }
      : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${sim.url}/__sim${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function rawGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on("error", reject)
      .end();
  });
}

describe("the control API", () => {
  it("does by HTTP what the phone needs", async () => {
    desk = await openDesk({}, false);
    const { sim } = desk;
    const number = "100000000000001";
    expect(
      (await control(sim, "POST", "/users", { name: "Rui", phone: "+55 41 8888-7777" })).body,
    ).toMatchObject({ id: "u554188887777", waId: "554188887777" });
    const sent = await control(sim, "POST", "/users/lia/messages", {
      type: "text",
      text: "Oi",
      phoneNumberId: number,
    });
    expect(sent).toMatchObject({ status: 201, body: { direction: "in", type: "text" } });
    await control(sim, "POST", "/drain");
    await control(sim, "POST", `/users/lia/chats/${number}/open`, { open: true, client: "a" });
    await desk.send({ type: "text", text: { body: "Olá" } });
    await control(sim, "POST", "/drain-statuses");
    expect((await control(sim, "GET", "/phone/state?user=lia")).body).toMatchObject({
      userId: "lia",
      chats: [{ messages: [{ direction: "in" }, { status: "read" }] }],
    });
    const last = await fetch(`${sim.url}/__sim/webhooks/last`);
    expect(last.headers.get("x-webhook-state")).toBe("delivered");
    expect(Buffer.from(await last.arrayBuffer())).toEqual(
      Buffer.from(desk.receiver.received.at(-1)?.bytes ?? ""),
    );
    expect((await control(sim, "GET", "/ledger/sends")).body).toMatchObject({
      total: 1,
      data: [{ to: "+5511987654321", userId: "lia" }],
    });
    expect((await control(sim, "POST", "/clock/advance", { hours: 1 })).body).toMatchObject({
      offset: expect.any(Number),
    });
    expect((await control(sim, "PATCH", "/knobs", { duplicate: 0.5 })).body).toMatchObject({
      duplicate: 0.5,
    });
    expect((await control(sim, "PATCH", "/users/lia", { readReceipts: false })).body).toMatchObject({
      readReceipts: false,
      waId: "5511987654321",
    });
    expect((await control(sim, "POST", "/reset")).status).toBe(200);
    expect(sim.users()).toEqual([]);
    expect(sim.world.clock.offset).toBeGreaterThanOrEqual(3_600_000);
    expect((await control(sim, "POST", "/reset", { offset: -86_400_000 })).body).toMatchObject({
      offset: -86_400_000,
    });
    expect((await control(sim, "POST", "/reset", { offset: "yesterday" })).status).toBe(400);
  });

  it("changes a template as Meta does, and tells it by signed webhooks", async () => {
    desk = await openDesk();
    const { sim } = desk;
    const change = { status: "PAUSED", reason: "FIRST_PAUSE", category: "MARKETING", quality: "RED" };
    expect((await control(sim, "PATCH", "/templates/pedido_enviado", change)).body).toMatchObject({
      status: "PAUSED",
      category: "MARKETING",
      quality_score: { score: "RED" },
    });
    await control(sim, "POST", "/drain");
    const told = desk.receiver.received.flatMap(({ json }) =>
      json.entry.flatMap((entry) => entry.changes.map(({ field, value }) => ({ field, value }))),
    );
    const named = {
      message_template_id: expect.any(Number),
      message_template_name: "pedido_enviado",
      message_template_language: "pt_BR",
    };
    expect(told).toEqual([
      {
        field: "message_template_status_update",
        value: expect.objectContaining({
          ...named,
          event: "PAUSED",
          other_info: expect.objectContaining({ title: "FIRST_PAUSE" }),
        }),
      },
      {
        field: "template_category_update",
        value: { ...named, previous_category: "UTILITY", new_category: "MARKETING" },
      },
      {
        field: "message_template_quality_update",
        value: { ...named, previous_quality_score: "UNKNOWN", new_quality_score: "RED" },
      },
    ]);
    expect(
      (
        await desk.send({
          type: "template",
          template: { name: "pedido_enviado", language: { code: "pt_BR" } },
        })
      ).body.error?.code,
    ).toBe(132015);
    expect((await control(sim, "PATCH", "/templates/nobody", change)).status).toBe(400);
    expect((await control(sim, "PATCH", "/templates/pedido_enviado", { category: "FREE" })).status).toBe(400);
    expect((await control(sim, "PATCH", "/templates/pedido_enviado", { nope: "x" })).status).toBe(400);
  });

  it("says what is wrong and hides secrets", async () => {
    desk = await openDesk();
    const { sim } = desk;
    expect(await control(sim, "PATCH", "/knobs", { duplicate: 2 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("duplicate") },
    });
    expect(await control(sim, "PATCH", "/knobs", { nope: 1 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("nope") },
    });
    expect((await control(sim, "POST", "/users/nobody/messages", { type: "text", text: "a" })).status).toBe(
      400,
    );
    expect((await control(sim, "POST", "/graph-faults", { kind: "flood" })).status).toBe(400);
    expect((await control(sim, "POST", "/clock/advance", { ms: -1 })).status).toBe(400);
    expect((await control(sim, "GET", "/nothing")).status).toBe(404);
    expect(JSON.stringify((await control(sim, "GET", "/numbers")).body)).not.toMatch(
      /simulated-(app-secret|access-token|verify-token)/,
    );
  });

  it("tells an open phone what happens and closes its chats with the stream", async () => {
    desk = await openDesk();
    const { sim } = desk;
    const abort = new AbortController();
    const stream = await fetch(`${sim.url}/__sim/phone/events?user=lia&client=page`, {
      signal: abort.signal,
    });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    sim.openChat("lia", undefined, true, "page");
    sim.sendAsUser("lia", { type: "text", text: "Mais uma" });
    let seen = "";
    while (!seen.includes("Mais uma")) seen += (await reader?.read())?.value ?? "";
    expect(seen).toContain("event: message");
    abort.abort();
    const thread = sim.world.thread("100000000000001", "lia");
    while (thread.openBy.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it("answers pages and names of this machine only", async () => {
    desk = await openDesk();
    const { url } = desk.sim;
    const status = async (path: string, headers: Record<string, string>): Promise<number> =>
      (await rawGet(`${url}${path}`, headers)).status;
    expect(await status("/__sim", { Origin: "https://evil.example" })).toBe(403);
    expect(await status("/__sim", { Origin: "null" })).toBe(403);
    expect(await status("/__sim", { "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(await status("/phone", { Host: "evil.example" })).toBe(403);
    const allowed = await rawGet(`${url}/__sim`, { Origin: "http://localhost:4000" });
    expect(allowed).toMatchObject({
      status: 200,
      headers: { "access-control-allow-origin": "http://localhost:4000" },
    });
    const phone = await rawGet(`${url}/phone`, {});
    expect(phone.headers["content-security-policy"]).toMatch(
      /frame-ancestors 'self' http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*/,
    );
    expect(await status("/phone/..%2fpackage.json", {})).toBe(404);
    expect(isLoopbackOrigin("http://127.0.0.1.evil.example")).toBe(false);
    expect(isLoopbackOrigin("http://localhost@evil.example")).toBe(false);
    expect(isLoopbackHost("[::1]:4100")).toBe(true);
  });
});

describe("clock and snapshot", () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), "simulator-"));

  it("publishes its offset, takes it up again, and refuses a broken file", async () => {
    const clockFile = join(folder(), "clock");
    const first = createSimulator({ port: 0, clockFile });
    expect(readFileSync(clockFile, "utf8")).toBe("0");
    first.advance(3_600_000);
    first.advance(0.6);
    expect(readFileSync(clockFile, "utf8")).toBe("3600001");
    const second = createSimulator({ port: 0, clockFile });
    expect(Math.abs(second.now() - Date.now() - 3_600_001)).toBeLessThan(1_000);
    writeFileSync(clockFile, "soon");
    expect(() => createSimulator({ port: 0, clockFile })).toThrow(/does not hold an integer/);
  });

  it("keeps people, chats, files, templates and unanswered webhooks over a restart", async () => {
    const stateFile = join(folder(), "state.json");
    const first = await openDesk({ stateFile });
    first.sim.addUser({ id: "rui", name: "Rui", waId: "554187654321", device: "offline" });
    first.sim.sendAsUser("rui", { type: "text", text: "escrito sem rede", referral: { source_id: "77" } });
    const group = createGroup(first.sim, { subject: "Vizinhos", participants: ["rui"] });
    first.sim.sendAsUser("rui", { type: "text", text: "ao grupo, sem rede", groupId: group.id });
    const { uploads, idRandom } = first.sim.world;
    const session = uploads.begin(idRandom, { appId: "1", size: 3, type: "image/png" });
    const example = uploads.take(idRandom, session, 0, Buffer.from("png")) ?? "";
    await first.sim.drain();
    first.receiver.received.length = 0;
    first.receiver.answers = [503];
    first.sim.sendAsUser("lia", { type: "image" });
    await first.sim.drain();
    await first.send({ type: "text", text: { body: "Olá" } });
    const unanswered = first.receiver.received[0]?.bytes;
    const picture = first.sim.messages("lia").at(-2)?.content.id as string;
    await first.stop();

    desk = await openDesk({ stateFile, startAt: first.sim.now() + 10_000 }, false);
    await desk.sim.drainStatuses();
    expect(desk.sim.users().map((user) => user.id)).toEqual(["lia", "rui"]);
    expect(desk.receiver.received.map(({ bytes }) => bytes)).toContainEqual(unanswered);
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
    expect(desk.sim.world.media.get(picture)?.bytes.byteLength).toBeGreaterThan(10_000);
    desk.sim.setDevice("rui", "online");
    await desk.sim.drain();
    expect(desk.receiver.messages().slice(-2)).toMatchObject([
      { text: { body: "escrito sem rede" }, referral: { source_id: "77" } },
      { text: { body: "ao grupo, sem rede" }, group_id: group.id },
    ]);
    expect(desk.sim.messages("rui").map(({ status }) => status)).toEqual(["delivered"]);
    const shown = await fetch(`${desk.sim.url}/v/t61/example?of=${encodeURIComponent(example)}`);
    expect([shown.headers.get("content-type"), await shown.text()]).toEqual(["image/png", "png"]);
    expect(readdirSync(join(stateFile, "..")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("says which state file it cannot read", () => {
    const stateFile = join(folder(), "state.json");
    writeFileSync(stateFile, "{}");
    expect(() => createSimulator({ stateFile })).toThrow(stateFile);
  });
});

describe("the command line", () => {
  it("reads flags before environment and refuses nonsense", () => {
    const options = readOptions(["--port", "4190", "--webhook", "http://127.0.0.1:1/x"], {
      SIMULATOR_PORT: "1",
      SIMULATOR_SEED: "9",
      SIMULATOR_STATE: "/tmp/s",
      SIMULATOR_MODE: "strict",
    });
    expect(options).toMatchObject({
      port: 4190,
      seed: 9,
      stateFile: "/tmp/s",
      knobs: { mode: "strict" },
      numbers: [{ webhookUrl: "http://127.0.0.1:1/x" }],
    });
    expect(readOptions(["--help"], {})).toBeNull();
    expect(() => readOptions(["--port", "x"], {})).toThrow("--port");
    expect(() => readOptions(["--mode", "kind"], {})).toThrow("--mode");
    expect(() => readOptions(["--nope"], {})).toThrow("--nope");
  });
});

describe("the knobs", () => {
  it("have a kind each, and a line in both languages on the phone", async () => {
    desk = await openDesk();
    const { body } = await control(desk.sim, "GET", "/knobs/kinds");
    expect(Object.keys(body)).toEqual(Object.keys(desk.sim.knobs()));
    expect(body).toMatchObject({
      duplicate: { kind: "chance" },
      delayMs: { kind: "number" },
      sentDelayMs: { kind: "range" },
      pairLimit: { kind: "flag" },
      heldEnd: { kind: "choice", choices: ["released", "dropped"] },
    });
    const { KNOBS } = (await import("../phone/knob-texts.js" as string)) as {
      KNOBS: Record<"pt-BR" | "en", Record<string, string>>;
    };
    for (const lines of [KNOBS["pt-BR"], KNOBS.en])
      expect(Object.keys(lines).toSorted()).toEqual(Object.keys(body).toSorted());
  });
});

describe("the modes", () => {
  it("turn their knobs, keep the others, and come back after a reset", async () => {
    desk = await openDesk({ knobs: { mode: "strict", throughput: 9 } });
    const { sim } = desk;
    const strict = { bsuidInTo: "strict", syncWindowErrors: true, mediaErrors: "sync", throughput: 9 };
    expect(sim.knobs()).toMatchObject(strict);
    expect((await control(sim, "PATCH", "/knobs", { mode: "faithful" })).body).toMatchObject({
      bsuidInTo: "silent",
      syncWindowErrors: false,
      mediaErrors: "async",
      throughput: 9,
    });
    expect((await control(sim, "PATCH", "/knobs", { mode: "kind" })).status).toBe(400);
    sim.reset();
    expect(sim.knobs()).toMatchObject(strict);
  });
});
