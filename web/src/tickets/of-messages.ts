import type { ConversationTickets } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";

export type TicketBrief = Omit<ConversationTickets["items"][number], "messageIds">;

/** The tickets in which the messages of a conversation stand, by message. */
export function useMessageTickets(conversationId: string): ReadonlyMap<string, readonly TicketBrief[]> {
  const { data } = useQuery({
    queryKey: [...keys.tickets, "conversation", conversationId],
    queryFn: () => api<ConversationTickets>(`/api/conversations/${conversationId}/tickets`),
  });
  return useMemo(() => {
    const byMessage = new Map<string, TicketBrief[]>();
    for (const { messageIds, ...ticket } of data?.items ?? [])
      for (const id of messageIds) byMessage.set(id, [...(byMessage.get(id) ?? []), ticket]);
    return byMessage;
  }, [data]);
}
