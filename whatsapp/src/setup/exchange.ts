import { filled } from "../read.ts";
import { call, type SetupAccess } from "./calls.ts";
import type { Told } from "./facts.ts";

/**
 * The token for a code that Embedded Signup gave in the browser; a code is valid for 30 seconds and once (wire facts, section 12.3).
 * Never throws; neither code nor secret is in what it answers.
 */
export async function exchangeCode(access: Omit<SetupAccess, "token">, code: string): Promise<Told<string>> {
  const asked = new URLSearchParams({ client_id: access.appId, client_secret: access.appSecret, code });
  const answer = await call(
    access,
    `oauth/access_token?${asked.toString()}`,
    `${access.appId}|${access.appSecret}`,
  );
  if (answer.kind !== "body") return answer;
  const token = filled(answer.root, "access_token");
  return token === null ? { kind: "no_answer", reason: "unreadable" } : { kind: "told", facts: token };
}
