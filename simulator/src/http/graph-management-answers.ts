import type { FastifyRequest } from "fastify";
import { digitsOf } from "../brazil.ts";
import { GraphError } from "../graph/graph-error.ts";
import { needList } from "../graph/check.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";

/** GET /debug_token (12.4): what a token may do. Needs any token or `{app}|{secret}` as access_token. */
export function debugToken(sim: Simulator, request: FastifyRequest): JsonObject {
  const query = request.query as { input_token?: string; access_token?: string };
  if (query.access_token === undefined && request.headers.authorization === undefined) {
    throw new GraphError(
      2500,
      "An active access token must be used to query information about the current user.",
      null,
      { http: 401 },
    );
  }
  const numbers = sim.numbers().filter((number) => number.accessToken === query.input_token);
  const first = numbers[0];
  if (!first)
    return {
      data: { is_valid: false, error: { code: 190, message: "Invalid OAuth access token." }, scopes: [] },
    };
  const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
  const targets = [...new Set(numbers.map((number) => number.wabaId))];
  const expired = numbers.some((number) => number.tokenExpired);
  return {
    data: {
      app_id: first.appId,
      type: "SYSTEM_USER",
      application: "Balcão (simulated)",
      is_valid: !expired,
      expires_at: 0,
      data_access_expires_at: 0,
      issued_at: 1_790_000_000,
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, target_ids: targets })),
      user_id: "122000000000000001",
    },
  };
}

/** POST and DELETE /{phone}/block_users (12.5). */
export function blockAnswer(
  sim: Simulator,
  number: BusinessNumber,
  body: unknown,
  block: boolean,
): JsonObject {
  const entries = needList(isObject(body) ? body.block_users : undefined, "block_users", 1, 1_000).filter(
    isObject,
  );
  const done: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    const input = String(entry.user ?? entry.user_id ?? "");
    const user =
      entry.user_id === undefined
        ? sim.world.userByPhone(digitsOf(input))
        : sim.world.userByBsuid(input, number.portfolioId);
    if (!user) {
      failed.push({
        input,
        wa_id: digitsOf(input),
        errors: [
          {
            code: 139100,
            message: "Failed to block/unblock users",
            error_data: { details: "User is not on WhatsApp" },
          },
        ],
      });
      continue;
    }
    number.blockedUsers = number.blockedUsers.filter((id) => id !== user.id);
    if (block) number.blockedUsers.push(user.id);
    done.push({ input, wa_id: user.waId });
  }
  sim.world.changed();
  const result: JsonObject = { [block ? "added_users" : "removed_users"]: done };
  if (failed.length > 0) result.failed_users = failed;
  return { messaging_product: "whatsapp", block_users: result };
}
