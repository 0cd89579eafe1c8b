import { urlOf } from "../../lib/api.ts";

/** Where a conversation stands as it is printed, all of it or only these messages. */
export const transcriptUrl = (conversationId: string, messageIds: readonly string[] = []): string =>
  urlOf(`/conversations/${conversationId}/print`, { messages: messageIds.join(",") });
