import type { MessageView } from "@balcao/api";
import { queryClient } from "../../lib/queries.ts";
import type { ThreadData } from "../../realtime/apply.ts";
import { THREAD } from "../../realtime/cache.ts";
import { useChosen } from "./chosen.ts";

/** The chosen messages of the open conversation, oldest first: for acts that stand elsewhere than on their bar. */
export function chosenMessages(conversationId: string): MessageView[] {
  const { ids } = useChosen.getState();
  const entries = queryClient.getQueryData<ThreadData>([THREAD, conversationId])?.entries ?? [];
  return entries.filter((entry): entry is MessageView => entry.entry === "message" && ids.has(entry.id));
}
