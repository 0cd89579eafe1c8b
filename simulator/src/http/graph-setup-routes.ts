import type { FastifyInstance, FastifyRequest } from "fastify";
import { GraphError } from "../graph/graph-error.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import { verifyCallback } from "../post.ts";
import type { Simulator } from "../simulator.ts";
import { authorizedNumber, tokenOf } from "./graph-auth.ts";
import { GRAPH } from "./paths.ts";

type ById = { Params: { id: string } };

/** The code that every simulated number receives. */
export const SIMULATED_CODE = "123456";

/** The Graph calls that connect a number: what the app hears of and where (2.4), verification and registration (12.2). */
export function graphSetupRoutes(app: FastifyInstance, sim: Simulator): void {
  subscriptionRoutes(app, sim);
  registrationRoutes(app, sim);
}

/** Numbers of an app that shows its secret, `{app}|{secret}`. Throws 190 otherwise. */
export function numbersOfApp(sim: Simulator, appToken: string | null, appId?: string): BusinessNumber[] {
  const [id, secret] = (appToken ?? "").split("|");
  const mine = sim.numbers().filter((number) => number.appId === id && number.appSecret === secret);
  if (mine.length === 0 || (appId !== undefined && appId !== id))
    throw new GraphError(190, "Invalid OAuth access token signature.", null, { http: 400 });
  return mine;
}

function subscriptionRoutes(app: FastifyInstance, sim: Simulator): void {
  const path = `${GRAPH}/:id/subscriptions`;
  app.get<ById>(path, async (request) => {
    const [first] = numbersOfApp(sim, tokenOf(request), request.params.id);
    if (!first?.webhookUrl) return { data: [] };
    return {
      data: [
        {
          object: "whatsapp_business_account",
          callback_url: first.webhookUrl,
          active: true,
          fields: (first.fields ?? ALL_FIELDS).map((name) => ({ name, version: first.webhookVersion })),
        },
      ],
    };
  });
  app.post<ById>(path, async (request) => {
    const numbers = numbersOfApp(sim, tokenOf(request), request.params.id);
    const body = isObject(request.body) ? request.body : {};
    const text = (name: string): string => {
      const value = body[name];
      if (typeof value !== "string" || value === "")
        throw new GraphError(100, `The parameter ${name} is required.`);
      return value;
    };
    if (text("object") !== "whatsapp_business_account")
      throw new GraphError(100, "Only whatsapp_business_account is simulated.");
    const [url, verifyToken] = [text("callback_url"), text("verify_token")];
    const fields = text("fields").split(",");
    const problem = await verifyCallback(url, verifyToken, sim.world.idRandom.digits(10));
    if (problem !== null)
      throw new GraphError(2200, `Callback verification failed with the following errors: ${problem}`);
    for (const number of numbers) Object.assign(number, { webhookUrl: url, verifyToken, fields });
    sim.world.changed();
    return { success: true };
  });
}

/** What an app can switch on (3.1); a number that says nothing hears all of it. */
const ALL_FIELDS = [
  "messages",
  "message_template_status_update",
  "template_category_update",
  "account_update",
  "message_template_quality_update",
  "message_template_components_update",
  "phone_number_quality_update",
  "phone_number_name_update",
  "account_alerts",
  "account_review_update",
  "business_capability_update",
  "security",
  "user_preferences",
];

function registrationRoutes(app: FastifyInstance, sim: Simulator): void {
  const own = (request: FastifyRequest<ById>): BusinessNumber =>
    authorizedNumber(sim.world, request, request.params.id);
  const changed = (): JsonObject => {
    sim.world.changed();
    return { success: true };
  };
  app.post<ById>(`${GRAPH}/:id/register`, async (request) => {
    const number = own(request);
    const pin = isObject(request.body) ? request.body.pin : undefined;
    if (number.codeVerified === false)
      throw new GraphError(133006, "Phone number needs to be verified before registering.");
    if (typeof number.pin === "string" && pin !== number.pin)
      throw new GraphError(133005, "Two step verification PIN Mismatch", "The PIN is incorrect.");
    if (typeof pin === "string") number.pin = pin;
    number.registered = true;
    return changed();
  });
  app.post<ById>(`${GRAPH}/:id/deregister`, async (request) => {
    own(request).registered = false;
    return changed();
  });
  app.post<ById>(`${GRAPH}/:id/request_code`, async (request) => {
    const body = isObject(request.body) ? request.body : {};
    if (!["SMS", "VOICE"].includes(String(body.code_method)))
      throw new GraphError(100, "Param code_method must be one of {SMS, VOICE}.");
    own(request).codeSent = true;
    return changed();
  });
  app.post<ById>(`${GRAPH}/:id/verify_code`, async (request) => {
    const number = own(request);
    const code = isObject(request.body) ? request.body.code : undefined;
    if (number.codeSent !== true || code !== SIMULATED_CODE)
      throw new GraphError(136025, "Verify code error", "The code you entered is incorrect.");
    number.codeVerified = true;
    return changed();
  });
}
