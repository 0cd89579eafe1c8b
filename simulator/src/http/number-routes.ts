import type { FastifyInstance } from "fastify";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { NumberInput } from "../options.ts";
import type { Simulator } from "../simulator.ts";
import { bodyOf } from "./control-routes.ts";

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
] as const;
const LISTS = ["scopes", "fields"] as const;

/** /__sim/numbers: business numbers, each with its own webhook and secret. */
export function numberRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/numbers", async () => sim.numbers().map(publicNumber));
  app.post("/__sim/numbers", async (request, reply) =>
    reply.code(201).send(publicNumber(sim.addNumber(readNumber(bodyOf(request.body))))),
  );
  app.patch<{ Params: { id: string } }>("/__sim/numbers/:id", async (request, reply) => {
    if (!sim.world.numbers.has(request.params.id)) return reply.code(404).send({ error: "No such number." });
    return publicNumber(
      sim.addNumber(readNumber({ ...bodyOf(request.body), phoneNumberId: request.params.id })),
    );
  });
  app.delete<{ Params: { id: string } }>("/__sim/numbers/:id", async (request, reply) => {
    if (!sim.world.numbers.delete(request.params.id))
      return reply.code(404).send({ error: "No such number." });
    sim.world.events.emit({ kind: "numbers" });
    sim.world.changed();
    return { ok: true };
  });
  app.post<{ Params: { id: string } }>("/__sim/numbers/:id/verify", async (request) => {
    const problem = await sim.verifyWebhook(request.params.id);
    return problem === null ? { ok: true } : { ok: false, problem };
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
  for (const key of LISTS) {
    const value = body[key];
    if (value === undefined) continue;
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string"))
      throw new RangeError(`"${key}" must be a list of texts.`);
    input[key] = value;
  }
  if (body.pin !== undefined) {
    if (body.pin !== null && !/^\d{6}$/.test(String(body.pin)))
      throw new RangeError(`"pin" must be six digits or null.`);
    input.pin = body.pin;
  }
  if (body.webhookUrl !== undefined) input.webhookUrl = readUrl(body.webhookUrl);
  if (body.allowList !== undefined) {
    if (
      body.allowList !== null &&
      !(Array.isArray(body.allowList) && body.allowList.every((one) => typeof one === "string"))
    )
      throw new RangeError(`"allowList" must be a list of phones or null.`);
    input.allowList = body.allowList;
  }
  return { ...input, phoneNumberId: String(body.phoneNumberId ?? "") };
}

function copyChecked(
  from: JsonObject,
  to: Record<string, unknown>,
  key: string,
  type: "string" | "boolean",
): void {
  if (from[key] === undefined) return;
  if (typeof from[key] !== type) throw new RangeError(`"${key}" must be a ${type}.`);
  to[key] = from[key];
}

function readUrl(value: unknown): string | null {
  if (value === null || value === "") return null;
  if (typeof value !== "string" || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new RangeError(`"webhookUrl" must be an http(s) URL or null.`);
  return value;
}
