import type { MessageView } from "@balcao/api";
import type { MessageContent } from "@balcao/core";

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
