import type { ConversationRow } from "@balcao/api";
import { useLocation, useParams, useRouter } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Suspense, useCallback, useEffect, useMemo, useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useAgents, useTeams } from "../../lib/queries.ts";
import type { ListData } from "../../realtime/apply.ts";
import { loadMore, prefetchConversation, useConversationList } from "../queries.ts";
import classes from "./conversation-list.module.css";
import { ConversationRowView, ROW_HEIGHT } from "./conversation-row.tsx";
import { EmptyList, ListError, ListSkeleton } from "./list-states.tsx";
import type { ListSearch } from "../routes.ts";
import { withoutMessage } from "../target.ts";
import { useNames } from "../use-names.ts";
import { useTypingTexts } from "../watchers.tsx";
import { clearSelection, selectRange, toggleSelected, useSelection } from "../marks/selection.ts";
import { useFrozenRows } from "./use-frozen-rows.ts";
import { useListKeys, useOpener, useRowFocus, useSelectKeys } from "./use-list-keys.ts";
import { useListFilter } from "./use-list-filter.ts";

const SearchResults = lazyAhead(async () => ({
  default: (await import("./search-results.tsx")).SearchResults,
}));

/** Rows from the end at which the next page is asked for. */
const AHEAD = 12;

/** The conversations of a tab, or what a search found. */
export function ConversationList({ openPhone }: { openPhone: (() => void) | null }): ReactElement {
  const { filter } = useListFilter();
  const { data, error, refetch, isPending } = useConversationList(filter);
  if (!data && error) return <ListError error={error} retry={() => void refetch()} />;
  if (isPending || !data) return <ListSkeleton />;
  if (filter.q)
    return (
      <Suspense fallback={<ListSkeleton />}>
        <SearchResults filter={filter} people={data} />
      </Suspense>
    );
  if (data.rows.length === 0) return <EmptyList openPhone={openPhone} />;
  return <Rows data={data} />;
}

/** What rows show that stands outside of their conversations. */
function useRowFacts() {
  const { data: teams } = useTeams();
  const { data: agents } = useAgents();
  const typingIn = useTypingTexts();
  const labelOf = useNames().labels;
  const teamOf = useMemo(() => new Map((teams ?? []).map((team) => [team.id, team])), [teams]);
  const agentOf = useMemo(() => new Map((agents ?? []).map((agent) => [agent.id, agent])), [agents]);
  return { teamOf, agentOf, labelOf, typingIn };
}

/** The address of a conversation beside this list. The router is asked once, not for each row at each drawing. */
function useHrefs(): (id: string) => string {
  const router = useRouter();
  const search = useLocation({ select: (location) => location.search as ListSearch });
  return useMemo(() => {
    const params = { id: "-id-" };
    const { href } = router.buildLocation({
      to: "/conversations/$id",
      params,
      search: withoutMessage(search),
    });
    return (id) => href.replace(params.id, id);
  }, [router, search]);
}

const lastMessageOf = (row: ConversationRow): string | undefined => row.lastMessage?.id;

/** Only what is in sight is in the page, and one Tab stop leads to all of it. */
function Rows({ data }: { data: ListData }): ReactElement {
  const { t } = useTranslation("desk");
  const hrefOf = useHrefs();
  const openId = useParams({ strict: false, select: (params) => params.id });
  const { filter } = useListFilter();
  const listName = JSON.stringify(filter);
  const { teamOf, agentOf, labelOf, typingIn } = useRowFacts();
  const { rows, news, thaw, handlers } = useFrozenRows(data.rows, listName, lastMessageOf);
  const scroller = useRef<HTMLDivElement>(null);
  const open = useOpener();

  const selected = useSelection((state) => state.ids);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 2,
    // keys only keep measured heights apart, and a new function for them has all 10,000 places reckoned anew: here each is as high
  });
  const show = (index: number): void => virtual.scrollToIndex(index, { align: "auto" });
  const { focused, setFocused, focusRow, onKeyDown } = useRowFocus(rows, scroller, show, open);
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (data.nextCursor && lastShown >= rows.length - AHEAD) void loadMore(filter);
  }, [data.nextCursor, filter, lastShown, rows.length]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setFocused(0);
    return clearSelection;
  }, [listName, setFocused]);

  useListKeys(rows, openId, (index) => {
    const row = rows[index];
    if (!row) return;
    setFocused(index);
    show(index);
    open(row.id, index);
  });

  useSelectKeys(rows, openId, focusRow);
  const latest = useRef(rows);
  latest.current = rows;
  const select = useCallback((id: string, isRange: boolean) => {
    if (isRange)
      selectRange(
        latest.current.map((row) => row.id),
        id,
      );
    else toggleSelected(id);
  }, []);

  return (
    <div className={classes.frame} {...handlers}>
      {news > 0 && (
        <button
          type="button"
          className={classes.news}
          onClick={() => {
            thaw();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          {t("list.news", { count: news })}
        </button>
      )}
      <div ref={scroller} className={classes.scroller}>
        {/* the grid's one tab stop is its focusable row */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label={t(`tabs.${filter.tab}`)}
          aria-rowcount={data.nextCursor ? -1 : rows.length}
          aria-colcount={1}
          aria-multiselectable
          className={classes.grid}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const index = (event.target as HTMLElement).dataset["index"];
            if (index !== undefined) setFocused(Number(index));
          }}
        >
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <ConversationRowView
                key={row.id}
                row={row}
                index={index}
                top={start}
                isOpen={row.id === openId}
                isFocusable={index === Math.min(focused, rows.length - 1)}
                typing={typingIn(row.id)}
                team={teamOf.get(row.teamId)}
                agent={row.agentId ? agentOf.get(row.agentId) : undefined}
                labelOf={labelOf}
                isSelected={selected.has(row.id)}
                isSelecting={selected.size > 0}
                select={select}
                href={hrefOf(row.id)}
                open={open}
                hover={prefetchConversation}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
