import type { FastifyInstance, FastifyRequest } from "fastify";
import { GraphError } from "../graph/graph-error.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { appOfToken, isExpired, noToken, tokenOf } from "./graph-auth.ts";
import type { ById } from "./graph-fields.ts";
import { verifyOrThrow } from "./graph-number-routes.ts";
import { GRAPH } from "./paths.ts";

const APP_NAME = "Balcão (simulated)";
/** A token of a system user was given out once, long before any test begins. */
const ISSUED_AT = 1_780_000_000;

/** Calls of the app rather than of a number: token checks, the code exchange, webhook subscriptions. */
export function graphAppRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get(`${GRAPH}/debug_token`, async (request) => debugToken(sim, request));
  app.get(`${GRAPH}/oauth/access_token`, async (request) => exchange(sim, request));
  app.post(`${GRAPH}/oauth/access_token`, async (request) => exchange(sim, request));
  subscriptionRoutes(app, sim);
}

/** What the app was asked: of the query, a form or JSON, wherever it stands. */
function askedOf(request: FastifyRequest): Record<string, string | undefined> {
  const body = isObject(request.body) ? request.body : {};
  const query = request.query as Record<string, string | undefined>;
  const asked: Record<string, string | undefined> = { ...query };
  for (const [key, value] of Object.entries(body)) {
    if (typeof value === "string") asked[key] = value;
    else if (Array.isArray(value)) asked[key] = value.join(",");
  }
  return asked;
}

/** GET /debug_token (12.4): what a token may do. Asked with `{app}|{secret}` or any living token. */
function debugToken(sim: Simulator, request: FastifyRequest): JsonObject {
  const { input_token: input } = request.query as { input_token?: string };
  const asking = tokenOf(request);
  if (asking === null) throw noToken();
  if (appOfToken(sim.world, asking) === null && !sim.numbers().some((one) => one.accessToken === asking))
    throw wrongSignature();
  if (input === undefined) throw new GraphError(100, "The parameter input_token is required.");
  const numbers = sim.numbers().filter((number) => number.accessToken === input);
  const first = numbers[0];
  if (!first) {
    const error = { code: 190, message: "Invalid OAuth access token - Cannot parse access token" };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const expired = numbers.some((number) => isExpired(sim.world, number));
  const targets = [...new Set(numbers.map((number) => number.wabaId))];
  return {
    data: {
      app_id: first.appId,
      type: "SYSTEM_USER",
      application: APP_NAME,
      data_access_expires_at: 0,
      ...(expired
        ? {
            error: { code: 190, message: "Error validating access token: Session has expired", subcode: 463 },
          }
        : {}),
      expires_at: first.tokenExpiresAt,
      is_valid: !expired,
      issued_at: ISSUED_AT,
      scopes: first.scopes,
      granular_scopes: first.scopes.map((scope) => ({ scope, target_ids: targets })),
      user_id: "122000000000000001",
    },
  };
}

/** The end of Embedded Signup (12.3): a code that lives 30 s and works once becomes the token of its number. */
function exchange(sim: Simulator, request: FastifyRequest): JsonObject {
  const { client_id: id, client_secret: secret, code, grant_type: grant } = askedOf(request);
  const app = sim.numbers().find((number) => number.appId === id);
  if (!app) throw new GraphError(101, "Error validating application. Cannot get application info.");
  if (app.appSecret !== secret) throw new GraphError(1, "Error validating client secret.");
  if (grant === "client_credentials") return { access_token: `${id}|${secret}`, token_type: "bearer" };
  const number = code === undefined ? undefined : sim.world.numbers.get(sim.world.takeCode(code) ?? "");
  if (!number || number.appId !== id)
    throw new GraphError(100, "This authorization code has expired or was used already.", null, {
      subcode: 36007,
    });
  return { access_token: number.accessToken, token_type: "bearer" };
}

/** What an app can switch on (3.1); a number that says nothing hears all of it. */
const ALL_FIELDS = [
  "messages",
  "message_template_status_update",
  "template_category_update",
  "template_correct_category_detection",
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
  "history",
  "smb_message_echoes",
  "smb_app_state_sync",
  "calls",
];

/** `/{app}/subscriptions` (2.4): asked with the app's own token. */
function subscriptionRoutes(app: FastifyInstance, sim: Simulator): void {
  const path = `${GRAPH}/:id/subscriptions`;
  app.get<ById>(path, async (request) => {
    const [first] = numbersOfApp(sim, request);
    if (!first || first.webhookUrl === null) return { data: [] };
    const fields = (first.fields ?? ALL_FIELDS).map((name) => ({
      name,
      version: first.webhookVersion,
    }));
    return {
      data: [{ object: "whatsapp_business_account", callback_url: first.webhookUrl, active: true, fields }],
    };
  });
  app.post<ById>(path, async (request) => {
    const numbers = numbersOfApp(sim, request);
    const { object, callback_url: url, verify_token: token, fields } = askedOf(request);
    if (object !== "whatsapp_business_account")
      throw new GraphError(100, "Param object must be one of {whatsapp_business_account}.");
    if (url === undefined) throw new GraphError(100, "The parameter callback_url is required.");
    await verifyOrThrow(sim, url, token ?? "");
    const names = (fields ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    for (const number of numbers)
      Object.assign(number, {
        webhookUrl: url,
        verifyToken: token ?? "",
        fields: names,
      });
    sim.world.changed();
    return { success: true };
  });
  app.delete<ById>(path, async (request) => {
    const gone = (askedOf(request).fields ?? "").split(",").filter((name) => name !== "");
    for (const number of numbersOfApp(sim, request))
      number.fields = gone.length === 0 ? [] : (number.fields ?? []).filter((name) => !gone.includes(name));
    sim.world.changed();
    return { success: true };
  });
}

/** What Meta says to an app's token that is not this app's, or has another secret. */
const wrongSignature = (): GraphError =>
  new GraphError(190, "Invalid OAuth access token signature.", null, { http: 400 });

function numbersOfApp(sim: Simulator, request: FastifyRequest<ById>): BusinessNumber[] {
  const token = tokenOf(request) ?? askedOf(request).access_token ?? null;
  if (token === null) throw noToken();
  const appId = appOfToken(sim.world, token);
  if (appId !== request.params.id) throw wrongSignature();
  return sim.numbers().filter((number) => number.appId === appId);
}
