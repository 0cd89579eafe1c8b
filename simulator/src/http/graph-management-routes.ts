import type { FastifyInstance, FastifyRequest } from "fastify";
import { digitsOf, formatPhone } from "../brazil.ts";
import { GraphError } from "../graph/graph-error.ts";
import { findMedia } from "../media-store.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import { verifyCallback } from "../post.ts";
import type { Simulator } from "../simulator.ts";
import { callbackOf } from "../number-facts.ts";
import { authorizedNumber, noSuchObject, numbersOfToken } from "./graph-auth.ts";
import { blockAnswer, debugToken } from "./graph-management-answers.ts";
import { ownedByWaba, pickFields, type ById } from "./graph-fields.ts";
import { deleteMedia, mediaAnswer } from "./graph-media-routes.ts";
import { changeTemplateNode, templateNode } from "./graph-template-routes.ts";
import { GRAPH } from "./paths.ts";

/** The Graph calls around messages: nodes, numbers, subscriptions, templates, profile, blocking, token. */
export function graphManagementRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get(`${GRAPH}/debug_token`, async (request) => debugToken(sim, request));
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
  subscriptionRoutes(app, sim);
  profileRoutes(app, sim);
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

function profileRoutes(app: FastifyInstance, sim: Simulator): void {
  const own = (request: FastifyRequest<ById>): BusinessNumber =>
    authorizedNumber(sim.world, request, request.params.id);
  app.get<ById>(`${GRAPH}/:id/whatsapp_business_profile`, async (request) => ({
    data: [pickFields(own(request).profile, request.query.fields, "messaging_product")],
  }));
  app.post<ById>(`${GRAPH}/:id/whatsapp_business_profile`, async (request) => {
    const number = own(request);
    if (isObject(request.body)) number.profile = { ...number.profile, ...request.body };
    sim.world.changed();
    return { success: true };
  });
  app.get<ById>(`${GRAPH}/:id/block_users`, async (request) => ({
    data: own(request).blockedUsers.map((id) => ({
      messaging_product: "whatsapp",
      wa_id: sim.world.users.get(id)?.waId,
    })),
  }));
  for (const [method, block] of [
    ["POST", true],
    ["DELETE", false],
  ] as const)
    app.route<ById>({
      method,
      url: `${GRAPH}/:id/block_users`,
      handler: async (request, reply) => {
        const { http, body } = blockAnswer(sim, own(request), request.body, block);
        return reply.code(http).send(body);
      },
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
    const node = {
      id,
      name: waba.verifiedName,
      currency: "BRL",
      timezone_id: "25",
      message_template_namespace: `sim_${id}`,
      account_review_status: "APPROVED",
      business_verification_status: "verified",
      country: "BR",
      health_status: wabaHealth(waba),
    };
    return pickFields(
      node,
      request.query.fields ?? "id,name,currency,timezone_id,message_template_namespace",
    );
  }
  for (const one of mine) {
    const template = sim.world.templates.get(one.wabaId)?.find((item) => item.id === id);
    if (template) return templateNode(template, request.query.fields);
  }
  throw noSuchObject(id);
}

/** Meta's word for an account without a payment method (its OpenAPI, health_status). */
const NO_PAYMENT = {
  error_code: 141006,
  error_description:
    "There is an error with the payment method. This will block business initiated conversations.",
  possible_solution:
    "There was an error with your payment method. Please add a new payment method to the account.",
};

function wabaHealth({ wabaId, paymentMethod }: BusinessNumber): JsonObject {
  const able = paymentMethod ? "AVAILABLE" : "BLOCKED";
  const errors = paymentMethod ? {} : { errors: [NO_PAYMENT] };
  return {
    can_send_message: able,
    entities: [{ entity_type: "WABA", id: wabaId, can_send_message: able, ...errors }],
  };
}

function numberNode(number: BusinessNumber): JsonObject {
  const able = number.banned || !number.registered ? "BLOCKED" : "AVAILABLE";
  return {
    id: number.phoneNumberId,
    verified_name: number.verifiedName,
    display_phone_number: formatPhone(number.displayPhone),
    quality_rating: "GREEN",
    status: number.banned ? "BANNED" : number.registered ? "CONNECTED" : "PENDING",
    name_status: "APPROVED",
    code_verification_status: number.codeVerified === false ? "NOT_VERIFIED" : "VERIFIED",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    account_mode: number.allowList ? "SANDBOX" : "LIVE",
    is_official_business_account: false,
    is_pin_enabled: number.pin !== null,
    is_on_biz_app: false,
    whatsapp_business_manager_messaging_limit: "TIER_UNLIMITED",
    webhook_configuration: {
      application: callbackOf(number) ?? "",
      ...(number.webhookOverride?.scope === "number" ? { phone_number: number.webhookOverride.url } : {}),
    },
    health_status: {
      can_send_message: able,
      entities: [{ entity_type: "PHONE_NUMBER", id: number.phoneNumberId, can_send_message: able }],
    },
  };
}

async function changeNumber(sim: Simulator, request: FastifyRequest<ById>): Promise<JsonObject> {
  const number = authorizedNumber(sim.world, request, request.params.id);
  const body = isObject(request.body) ? request.body : {};
  const configuration = body.webhook_configuration;
  if (isObject(configuration)) {
    const url =
      typeof configuration.override_callback_uri === "string" ? configuration.override_callback_uri : "";
    if (url !== "") await verifyOrThrow(sim, url, String(configuration.verify_token ?? ""));
    number.webhookOverride = url === "" ? null : { scope: "number", url };
  } else if (typeof body.pin !== "string" || digitsOf(body.pin).length !== 6) {
    throw new GraphError(100, "Invalid parameter", "Nothing to change was given.");
  } else number.pin = body.pin;
  sim.world.changed();
  return { success: true };
}

async function verifyOrThrow(sim: Simulator, url: string, token: string): Promise<void> {
  const problem = await verifyCallback(url, token, sim.world.idRandom.digits(10));
  if (problem !== null)
    throw new GraphError(2200, `Callback verification failed with the following errors: ${problem}`);
}
