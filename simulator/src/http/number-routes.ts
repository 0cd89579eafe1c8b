import type { FastifyInstance } from "fastify";
import { callPerson, type BusinessCall } from "../calls.ts";
import { putPast, writeInApp, type PastMessage } from "../coexistence.ts";
import type { UserMessage } from "../inbound-content.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import { changeNumberAtMeta } from "../number-news.ts";
import type { NumberInput } from "../options.ts";
import type { Simulator } from "../simulator.ts";
import { bodyOf } from "./control-routes.ts";
import { readSeconds, userOf } from "./user-routes.ts";

const TEXTS = [
  "wabaId",
  "appId",
  "portfolioId",
  "displayPhone",
  "verifiedName",
  "appSecret",
  "verifyToken",
  "accessToken",
  "webhookVersion",
] as const;
const FLAGS = [
  "subscribed",
  "registered",
  "banned",
  "tokenExpired",
  "paymentMethod",
  "appLive",
  "codeVerified",
  "onBizApp",
  "sharesHistory",
] as const;
const LISTS = ["allowList", "fields"] as const;
/** What nodes of numbers can say (12.1). */
const CHOICES: Record<string, readonly string[]> = {
  qualityRating: ["GREEN", "YELLOW", "RED", "UNKNOWN", "NA"],
  nameStatus: ["APPROVED", "AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE"],
  messagingLimit: ["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"],
  throughputLevel: ["STANDARD", "HIGH", "NOT_APPLICABLE"],
  status: [
    "PENDING",
    "CONNECTED",
    "FLAGGED",
    "RESTRICTED",
    "RATE_LIMITED",
    "BANNED",
    "DISCONNECTED",
    "DELETED",
    "MIGRATED",
    "UNVERIFIED",
    "UNKNOWN",
  ],
};

/** /__sim/numbers: business numbers, each with its own webhook and secret. */
export function numberRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/numbers", async () => sim.numbers().map(publicNumber));
  app.post("/__sim/numbers", async (request, reply) =>
    reply.code(201).send(publicNumber(sim.addNumber(readNumber(bodyOf(request.body))))),
  );
  app.patch<{ Params: { id: string } }>("/__sim/numbers/:id", async (request, reply) => {
    if (!sim.world.numbers.has(request.params.id)) return reply.code(404).send({ error: "No such number." });
    return publicNumber(
      changeNumberAtMeta(sim, readNumber({ ...bodyOf(request.body), phoneNumberId: request.params.id })),
    );
  });
  app.delete<{ Params: { id: string } }>("/__sim/numbers/:id", async (request, reply) => {
    if (!sim.world.numbers.delete(request.params.id))
      return reply.code(404).send({ error: "No such number." });
    sim.world.events.emit({ kind: "numbers" });
    sim.world.changed();
    return { ok: true };
  });
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/code", async (request, reply) => {
    if (!sim.world.numbers.has(request.params.id)) return reply.code(404).send({ error: "No such number." });
    return reply.code(201).send({ code: sim.world.giveCode(request.params.id) });
  });
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/app-messages", async (request, reply) => {
    const { userId, ...input } = bodyOf(request.body);
    return reply
      .code(201)
      .send(writeInApp(sim, request.params.id, String(userId ?? ""), input as UserMessage));
  });
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/calls", async (request, reply) => {
    const { userId, answer = "accepted", ...body } = bodyOf(request.body);
    const user = userOf(sim, String(userId ?? ""));
    const call = { answer: answer as BusinessCall["answer"], seconds: readSeconds(body) };
    return reply.code(201).send({ id: callPerson(sim, user, request.params.id, call) });
  });
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/past", async (request, reply) => {
    const { messages } = bodyOf(request.body);
    if (!Array.isArray(messages) || !messages.every(isObject))
      throw new RangeError(`"messages" must be a list of past messages.`);
    putPast(sim, request.params.id, messages as PastMessage[]);
    return reply.code(201).send({ ok: true });
  });
  accountRoutes(app, sim);
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/verify", async (request) => {
    const problem = await sim.verifyWebhook(request.params.id);
    return problem === null ? { ok: true } : { ok: false, problem };
  });
}

const ACCOUNT_TEXTS = [
  "name",
  "currency",
  "timezoneId",
  "country",
  "reviewStatus",
  "verificationStatus",
  "ownershipType",
] as const;

/** /__sim/accounts: what the business accounts say of themselves. */
function accountRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/accounts", async () => [...sim.world.accounts.values()]);
  app.patch<{ Params: { id: string } }>("/__sim/accounts/:id", async (request, reply) => {
    const account = sim.world.accounts.get(request.params.id);
    if (!account) return reply.code(404).send({ error: "No such account." });
    const changes: Record<string, unknown> = {};
    for (const key of ACCOUNT_TEXTS) copyChecked(bodyOf(request.body), changes, key, "string");
    sim.world.changed();
    return Object.assign(account, changes);
  });
}

/** A number without its secrets. */
export function publicNumber(number: BusinessNumber): JsonObject {
  const { appSecret: _secret, accessToken: _token, verifyToken: _verify, pin: _pin, ...shown } = number;
  return shown;
}

function readNumber(body: JsonObject): NumberInput {
  const input: Record<string, unknown> = {};
  for (const key of TEXTS) copyChecked(body, input, key, "string");
  for (const key of FLAGS) copyChecked(body, input, key, "boolean");
  if (body.webhookUrl !== undefined) input.webhookUrl = readUrl(body.webhookUrl);
  for (const key of LISTS) if (body[key] !== undefined) input[key] = readList(body[key], key, true);
  if (body.scopes !== undefined) input.scopes = readList(body.scopes, "scopes", false);
  for (const [key, choices] of Object.entries(CHOICES)) {
    if (body[key] === undefined) continue;
    if (!(body[key] === null && key === "status") && !choices.includes(String(body[key])))
      throw new RangeError(`"${key}" must be one of ${choices.join(", ")}.`);
    input[key] = body[key];
  }
  if (body.pin !== undefined && body.pin !== null && !/^\d{6}$/.test(String(body.pin)))
    throw new RangeError(`"pin" must be six digits or null.`);
  if (body.pin !== undefined) Object.assign(input, { pin: body.pin, wrongPins: 0 });
  copyChecked(body, input, "tokenExpiresAt", "number");
  return { ...input, phoneNumberId: String(body.phoneNumberId ?? "") };
}

function copyChecked(
  from: JsonObject,
  to: Record<string, unknown>,
  key: string,
  type: "string" | "boolean" | "number",
): void {
  if (from[key] === undefined) return;
  if (typeof from[key] !== type) throw new RangeError(`"${key}" must be a ${type}.`);
  to[key] = from[key];
}

function readList(value: unknown, key: string, orNull: boolean): string[] | null {
  if (orNull && value === null) return null;
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
    throw new RangeError(`"${key}" must be a list of texts${orNull ? " or null" : ""}.`);
  return value as string[];
}

function readUrl(value: unknown): string | null {
  if (value === null || value === "") return null;
  if (typeof value !== "string" || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new RangeError(`"webhookUrl" must be an http(s) URL or null.`);
  return value;
}
