import type { ConversationRow, Me } from "@balcao/api";
import { useCallback, useState } from "react";
import { hasRole, useSelf } from "../lib/queries.ts";

/** Is a colleague answering this, and may this person look on? Nobody is spied on in what is over, nor the bot. */
export const maySpy = (
  me: Pick<Me, "agent">,
  { agentId, status }: Pick<ConversationRow, "agentId" | "status">,
): boolean =>
  hasRole(me, "supervisor") &&
  agentId !== null &&
  agentId !== me.agent.id &&
  (status === "open" || status === "pending");

/**
 * Espiar: who oversees and opens what a colleague is answering reads without taking: no unread change (only the person responsible reads
 * for the conversation), nothing sent, and no presence, which must ask this before it tells that somebody is here. Decided when the
 * conversation is opened, so that no field vanishes under somebody's words; ends by taking over, by leaving it, or with the colleague.
 */
export function useSpying(conversation: ConversationRow): { isSpying: boolean; leaveSpying: () => void } {
  const me = useSelf();
  const [lasts, setLasts] = useState(() => maySpy(me, conversation));
  const leaveSpying = useCallback(() => setLasts(false), []);
  return { isSpying: lasts && maySpy(me, conversation), leaveSpying };
}
