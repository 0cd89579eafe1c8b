import type { MessageView } from "@balcao/api";
import type { Beside, Forwarded, MessageContent, Referral, Referred } from "@balcao/core";

/** The content of a message as core names it; whatever is not that shape shows as the unsupported placeholder. */
export function contentOf(message: Pick<MessageView, "kind" | "content">): MessageContent {
  const { content } = message;
  if (
    typeof content === "object" &&
    content !== null &&
    "type" in content &&
    typeof content.type === "string"
  )
    return content as MessageContent;
  return {
    type: "unsupported",
    wireType: message.kind,
    subtype: null,
    errorCode: null,
    detail: null,
    raw: null,
  };
}

/** The advertisement or post that a message came from; null when it came from none. */
export const referralOf = (message: Pick<MessageView, "kind" | "content">): Referral | null =>
  (contentOf(message) as MessageContent & Referred).referral ?? null;

/** Where a message was written that was not for us alone; null when it was. */
export const besideOf = (message: Pick<MessageView, "kind" | "content">): "group" | "standby" | null =>
  (contentOf(message) as MessageContent & Beside).beside ?? null;

/** How often a message was passed on before it came here; null when it was written by its sender. */
export const forwardedOf = (message: Pick<MessageView, "kind" | "content">): "once" | "many" | null =>
  (contentOf(message) as MessageContent & Forwarded).forwarded ?? null;
