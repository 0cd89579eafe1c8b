import { createHash, timingSafeEqual } from "node:crypto";

const CHALLENGE = /^\d{1,64}$/;

const one = (query: Record<string, unknown>, ...names: string[]): string | null => {
  const values = names.flatMap((name) => (name in query ? [query[name]] : []));
  return values.length === 1 && typeof values[0] === "string" ? values[0] : null;
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Answers Meta's verification request. The names hold dots, which some frameworks rewrite, so both forms are read; a
 * repeated name is refused. The challenge is echoed only when it is digits: anything else would reflect a stranger's text.
 */
export function verifyChallenge(query: unknown, verifyToken: string): { status: 200 | 403; body: string } {
  const refused = { status: 403, body: "forbidden" } as const;
  if (typeof query !== "object" || query === null || verifyToken === "") return refused;
  const parameters = query as Record<string, unknown>;
  const mode = one(parameters, "hub.mode", "hub_mode");
  const token = one(parameters, "hub.verify_token", "hub_verify_token");
  const challenge = one(parameters, "hub.challenge", "hub_challenge");
  if (mode !== "subscribe" || token === null || challenge === null || !CHALLENGE.test(challenge)) return refused;
  return timingSafeEqual(digest(token), digest(verifyToken)) ? { status: 200, body: challenge } : refused;
}
