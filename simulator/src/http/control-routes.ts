import type { FastifyInstance, FastifyReply } from "fastify";
import { isObject } from "../model.ts";
import type { JsonObject, TemplateChange } from "../model.ts";
import type { LedgerDelivery } from "../ledger.ts";
import { knobKinds } from "../knobs.ts";
import { keepMedia } from "../media-store.ts";
import type { Simulator } from "../simulator.ts";
import { changeTemplate } from "../template-changes.ts";
import { LARGEST_FILE } from "./paths.ts";

const HOUR_MS = 3_600_000;
const MOST_ROWS = 1_000;

/** /__sim: clock, knobs, Graph faults, ledger, files, draining and reset. */
export function controlRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim", async () => ({
    simulated: true,
    now: sim.now(),
    clockOffset: sim.world.clock.offset,
    numbers: sim.numbers().length,
    users: sim.users().length,
    sends: sim.ledger.sends.total,
    rejected: sim.ledger.rejected,
    deliveries: sim.ledger.deliveries.total,
  }));
  app.get("/__sim/clock", async () => ({ now: sim.now(), offset: sim.world.clock.offset }));
  app.post("/__sim/clock/advance", async (request) => {
    const body = bodyOf(request.body);
    const ms = typeof body.hours === "number" ? body.hours * HOUR_MS : body.ms;
    if (typeof ms !== "number") throw new RangeError(`Give "ms" or "hours".`);
    sim.advance(ms);
    return { now: sim.now(), offset: sim.world.clock.offset };
  });
  app.get("/__sim/knobs", async () => sim.knobs());
  app.get("/__sim/knobs/kinds", async () => knobKinds());
  app.patch("/__sim/knobs", async (request) => sim.setKnobs(bodyOf(request.body)));
  app.get("/__sim/graph-faults", async () => sim.world.faults.list());
  app.post("/__sim/graph-faults", async (request, reply) => {
    sim.addGraphFault(bodyOf(request.body) as { kind: number });
    return reply.code(201).send(sim.world.faults.list());
  });
  app.delete("/__sim/graph-faults", async () => {
    sim.clearGraphFaults();
    return { ok: true };
  });
  app.post("/__sim/drain", async () => {
    await sim.drain();
    return { now: sim.now(), offset: sim.world.clock.offset };
  });
  app.post("/__sim/drain-statuses", async () => {
    await sim.drainStatuses();
    return { now: sim.now(), offset: sim.world.clock.offset };
  });
  app.post("/__sim/reset", async (request) => {
    const { offset } = isObject(request.body) ? request.body : {};
    if (offset !== undefined && typeof offset !== "number")
      throw new RangeError(`"offset" must be a number.`);
    sim.reset(offset);
    return { now: sim.now(), offset: sim.world.clock.offset };
  });
  app.get("/__sim/templates", async () => Object.fromEntries(sim.world.templates));
  app.patch<{ Params: { id: string } }>("/__sim/templates/:id", async (request) =>
    changeTemplate(sim, request.params.id, readChange(bodyOf(request.body))),
  );
  ledgerRoutes(app, sim);
  fileRoutes(app, sim);
}

const CHANGES = ["status", "reason", "detail", "category", "quality", "body", "detected"];

function readChange({ coming, ...body }: JsonObject): TemplateChange {
  for (const [key, value] of Object.entries(body))
    if (!CHANGES.includes(key) || typeof value !== "string")
      throw new RangeError(`"${key}" must be a text: one of a template's ${CHANGES.join(", ")}.`);
  if (coming === undefined) return body as TemplateChange;
  if (!isObject(coming) || typeof coming.category !== "string" || typeof coming.at !== "number")
    throw new RangeError(`"coming" must hold a "category" and "at", epoch milliseconds.`);
  return { ...body, coming } as TemplateChange;
}

function ledgerRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/ledger/sends", async (request) => ({
    total: sim.ledger.sends.total,
    rejected: sim.ledger.rejected,
    data: newest(sim.ledger.sends.all(), request.query),
  }));
  app.get("/__sim/ledger/charges", async (request) => chargesAnswer(sim, request.query));
  app.get("/__sim/ledger/webhooks", async (request) => ({
    total: sim.ledger.deliveries.total,
    data: newest(sim.ledger.deliveries.all(), request.query).map(withoutBytes),
  }));
  app.get<{ Params: { id: string } }>("/__sim/ledger/webhooks/:id/body", async (request, reply) => {
    const id = Number(request.params.id);
    return sendBody(
      reply,
      sim.ledger.deliveries.all().find((one) => one.id === id),
    );
  });
  app.get("/__sim/webhooks/last", async (_request, reply) => sendBody(reply, sim.ledger.deliveries.last()));
  app.post("/__sim/webhooks/inject", async (request, reply) => {
    const { phoneNumberId, field, value } = bodyOf(request.body);
    if (typeof phoneNumberId !== "string" || typeof field !== "string" || !isObject(value))
      throw new RangeError(`Give "phoneNumberId", "field" and "value".`);
    sim.inject(phoneNumberId, field, value);
    return reply.code(202).send({ ok: true });
  });
}

/** Charges of a number and month, or of all: the totals are complete, single ones are the newest. */
function chargesAnswer(sim: Simulator, query: unknown): JsonObject {
  const { phoneNumberId, month } = query as { phoneNumberId?: string; month?: string };
  const asked = (one: { phoneNumberId: string; month: string }): boolean =>
    (phoneNumberId === undefined || one.phoneNumberId === phoneNumberId) &&
    (month === undefined || one.month === month);
  return {
    totals: sim.world.charges.totals().filter(asked),
    data: newest(sim.world.charges.rows.all().filter(asked), query),
  };
}

function sendBody(reply: FastifyReply, delivery: LedgerDelivery | undefined): unknown {
  if (!delivery) return reply.code(404).send({ error: "No such webhook." });
  const last = delivery.attempts.at(-1);
  return reply
    .header("Content-Type", "application/json")
    .header("X-Webhook-Id", String(delivery.id))
    .header("X-Webhook-State", delivery.state)
    .header("X-Webhook-Attempts", String(delivery.attempts.length))
    .header("X-Webhook-Status", String(last?.status ?? ""))
    .send(Buffer.from(delivery.body));
}

function withoutBytes({ body, ...rest }: LedgerDelivery): JsonObject {
  return { ...rest, bytes: body.byteLength };
}

function newest<T>(items: T[], query: unknown): T[] {
  const asked = Number((query as { limit?: string }).limit ?? 100);
  return items.slice(-Math.min(Math.max(1, asked || 100), MOST_ROWS));
}

function fileRoutes(app: FastifyInstance, sim: Simulator): void {
  void app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: LARGEST_FILE }, (_request, body, done) =>
      done(null, body),
    );
    files.post("/__sim/media", async (request, reply) => {
      const bytes = request.body;
      if (!Buffer.isBuffer(bytes) || bytes.byteLength === 0)
        throw new RangeError("The body must be the file.");
      const name = request.headers["x-file-name"];
      const fileName = typeof name === "string" && name !== "" ? decodeURIComponent(name) : null;
      const mimeType = request.headers["content-type"] ?? "application/octet-stream";
      const item = keepMedia(sim.world, { bytes, mimeType, fileName, phoneNumberId: null, days: 7 });
      return reply.code(201).send({ mediaId: item.id, mimeType: item.mimeType, size: item.size });
    });
  });
  app.get<{ Params: { id: string } }>("/__sim/media/:id", async (request, reply) => {
    const item = sim.world.media.get(request.params.id);
    if (!item) return reply.code(404).send({ error: "No such file." });
    const shown = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/.test(item.mimeType);
    void reply
      .header("Content-Type", shown ? item.mimeType : "application/octet-stream")
      .header("X-Content-Type-Options", "nosniff");
    void reply
      .header("Content-Security-Policy", "sandbox; default-src 'none'; media-src 'self'; img-src 'self'")
      .header("Cache-Control", "private, max-age=3600");
    if (!shown)
      void reply.header(
        "Content-Disposition",
        `attachment; filename*=UTF-8''${encodeURIComponent(item.fileName ?? item.id)}`,
      );
    return sendRange(reply, request.headers.range, item.bytes);
  });
}

/** Players seek by ranges; one simple range is enough for them. */
function sendRange(reply: FastifyReply, header: string | undefined, bytes: Buffer): unknown {
  void reply.header("Accept-Ranges", "bytes");
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (!match) return reply.send(bytes);
  const start = Number(match[1]);
  const end = match[2] ? Math.min(Number(match[2]), bytes.byteLength - 1) : bytes.byteLength - 1;
  if (start > end) return reply.code(416).header("Content-Range", `bytes */${bytes.byteLength}`).send();
  return reply
    .code(206)
    .header("Content-Range", `bytes ${start}-${end}/${bytes.byteLength}`)
    .send(bytes.subarray(start, end + 1));
}

/** A JSON object body; anything else is a RangeError. */
export function bodyOf(body: unknown): JsonObject {
  if (!isObject(body)) throw new RangeError("The body must be a JSON object.");
  return body;
}
