import type { MessageView } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { setDraftQuote, useDrafts } from "../drafts.ts";
import { focusComposer } from "../focus.ts";
import { threadOptions } from "../queries.ts";
import { setComposerMode } from "./mode.ts";

export type QuoteActs = {
  /** null also while the part of the thread it is in is not known: what is not shown is not sent */
  quoted: MessageView | null;
  /** quotes a message and goes to the answer's field */
  quote: (message: MessageView) => void;
  clearQuote: () => void;
};

/** The message that the answer being written quotes. It is part of the draft. */
export function useQuote(conversationId: string): QuoteActs {
  const quotedId = useDrafts((state) => state.all[conversationId]?.quotedId ?? null);
  const { data } = useQuery({ ...threadOptions(conversationId), enabled: false });
  const found = quotedId === null ? undefined : data?.entries.find(({ id }) => id === quotedId);
  const quote = useCallback(
    (message: MessageView): void => {
      setDraftQuote(conversationId, message.id);
      setComposerMode(conversationId, "reply");
      requestAnimationFrame(focusComposer);
    },
    [conversationId],
  );
  const clearQuote = useCallback(() => setDraftQuote(conversationId, null), [conversationId]);
  return { quoted: found?.entry === "message" ? found : null, quote, clearQuote };
}
