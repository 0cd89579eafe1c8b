import { isIPv6 } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

const MINUTE_MS = 60_000;

export const tooMany = (): ProblemError => new ProblemError(429, "too_many_requests");

/** Route config of a public door: so many requests from one address (of an IPv6 one, its /64) in so many minutes. */
export const door = (most: number, minutes = 1): { rateLimit: { max: number; timeWindow: number } } => ({
  rateLimit: { max: most, timeWindow: minutes * MINUTE_MS },
});

/** What counts as one caller: an IPv4 address; of an IPv6 one its /64, all of which one home has. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

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
