import type { CommandResult, MessageView, Reaction } from "@balcao/api";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { patchCache } from "../../realtime/cache.ts";
import { currentRow, post } from "../commands.ts";

/** The company's reaction as it was last wanted; "" = none. */
export const ourReaction = ({ reactions }: Pick<MessageView, "reactions">): string =>
  reactions.findLast(({ author }) => author === "business")?.emoji ?? "";

/** The reactions of a message once ours is to be this one ("" = none), before WhatsApp has it. */
export function guessed(reactions: readonly Reaction[], emoji: string): Reaction[] {
  const kept = reactions.filter(({ author, state }) => author === "contact" || state === "done");
  const done = kept.find(({ author }) => author === "business")?.emoji ?? "";
  return done === emoji
    ? kept
    : [...kept, { author: "business", emoji, state: "waiting", explanation: null }];
}

/** Puts our reaction on a message, or takes it away: on the screen at once, back when it is refused. */
export async function react(message: MessageView, emoji: string): Promise<void> {
  const { id, conversationId } = message;
  const show = (shown: MessageView, isGuess: boolean): void => {
    const row = currentRow(conversationId);
    if (row) patchCache([{ type: "conversation", row, entries: [shown] }], { isGuess });
  };
  show({ ...message, reactions: guessed(message.reactions, emoji) }, true);
  try {
    const result = await post<CommandResult>(`/api/conversations/${conversationId}/messages/${id}/reaction`, {
      emoji,
    });
    if (result.message) show(result.message, false);
  } catch (error) {
    show(message, true);
    toast(sentenceOf(error), { tone: "error" });
  }
}
