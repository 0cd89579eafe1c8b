import { mayAnswer } from "@balcao/core";
import type { Deps } from "../../platform/deps.ts";
import { askTyping, typistsShown } from "./typing.queries.ts";

/** Agents write at answers: the customers of those conversations are to see it on their phones, where their accounts want it. */
export async function showTyping(
  { system, clock, wake }: Deps,
  typing: readonly { accountId: string; conversationId: string; agentId: string }[],
): Promise<void> {
  if (typing.length === 0) return;
  const shown = (await typistsShown(system, typing, clock.now())).filter((one) =>
    mayAnswer(one, one.me, one),
  );
  if (shown.length > 0 && (await askTyping(system, shown))) wake.signal("reads");
}
