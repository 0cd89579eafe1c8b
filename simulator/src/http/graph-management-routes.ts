import type { FastifyInstance, FastifyRequest } from "fastify";
import { needText } from "../graph/check.ts";
import { GraphError } from "../graph/graph-error.ts";
import { accountNode, numberNode } from "../graph/nodes.ts";
import { makeObjectId } from "../ids.ts";
import { findMedia } from "../media-store.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import { newAccount } from "../new-number.ts";
import type { Simulator } from "../simulator.ts";
import { noSuchObject, numbersOfToken } from "./graph-auth.ts";
import { deleteMedia, mediaAnswer } from "./graph-media-routes.ts";
import { changeNumber, verifyOrThrow } from "./graph-number-routes.ts";
import { ownedByWaba, pickFields, type ById } from "./graph-fields.ts";
import { changeTemplateNode, templateNode } from "./graph-template-routes.ts";
import { GRAPH } from "./paths.ts";

/** Nodes by their id, and the calls on an account: its numbers and the apps subscribed to it. */
export function graphManagementRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get<ById>(`${GRAPH}/:id`, async (request) => readNode(sim, request));
  app.delete<ById>(`${GRAPH}/:id`, async (request) => deleteMedia(sim, request, request.params.id));
  app.post<ById>(
    `${GRAPH}/:id`,
    async (request) => changeTemplateNode(sim, request) ?? changeNumber(sim, request),
  );
  app.get<ById>(`${GRAPH}/:id/phone_numbers`, async (request) => {
    const fields = request.query.fields;
    return {
      data: ownedByWaba(sim, request).map((number) => pickFields(numberNode(number), fields)),
      paging: { cursors: { before: "QQ", after: "QQ" } },
    };
  });
  app.post<ById>(`${GRAPH}/:id/phone_numbers`, async (request) => addPhoneNumber(sim, request));
  subscriptionRoutes(app, sim);
}

function subscriptionRoutes(app: FastifyInstance, sim: Simulator): void {
  const path = `${GRAPH}/:id/subscribed_apps`;
  app.get<ById>(path, async (request) => {
    const first = ownedByWaba(sim, request)[0] as BusinessNumber;
    if (!first.subscribed) return { data: [] };
    const app: JsonObject = {
      whatsapp_business_api_data: {
        id: first.appId,
        name: "Balcão (simulated)",
        link: "https://example.com",
      },
    };
    if (first.webhookOverride?.scope === "waba") app.override_callback_uri = first.webhookOverride.url;
    return { data: [app] };
  });
  app.post<ById>(path, async (request) => {
    const numbers = ownedByWaba(sim, request);
    const body = isObject(request.body) ? request.body : {};
    const url = typeof body.override_callback_uri === "string" ? body.override_callback_uri : null;
    if (url !== null) await verifyOrThrow(sim, url, String(body.verify_token ?? ""));
    for (const number of numbers) {
      number.subscribed = true;
      if (number.webhookOverride?.scope !== "number")
        number.webhookOverride = url === null ? null : { scope: "waba", url };
    }
    sim.world.changed();
    return { success: true };
  });
  app.delete<ById>(path, async (request) => {
    for (const number of ownedByWaba(sim, request)) number.subscribed = false;
    sim.world.changed();
    return { success: true };
  });
}

function readNode(sim: Simulator, request: FastifyRequest<ById>): JsonObject {
  const { id } = request.params;
  const mine = numbersOfToken(sim.world, request);
  const media = findMedia(sim.world, id);
  if (media) return mediaAnswer(sim, request, media);
  const number = mine.find((one) => one.phoneNumberId === id);
  if (number) return pickFields(numberNode(number), request.query.fields);
  const waba = mine.find((one) => one.wabaId === id);
  if (waba) {
    const account = sim.world.accounts.get(id) ?? newAccount(id, waba.verifiedName);
    return pickFields(
      accountNode(account, waba),
      request.query.fields ?? "id,name,currency,timezone_id,message_template_namespace",
    );
  }
  for (const one of mine) {
    const template = sim.world.templates.get(one.wabaId)?.find((item) => item.id === id);
    if (template) return templateNode(template, request.query.fields);
  }
  throw noSuchObject(id);
}

/** What a new number has in common with those of its account. */
const SHARED = [
  "wabaId",
  "appId",
  "portfolioId",
  "webhookUrl",
  "appSecret",
  "verifyToken",
  "accessToken",
  "subscribed",
  "fields",
  "scopes",
  "paymentMethod",
  "webhookVersion",
] as const;

/** POST /{waba}/phone_numbers (12.2): the number is there, not verified and not registered yet. */
function addPhoneNumber(sim: Simulator, request: FastifyRequest<ById>): JsonObject {
  const first = ownedByWaba(sim, request)[0] as BusinessNumber;
  const body = isObject(request.body) ? request.body : {};
  const cc = typeof body.cc === "string" || typeof body.cc === "number" ? String(body.cc) : "";
  const phone = `${cc}${needText(body.phone_number, "phone_number", 20)}`.replace(/\D/g, "");
  const verifiedName = needText(body.verified_name, "verified_name", 75);
  if (!/^[1-9]\d{6,14}$/.test(phone)) throw new GraphError(100, "Param phone_number is not a phone number.");
  if (sim.numbers().some((number) => number.displayPhone === phone))
    throw new GraphError(100, "This phone number is in use already.");
  const shared = Object.fromEntries(SHARED.map((key) => [key, first[key]]));
  const number = sim.addNumber({
    ...shared,
    phoneNumberId: makeObjectId(sim.world.idRandom),
    displayPhone: phone,
    verifiedName,
    registered: false,
    codeVerified: false,
    pin: null,
    nameStatus: "PENDING_REVIEW",
  });
  return { id: number.phoneNumberId };
}
