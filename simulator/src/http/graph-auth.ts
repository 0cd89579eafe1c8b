import type { FastifyRequest } from "fastify";
import { GraphError, errorByCode } from "../graph/graph-error.ts";
import type { BusinessNumber } from "../model.ts";
import type { World } from "../world.ts";

/** The token of a call: the bearer (uploads say `OAuth`), or `access_token` in the query. */
export function tokenOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  const named = /^(?:Bearer|OAuth) +(.+)$/.exec(header ?? "");
  if (named) return (named[1] as string).trim();
  const query = request.query as { access_token?: unknown };
  return typeof query.access_token === "string" ? query.access_token : null;
}

/** The numbers a token may speak for. Throws 2500 on a GET without token, else 190. */
export function numbersOfToken(world: World, request: FastifyRequest): BusinessNumber[] {
  const token = tokenOf(request);
  if (token === null && request.method === "GET") throw noToken();
  const mine = [...world.numbers.values()].filter((number) => number.accessToken === token);
  if (mine.length === 0)
    throw new GraphError(190, "Invalid OAuth access token - Cannot parse access token", null, { http: 401 });
  if (mine.some((number) => isExpired(world, number))) throw errorByCode(190);
  return mine;
}

/** Whether the token of a number has come to its end, by its date or by the flag. */
export function isExpired(world: World, number: BusinessNumber): boolean {
  if (number.tokenExpired) return true;
  return number.tokenExpiresAt !== 0 && number.tokenExpiresAt * 1000 <= world.clock.now();
}

/** The app that `{app}|{secret}` stands for, or null. */
export function appOfToken(world: World, token: string): string | null {
  for (const { appId, appSecret } of world.numbers.values())
    if (token === `${appId}|${appSecret}`) return appId;
  return null;
}

/** What Meta answers a reader without a token. */
export function noToken(): GraphError {
  const message = "An active access token must be used to query information about the current user.";
  return new GraphError(2500, message, null, { http: 401 });
}

/** The number of a path, when the token may speak for it. Throws 190, 33 (unknown) or 10 (somebody else's). */
export function authorizedNumber(world: World, request: FastifyRequest, id: string): BusinessNumber {
  const number = world.numbers.get(id);
  if (number && number.accessToken === tokenOf(request)) {
    if (isExpired(world, number)) throw errorByCode(190);
    return number;
  }
  numbersOfToken(world, request);
  throw number ? errorByCode(10) : errorByCode(33);
}

/** "Object does not exist or no permission", as management calls answer. */
export function noSuchObject(id: string): GraphError {
  return new GraphError(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    null,
    {
      subcode: 33,
      type: "GraphMethodException",
    },
  );
}
