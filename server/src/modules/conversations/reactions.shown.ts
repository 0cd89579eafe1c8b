import type { Reaction } from "@balcao/api";
import type { MessageStatus } from "@balcao/core";
import { explainError } from "../channels/index.ts";

/** A reaction as kept: as it was last wanted, and as it stands at WhatsApp. */
export type StoredReaction = {
  author: Reaction["author"];
  emoji: string;
  confirmed: string;
  state: MessageStatus;
  errorCode: number | null;
};

const ON_ITS_WAY: Partial<Record<MessageStatus, Reaction["state"]>> = {
  queued: "waiting",
  sending: "waiting",
  failed: "failed",
  unknown: "unknown",
};

/** A kept reaction as the thread shows it: what stands at WhatsApp, and what was to replace it as long as it has not. */
export function shownReactions({ author, emoji, confirmed, state, errorCode }: StoredReaction): Reaction[] {
  const done = (shown: string): Reaction[] =>
    shown === "" ? [] : [{ author, emoji: shown, state: "done", explanation: null }];
  const under = ON_ITS_WAY[state];
  if (under === undefined) return done(emoji);
  const explanation = under === "failed" ? explainError(errorCode).explanation : null;
  return [...done(confirmed), { author, emoji, state: under, explanation }];
}
