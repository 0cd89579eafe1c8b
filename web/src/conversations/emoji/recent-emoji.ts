import { useEffect } from "react";
import { create } from "zustand";
import { useSelf } from "../../lib/queries.ts";
import { readJson, write } from "../../lib/storage.ts";

const MOST = 16;
const NONE: readonly string[] = [];
const storeOf = (agentId: string): string => `balcao.emoji.${agentId}`;

/** The emoji a person used of late in this browser, newest first. */
const useRecentEmoji = create<{ agentId: string | null; emoji: readonly string[] }>(() => ({
  agentId: null,
  emoji: [],
}));

/** Those of the person signed in: nothing of one person's is shown to another in the same browser. */
export function useOwnRecentEmoji(): readonly string[] {
  const { agent } = useSelf();
  useEffect(() => {
    if (useRecentEmoji.getState().agentId !== agent.id)
      useRecentEmoji.setState({ agentId: agent.id, emoji: readJson<string[]>(storeOf(agent.id), []) });
  }, [agent.id]);
  return useRecentEmoji((state) => (state.agentId === agent.id ? state.emoji : NONE));
}

export function rememberEmoji(emoji: string): void {
  const { agentId, emoji: before } = useRecentEmoji.getState();
  const next = [emoji, ...before.filter((other) => other !== emoji)].slice(0, MOST);
  useRecentEmoji.setState({ emoji: next });
  if (agentId !== null) write(storeOf(agentId), JSON.stringify(next));
}
