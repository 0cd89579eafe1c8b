import type { Conversation, ConversationRow, MessageView } from "@balcao/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { usePreferences } from "../../lib/preferences.ts";
import { useSelf } from "../../lib/queries.ts";
import { usePatience } from "../list/list-states.tsx";
import { nameOf } from "../names.ts";
import { useOutbox } from "../outbox.ts";
import { loadOlder, useThread } from "../queries.ts";
import { Bubble, copyMessage, type BubbleActs } from "./bubble.tsx";
import { HistoryLine } from "./history-line.tsx";
import { Speaker } from "./speaker.tsx";
import { threadItems, type ThreadItem } from "./thread-items.ts";
import classes from "./thread-view.module.css";

const Why = lazy(() => import("./why.tsx"));

/** Pixels from the top at which older entries are asked for, and from the end that still count as the end. */
const NEAR_TOP = 600;
const NEAR_END = 60;
const FLASH_MS = 1_700;
/** Pages read back at most to reach a quoted message. */
const FURTHEST_QUOTE = 20;

const HEIGHTS: Record<ThreadItem["type"], number> = { day: 44, history: 30, message: 58 };

function ThreadSkeleton(): ReactElement {
  const { t } = useTranslation("desk");
  const shown = usePatience();
  return (
    <div className={classes.skeleton} role="status" aria-label={t("loading")}>
      {shown && Array.from({ length: 9 }, (_, index) => <i key={index} style={{ width: `${24 + ((index * 37) % 34)}%` }} data-side={index % 3 === 1 ? "out" : "in"} />)}
    </div>
  );
}

function Day({ at }: { at: number }): ReactElement {
  const formats = useFormats();
  return (
    <h3 className={classes.day}>
      <span>{formats.day(at, useNow())}</span>
    </h3>
  );
}

type Props = { conversation: Conversation | ConversationRow; canReply: boolean; quote: (message: MessageView) => void };

/** The messages of one conversation, newest at the foot. Only what is in sight is in the page. */
export function ThreadView({ conversation, canReply, quote }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const { id } = conversation;
  const me = useSelf();
  const formats = useFormats();
  const hideHistory = usePreferences((state) => state.historyHidden);
  const { data, error, refetch } = useThread(id);
  const allOutbox = useOutbox((state) => state.items);
  const contactName = nameOf(conversation.contact, t("unknownContact"));
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [flash, setFlash] = useState<string | null>(null);
  const [explained, setExplained] = useState<MessageView | null>(null);
  const [focused, setFocused] = useState<string | null>(null);

  const entries = data?.entries;
  const items = useMemo(
    () =>
      threadItems({
        entries: entries ?? [],
        outbox: allOutbox.filter(({ conversationId }) => conversationId === id),
        agentId: me.agent.id,
        hideHistory,
        dayKey: formats.dayKey,
      }),
    [entries, allOutbox, id, me.agent.id, hideHistory, formats],
  );
  const latestItems = useRef(items);
  latestItems.current = items;

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[items[index]?.type ?? "message"],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
    paddingStart: 12,
    paddingEnd: 16,
    onChange: (instance) => setAtEnd(instance.isAtEnd(NEAR_END)),
  });

  const isReady = items.length > 0;
  useLayoutEffect(() => {
    if (isReady) virtual.scrollToEnd();
  }, [id, isReady, virtual]);

  const readBack = useCallback((): void => {
    const element = scroller.current;
    if (element && element.scrollTop < NEAR_TOP && data?.before) void loadOlder(id);
  }, [data?.before, id]);
  useEffect(readBack, [readBack]);

  const showQuoted = useCallback(
    async (messageId: string): Promise<void> => {
      const place = (): number => latestItems.current.findIndex((item) => item.type === "message" && item.message.id === messageId);
      for (let tries = 0; place() === -1 && tries < FURTHEST_QUOTE; tries++) {
        if (!(await loadOlder(id))) break;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const index = place();
      if (index === -1) return;
      virtual.scrollToIndex(index, { align: "center" });
      setFlash(messageId);
      setTimeout(() => setFlash(null), FLASH_MS);
    },
    [id, virtual],
  );
  const acts = useMemo<BubbleActs>(
    () => ({ quote, showQuoted: (messageId) => void showQuoted(messageId), explain: setExplained }),
    [quote, showQuoted],
  );

  const focusAt = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setFocused(item.key);
    virtual.scrollToIndex(index, { align: "auto" });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(item.key)}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = (event.target as HTMLElement).dataset["entry"];
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = items.findIndex((item) => item.key === key);
    const item = items[index];
    const message = item?.type === "message" ? item.message : null;
    if (event.key === "ArrowUp") focusAt(Math.max(0, index - 1));
    else if (event.key === "ArrowDown") focusAt(Math.min(items.length - 1, index + 1));
    else if (event.key === "Home") focusAt(0);
    else if (event.key === "End") focusAt(items.length - 1);
    else if (event.key.toLowerCase() === "r" && message && canReply) quote(message);
    else if (event.key.toLowerCase() === "c" && message) void copyMessage(message, t("copied"));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (!data && error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return <ThreadSkeleton />;
  const stop = focused !== null && items.some(({ key }) => key === focused) ? focused : items.at(-1)?.key;
  return (
    <div className={classes.frame}>
      <div ref={scroller} className={classes.scroller} onScroll={readBack} data-thread>
        <div role="log" aria-live="off" aria-label={t("thread.label", { name: contactName })} className={classes.log} style={{ height: virtual.getTotalSize() }} onKeyDown={onKeyDown}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const item = items[index];
            if (!item) return null;
            return (
              <div
                key={String(key)}
                ref={virtual.measureElement}
                data-index={index}
                data-entry={item.key}
                className={classes.item}
                style={{ transform: `translateY(${start}px)` }}
                tabIndex={item.key === stop ? 0 : -1}
                role={item.type === "message" ? undefined : "note"}
                onFocus={() => setFocused(item.key)}
              >
                {item.type === "day" && <Day at={item.at} />}
                {item.type === "history" && <HistoryLine line={item.line} />}
                {item.type === "message" && (
                  <Bubble
                    message={item.message}
                    outbox={item.outbox}
                    startsGroup={item.startsGroup}
                    endsGroup={item.endsGroup}
                    contactName={contactName}
                    flash={flash === item.message.id}
                    canReply={canReply}
                    acts={acts}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <button type="button" className={classes.toEnd} onClick={() => virtual.scrollToEnd({ behavior: "smooth" })} aria-label={t("thread.toEnd")} title={t("thread.toEnd")}>
          <ArrowDown size={18} />
          {conversation.unread > 0 && <span>{conversation.unread > 99 ? "99+" : conversation.unread}</span>}
        </button>
      )}
      <Speaker key={id} entries={data.entries} contactName={contactName} />
      <Suspense>{explained && <Why message={explained} close={() => setExplained(null)} />}</Suspense>
    </div>
  );
}
