import type { CommandResult, Conversation, ConversationRow, Me } from "@balcao/api";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { hasRole, queryClient } from "../lib/queries.ts";
import { toast, type Toast } from "../lib/toast.ts";
import { CONVERSATION, patchCache } from "../realtime/cache.ts";
import { askAnew } from "../realtime/owed.ts";
import { newKey } from "./new-key.ts";
import { rowOf } from "./queries.ts";
import { guess, seenIn } from "./marks/guess.ts";

const TRIES = 3;
const PAUSE_MS = 700;

/** The conversation's row as the screen has it now, opened or listed. */
export function currentRow(id: string): ConversationRow | undefined {
  return queryClient.getQueryData<Conversation>([CONVERSATION, id]) ?? rowOf(id);
}

/** Posts what holds its key; without an answer the same is sent again, which can only have one effect. */
export async function postKeyed<T>(path: string, keyed: Record<string, unknown>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await api<T>(path, { method: "POST", body: keyed });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 0 || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}

/** Posts a command under a new key. */
export const post = <T>(path: string, body: Record<string, unknown>): Promise<T> =>
  postKeyed<T>(path, { key: newKey(), ...body });

/**
 * One act on a conversation: the screen changes at once by `ahead`, and takes the server's answer or goes back when refused.
 * Resolves to whether it was done; a refusal has then been shown, and one for a message nobody saw yet offers `onNewer`.
 */
async function act(
  id: string,
  path: string,
  body: Record<string, unknown>,
  ahead: (row: ConversationRow) => ConversationRow,
  onNewer: Toast["action"] = null,
): Promise<boolean> {
  const before = currentRow(id);
  if (before) patchCache([{ type: "conversation", row: ahead(before), entries: [] }], { isGuess: true });
  try {
    const { conversation, message } = await post<CommandResult>(`/api/conversations/${id}/${path}`, body);
    patchCache([{ type: "conversation", row: conversation, entries: message ? [message] : [] }]);
    return true;
  } catch (error) {
    if (before && currentRow(id)?.version === before.version)
      patchCache([{ type: "conversation", row: before, entries: [] }]);
    askAnew([CONVERSATION, id]);
    const isNewer = error instanceof ApiError && error.code === "newer_message";
    toast(sentenceOf(error), { tone: "error", action: isNewer ? onNewer : null });
    return false;
  }
}

/** Does this person still see a conversation of that team and agent? Whoever cannot follow it cannot fetch it back either. */
export const mayFollow = (me: Me, teamId: string, agentId: string | null): boolean =>
  hasRole(me, "supervisor") ||
  agentId === me.agent.id ||
  (me.teamIds.includes(teamId) && (agentId === null || !me.segmentedView));

type Status = ConversationRow["status"];

/** `row`: as its person saw it. `onNewer`: what to offer when the customer has written since. */
export const setStatus = (
  row: ConversationRow,
  status: Status,
  onNewer: Toast["action"] = null,
): Promise<boolean> => {
  const to = { type: "status", status } as const;
  return act(row.id, "status", { status, ...seenIn(to, row) }, (now) => guess(to, now), onNewer);
};

export const assign = (id: string, agentId: string | null): Promise<boolean> =>
  act(id, "assign", { agentId }, (row) => ({ ...row, agentId, owner: agentId === null ? "team" : "agent" }));

export const returnToBot = (id: string): Promise<boolean> =>
  act(id, "return-to-bot", {}, (row) => ({ ...row, owner: "bot", agentId: null }));

export const markRead = (id: string): Promise<boolean> =>
  act(id, "read", {}, (row) => ({ ...row, unread: 0 }));

/** What a colleague gave is taken up. */
export const accept = (id: string): Promise<boolean> => act(id, "accept", {}, (row) => row);

/** Blocks the conversation's contact, or ends it. */
export const setBlocked = (id: string, blocked: boolean): Promise<boolean> =>
  act(id, "block", { blocked }, (row) => ({
    ...row,
    contact: { ...row.contact, blocked },
    unread: blocked ? 0 : row.unread,
  }));

export const retryMessage = (id: string, messageId: string): Promise<boolean> =>
  act(id, `messages/${messageId}/retry`, {}, (row) => row);
