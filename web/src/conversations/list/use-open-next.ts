import { useNavigate } from "@tanstack/react-router";
import { queryClient } from "../../lib/queries.ts";
import type { ListData } from "../../realtime/apply.ts";
import { CONVERSATION_LISTS } from "../../realtime/cache.ts";
import { withoutMessage } from "../target.ts";
import { useListFilter } from "./use-list-filter.ts";

/** Opens what stands after a conversation in the list, or before it when it is the last; the list alone when it is the only one. */
export function useOpenNext(id: string): () => void {
  const navigate = useNavigate();
  const { filter } = useListFilter();
  return () => {
    const rows = queryClient.getQueryData<ListData>([CONVERSATION_LISTS, filter])?.rows ?? [];
    const place = rows.findIndex((row) => row.id === id);
    const next = place === -1 ? rows[0] : (rows[place + 1] ?? rows[place - 1]);
    const search = withoutMessage;
    void (next
      ? navigate({ to: "/conversations/$id", params: { id: next.id }, search, resetScroll: false })
      : navigate({ to: "/conversations", search }));
  };
}
