import { asObject, object, value, type Json } from "./read.ts";
import { isSameSecret } from "./signature.ts";

const CHALLENGE = /^\d{1,64}$/;

/** The one value of a parameter; null when it is missing, repeated, or said in two spellings at once. */
function parameter(query: Json, name: string): string | null {
  const spelled = [
    value(query, `hub.${name}`),
    value(query, `hub_${name}`),
    value(object(query, "hub"), name),
  ].filter((found) => found !== undefined);
  return spelled.length === 1 && typeof spelled[0] === "string" ? spelled[0] : null;
}

/**
 * Answers Meta's verification request (wire facts, section 2.1); to be sent as text/plain. `query` is the parsed query
 * string: the names hold dots, which some frameworks rewrite (`hub_mode`) or nest (`hub: {mode}`), so all three are read;
 * a repeated name is refused. The challenge is echoed only when it is digits: anything else would reflect a stranger's
 * text. The token is compared in constant time; an empty one of ours verifies nothing.
 */
export function verifyChallenge(query: unknown, verifyToken: string): { status: 200 | 403; body: string } {
  const refused = { status: 403, body: "forbidden" } as const;
  const parameters = asObject(query);
  if (parameters === null || verifyToken === "") return refused;
  const mode = parameter(parameters, "mode");
  const token = parameter(parameters, "verify_token");
  const challenge = parameter(parameters, "challenge");
  if (mode !== "subscribe" || token === null || challenge === null || !CHALLENGE.test(challenge))
    return refused;
  return isSameSecret(token, verifyToken) ? { status: 200, body: challenge } : refused;
}
