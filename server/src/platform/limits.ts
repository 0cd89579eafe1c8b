import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

const MINUTE_MS = 60_000;

export const tooMany = (): ProblemError => new ProblemError(429, "too_many_requests");

/** Route config of a public door: so many requests from one address (of an IPv6 one, its /64) in so many minutes. */
export const door = (most: number, minutes = 1): { rateLimit: { max: number; timeWindow: number } } => ({
  rateLimit: { max: most, timeWindow: minutes * MINUTE_MS },
});

/** Counts attempts by a name the request carries, from whatever address; throws the problem when there were too many. */
export function attemptsBy(
  app: FastifyInstance,
  limit: { most: number; minutes: number },
): (request: FastifyRequest, name: string) => Promise<void> {
  const names = new WeakMap<FastifyRequest, string>();
  const count = app.createRateLimit({
    max: limit.most,
    timeWindow: limit.minutes * MINUTE_MS,
    keyGenerator: (request) => names.get(request) ?? "",
  });
  return async (request, name) => {
    names.set(request, name);
    const result = await count(request);
    if (!result.isAllowed && result.isExceeded) throw tooMany();
  };
}
