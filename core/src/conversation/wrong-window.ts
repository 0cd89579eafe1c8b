import { windowClosesAt } from "../window/service-window.ts";
import type { ConversationDecision, ConversationState } from "./types.ts";

/**
 * Meta refused what was written at `saidAt` because the service window was closed, while ours was open (wire facts, section 13.1: a known
 * fault, or an end of which we heard nothing). What Meta knows counts: the window is closed since then, until the customer writes again.
 * Null = ours was closed as well, or the customer has written since: there is nothing to correct.
 */
export function onWindowRefused(before: ConversationState, saidAt: number): ConversationDecision | null {
  const { windowClosesAt: closesAt } = before;
  if (before.status === "closed" || closesAt === null || closesAt <= saidAt) return null;
  // a window that opened after it was said is another one
  if (closesAt > windowClosesAt(saidAt)) return null;
  return {
    state: { ...before, windowClosesAt: saidAt },
    effects: [
      {
        type: "history",
        event: "conversation.window_corrected",
        agentId: null,
        data: { from: closesAt, to: saidAt },
      },
    ],
  };
}
