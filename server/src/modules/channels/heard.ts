import type { Deps } from "../../platform/deps.ts";
import { noteBadSignature, noteVerification } from "./checks.queries.ts";
import { isOwnChallenge } from "./probe.ts";

type Heard = Pick<Deps, "system" | "clock">;
type Number = { accountId: string; id: string };

/** Meta asked whether the address is ours, and knew the verify token or not. Our own questions are not noted. */
export async function hearVerification(
  deps: Heard,
  number: Number,
  query: unknown,
  ok: boolean,
): Promise<void> {
  if (!isOwnChallenge(query)) await noteVerification(deps.system, number, ok, deps.clock.now());
}

/** A delivery came that our app's secret did not sign. */
export const hearBadSignature = (deps: Heard, number: Number): Promise<void> =>
  noteBadSignature(deps.system, number, deps.clock.now());
