import type { ConversationRow, MentionList, NoteResult, NoteView } from "@balcao/api";
import type { Mentionable } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, sentenceOf } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { keys, queryClient, useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { NOTES, patchCache } from "../realtime/cache.ts";

const NOBODY: readonly Mentionable[] = [];

/** The colleagues who may see a conversation, and so be mentioned in it. Whose it is decides that, so it is asked anew when that changes. */
export function useReaders(
  conversation: ConversationRow | undefined,
  id = conversation?.id ?? "",
): readonly Mentionable[] {
  const me = useSelf();
  const { data } = useQuery({
    queryKey: [
      ...keys.agents,
      "readers",
      id,
      conversation?.teamId,
      conversation?.agentId,
      conversation?.status,
    ],
    queryFn: async () =>
      (await api<{ items: Mentionable[] }>(`/api/conversations/${id}/readers`)).items.filter(
        (person) => person.id !== me.agent.id,
      ),
  });
  return data ?? NOBODY;
}

/** The notes of a conversation that are not deleted, newest first. */
export const useNotes = (id: string): UseQueryResult<NoteView[]> =>
  useQuery({
    queryKey: [NOTES, id],
    queryFn: async () => (await api<{ items: NoteView[] }>(`/api/conversations/${id}/notes`)).items,
  });

/** Changes a note or deletes it (null). Resolves to whether it was done; a refusal has then been shown. */
export async function reviseNote(noteId: string, text: string | null): Promise<boolean> {
  try {
    const { conversation, note } = await api<NoteResult>(
      `/api/notes/${noteId}`,
      text === null ? { method: "DELETE" } : { method: "PATCH", body: { text } },
    );
    patchCache([{ type: "conversation", row: conversation, entries: [note] }]);
    return true;
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
    return false;
  }
}

/** Where this person was mentioned; the socket says when to ask again. */
export const useMentions = (): UseQueryResult<MentionList> =>
  useQuery({ queryKey: keys.mentions, queryFn: () => api<MentionList>("/api/mentions") });

/** Marks mentions as seen: here at once, on other screens of the same person through the server. */
export async function readMentions(noteIds: readonly string[]): Promise<void> {
  const known = queryClient.getQueryData<MentionList>(keys.mentions);
  const fresh = noteIds.filter((id) => known?.items.some((one) => one.noteId === id && one.readAt === null));
  if (!known || fresh.length === 0) return;
  const readAt = new Date(serverNow()).toISOString();
  queryClient.setQueryData<MentionList>(keys.mentions, {
    items: known.items.map((one) => (fresh.includes(one.noteId) ? { ...one, readAt } : one)),
    unread: known.unread - fresh.length,
  });
  try {
    await api("/api/mentions/read", { method: "POST", body: { noteIds: fresh } });
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
    void queryClient.invalidateQueries({ queryKey: keys.mentions });
  }
}
