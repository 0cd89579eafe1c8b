import type { ConversationRow, MessageHit } from "@balcao/api";
import { Button } from "@mantine/core";
import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useAgents, useTeams } from "../../lib/queries.ts";
import type { ListData } from "../../realtime/apply.ts";
import type { ListFilter } from "../../realtime/order.ts";
import { loadMore, prefetchConversation } from "../queries.ts";
import { askForTarget, withoutMessage } from "../target.ts";
import { useNames } from "../use-names.ts";
import { ConversationRowView, ROW_HEIGHT } from "./conversation-row.tsx";
import { HIT_HEIGHT, MessageHitView } from "./message-hit.tsx";
import { searchItems, type SearchItem } from "./search-items.ts";
import classes from "./search-results.module.css";
import { useListFilter } from "./use-list-filter.ts";
import { useListKeys, useOpener, type Opener } from "./use-list-keys.ts";
import { useMessageSearch } from "./use-message-search.ts";
import { useSearchKeys } from "./use-search-keys.ts";

const HEIGHTS: Record<SearchItem["type"], number> = {
  heading: 36,
  person: ROW_HEIGHT,
  everyone: 44,
  message: HIT_HEIGHT,
  state: 88,
};
/** Results from the end at which the next page is asked for. */
const AHEAD = 6;

type Search = ReturnType<typeof useMessageSearch>;

/** Opens a conversation at one of its messages. */
function useHitOpener(): (hit: MessageHit, focus: boolean) => void {
  const navigate = useNavigate();
  return useCallback(
    (hit, focus) => {
      void navigate({
        to: "/conversations/$id",
        params: { id: hit.conversationId },
        search: (current) => ({ ...current, message: hit.id }),
        resetScroll: false,
      }).then(() => askForTarget(focus));
    },
    [navigate],
  );
}

function State({ state, retry }: { state: "loading" | "failed" | "none"; retry: () => void }): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  if (state === "failed")
    return (
      <div className={classes.state} role="alert">
        {t("search.messagesFailed")}
        <Button size="compact-sm" variant="light" onClick={retry}>
          {t("common:tryAgain")}
        </Button>
      </div>
    );
  return (
    <p className={classes.state}>{state === "none" ? t("search.noMessages") : t("search.messagesLoading")}</p>
  );
}

/** A row of the results that is neither a person nor a message. */
function Between({
  item,
  index,
  top,
  isFocusable,
  act,
}: {
  item: Extract<SearchItem, { type: "heading" | "everyone" | "state" }>;
  index: number;
  top: number;
  isFocusable: boolean;
  act: { showEveryone: () => void; retry: () => void };
}): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <div
      role="row"
      className={classes.between}
      style={{ transform: `translateY(${top}px)`, height: HEIGHTS[item.type] }}
      aria-rowindex={index + 1}
      data-index={index}
      tabIndex={item.type !== "everyone" ? undefined : isFocusable ? 0 : -1}
    >
      <div role="gridcell">
        {item.type === "heading" && <h2 className={classes.heading}>{t(`search.${item.of}`)}</h2>}
        {item.type === "everyone" && (
          <button type="button" tabIndex={-1} className={classes.everyone} onClick={act.showEveryone}>
            {t("search.everyone")}
          </button>
        )}
        {item.type === "state" && <State state={item.state} retry={act.retry} />}
      </div>
    </div>
  );
}

/** How many there are, said to who cannot see them. */
function Counted({ people, search }: { people: ListData; search: Search }): ReactElement {
  const { t } = useTranslation("desk");
  const hits = search.data;
  return (
    <p role="status" className={classes.counted}>
      {t(people.nextCursor ? "search.manyResults" : "search.results", { count: people.rows.length })}
      {hits && ` · ${t(search.hasNextPage ? "search.saidMore" : "search.said", { count: hits.length })}`}
    </p>
  );
}

/** Draws a person or a message of the results. */
function Result(props: {
  item: Extract<SearchItem, { type: "person" | "message" }>;
  place: VirtualItem;
  isFocusable: boolean;
  open: Opener;
  openHit: (hit: MessageHit, focus: boolean) => void;
}): ReactElement {
  const { item, place, isFocusable, open, openHit } = props;
  const router = useRouter();
  const openId = useParams({ strict: false, select: (params) => params.id });
  const target = useSearch({ from: "/desk/conversations", select: ({ message }) => message });
  const { data: teams } = useTeams();
  const { data: agents } = useAgents();
  const labelOf = useNames().labels;
  const common = { index: place.index, top: place.start, isFocusable };
  const hrefOf = (id: string, message?: string): string =>
    router.buildLocation({
      to: "/conversations/$id",
      params: { id },
      search: (current) => ({ ...withoutMessage(current), ...(message ? { message } : {}) }),
    }).href;
  if (item.type === "message")
    return (
      <MessageHitView
        {...common}
        hit={item.hit}
        isOpen={item.hit.id === target && item.hit.conversationId === openId}
        href={hrefOf(item.hit.conversationId, item.hit.id)}
        open={() => openHit(item.hit, false)}
      />
    );
  const { row } = item;
  return (
    <ConversationRowView
      {...common}
      row={row}
      isOpen={row.id === openId && target === undefined}
      team={teams?.find(({ id }) => id === row.teamId)}
      agent={agents?.find(({ id }) => id === row.agentId)}
      labelOf={labelOf}
      href={hrefOf(row.id)}
      open={open}
      hover={prefetchConversation}
    />
  );
}

/** The results under one another, and what brings in more of them. */
function useResults(filter: ListFilter, people: ListData, rows: readonly ConversationRow[]) {
  const search = useMessageSearch(filter);
  const { data: hits, isError, hasNextPage, isPlaceholderData } = search;
  // for another search everyone is too many again
  const [everyoneOf, setEveryoneOf] = useState<string | undefined>();
  const everyone = everyoneOf === filter.q;
  const items = useMemo(
    () =>
      searchItems({
        people: rows,
        morePeople: people.nextCursor !== null,
        everyone,
        hits: hits ?? null,
        failed: isError,
        moreHits: hasNextPage || isPlaceholderData,
      }),
    [rows, people.nextCursor, everyone, hits, isError, hasNextPage, isPlaceholderData],
  );
  const showEveryone = (): void => setEveryoneOf(filter.q);
  return { search, items, everyone, showEveryone };
}

/** What a search found: people by name or phone, and below them what was said. */
export function SearchResults({ filter, people }: { filter: ListFilter; people: ListData }): ReactElement {
  const { t } = useTranslation("desk");
  const openId = useParams({ strict: false, select: (params) => params.id });
  const { change } = useListFilter();
  const { search, items, everyone, showEveryone } = useResults(filter, people, people.rows);
  const scroller = useRef<HTMLDivElement>(null);
  const open = useOpener();
  const openHit = useHitOpener();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[items[index]?.type ?? "message"],
    overscan: 4,
    getItemKey: (index) => items[index]?.key ?? index,
  });
  const show = (index: number): void => virtual.scrollToIndex(index, { align: "auto" });
  const keys = useSearchKeys(items, scroller, {
    show,
    open: (item) => {
      if (item.type === "person") open(item.row.id, 0, true);
      if (item.type === "message") openHit(item.hit, true);
      if (item.type === "everyone") showEveryone();
    },
    clear: () => change({ q: undefined }),
  });
  useListKeys(people.rows, openId, (index) => {
    const row = people.rows[index];
    if (row) open(row.id, index);
  });
  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  const { hasNextPage, isFetching, isError, fetchNextPage } = search;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && lastDrawn >= items.length - AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage, lastDrawn, items.length]);
  useEffect(() => {
    if (everyone && people.nextCursor && lastDrawn >= people.rows.length - AHEAD) void loadMore(filter);
  }, [everyone, people.nextCursor, people.rows.length, filter, lastDrawn]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [filter.q]);
  return (
    <>
      <Counted people={people} search={search} />
      <div ref={scroller} className={classes.scroller} data-results>
        {/* the grid's one tab stop is its focusable row */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label={t("search.resultsLabel")}
          aria-busy={search.isFetching}
          aria-rowcount={hasNextPage ? -1 : items.length}
          aria-colcount={1}
          className={classes.grid}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={keys.onKeyDown}
          onFocus={(event) => {
            const index = (event.target as HTMLElement).dataset["index"];
            if (index !== undefined) keys.setFocused(items[Number(index)]?.key ?? null);
          }}
        >
          {drawn.map((place) => {
            const item = items[place.index];
            if (!item) return null;
            const isFocusable = place.index === keys.stop;
            return item.type === "person" || item.type === "message" ? (
              <Result key={item.key} {...{ item, place, isFocusable, open, openHit }} />
            ) : (
              <Between
                key={item.key}
                {...{ item, isFocusable }}
                index={place.index}
                top={place.start}
                act={{ showEveryone, retry: () => void (search.data ? fetchNextPage() : search.refetch()) }}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}
