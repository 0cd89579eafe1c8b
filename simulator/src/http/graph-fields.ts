import type { FastifyRequest } from "fastify";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { noSuchObject, numbersOfToken } from "./graph-auth.ts";

export type ById = { Params: { id: string }; Querystring: Record<string, string | undefined> };

const NUMBER_DEFAULTS = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "webhook_configuration",
];

/** The asked fields plus the id; unknown names are left out. */
export function pickFields(node: JsonObject, fields: string | undefined, always = "id"): JsonObject {
  const asked =
    fields === undefined
      ? "display_phone_number" in node
        ? NUMBER_DEFAULTS
        : Object.keys(node)
      : fields.replace(/\{[^}]*\}/g, "").split(",");
  const names = [...new Set([...asked.map((name) => name.trim()), always])];
  return Object.fromEntries(names.flatMap((name) => (node[name] === undefined ? [] : [[name, node[name]]])));
}

/** The numbers of the account in the path that the token may speak for; throws when there is none. */
export function ownedByWaba(sim: Simulator, request: FastifyRequest<ById>): BusinessNumber[] {
  const numbers = numbersOfToken(sim.world, request).filter((number) => number.wabaId === request.params.id);
  if (numbers.length === 0) throw noSuchObject(request.params.id);
  return numbers;
}
