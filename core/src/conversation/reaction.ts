import type { MessageStatus } from "../sending/types.ts";
import { isWindowOpen } from "../window/service-window.ts";
import type { ConversationState } from "./types.ts";

/** A message that is to be reacted to, with the reaction of ours it may have. */
export type ReactionTarget = {
  /** Meta's id; null = WhatsApp does not have the message (yet) */
  wamid: string | null;
  at: number;
  /** ours as it was last wanted; "" = none */
  emoji: string;
  state: MessageStatus;
};

export type ReactionOutcome =
  /** `isNews`: it differs from what was wanted before, or that did not get through */
  | { ok: true; isNews: boolean }
  | {
      ok: false;
      code: "conversation_closed" | "service_window_closed" | "message_not_at_whatsapp" | "reaction_too_late";
    };

/** Meta refuses reactions to what is older (wire facts, section 7.2). */
const LATEST_MS = 30 * 24 * 3_600_000;
const DOUBTFUL: ReadonlySet<MessageStatus> = new Set(["failed", "unknown", "cancelled"]);

/**
 * May this emoji ("" takes it away) be put on a message now? A reaction answers nobody: the bot goes on, the customer still waits, and
 * nobody becomes responsible by it.
 */
export function react(
  conversation: ConversationState,
  target: ReactionTarget,
  emoji: string,
  now: number,
): ReactionOutcome {
  if (conversation.status === "closed") return { ok: false, code: "conversation_closed" };
  if (!isWindowOpen(conversation.windowClosesAt, now)) return { ok: false, code: "service_window_closed" };
  if (target.wamid === null) return { ok: false, code: "message_not_at_whatsapp" };
  if (now - target.at > LATEST_MS) return { ok: false, code: "reaction_too_late" };
  return { ok: true, isNews: emoji !== target.emoji || DOUBTFUL.has(target.state) };
}

/** Is this one emoji, as phones know them? */
export const isEmoji = (text: string): boolean => new RegExp("^\\p{RGI_Emoji}$", "v").test(text);
