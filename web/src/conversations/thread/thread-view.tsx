import type { Conversation, ConversationRow, MessageView } from "@balcao/api";
import { isWindowOpen, withHandles } from "@balcao/core";
import { useSearch } from "@tanstack/react-router";
import { ArrowDown } from "lucide-react";
import { Suspense, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { lazyAhead } from "../../lib/ahead.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { usePreferences } from "../../lib/preferences.ts";
import { useSelf } from "../../lib/queries.ts";
import type { ThreadData } from "../../realtime/apply.ts";
import { useChosen } from "../chosen/chosen.ts";
import { useChoosing } from "../chosen/use-choosing.ts";
import { usePatience } from "../list/list-states.tsx";
import { useMessageTickets } from "../../tickets/of-messages.ts";
import { nameOf } from "../names.ts";
import { useOutbox } from "../outbox.ts";
import { chooseReaction } from "../reactions/reacting.ts";
import { useThread } from "../queries.ts";
import { useNames } from "../use-names.ts";
import { Bubble, copyText } from "./bubble.tsx";
import { ToFirstUnread, useFirstUnread } from "./first-unread.tsx";
import { HistoryLine } from "./history-line.tsx";
import { pointAt } from "./pointed.ts";
import { Speaker } from "./speaker.tsx";
import { NoteEntry } from "./note-entry.tsx";
import { idOf, threadItems, type ThreadItem, type Unread } from "./thread-items.ts";
import classes from "./thread-view.module.css";
import { useThreadFocus, type EntryKeys } from "./use-thread-focus.ts";
import { useThreadScroll } from "./use-thread-scroll.ts";

const ChosenBar = lazyAhead(async () => ({ default: (await import("../chosen/chosen-bar.tsx")).ChosenBar }));
const Why = lazyAhead(async () => ({ default: (await import("./why.tsx")).Why }));

function ThreadSkeleton(): ReactElement {
  const { t } = useTranslation("desk");
  const shown = usePatience();
  return (
    <div className={classes.skeleton} role="status" aria-label={t("loading")}>
      {shown &&
        Array.from({ length: 9 }, (_, index) => (
          <i
            key={index}
            style={{ width: `${24 + ((index * 37) % 34)}%` }}
            data-side={index % 3 === 1 ? "out" : "in"}
          />
        ))}
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

function UnreadLine({ count }: { count: number }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <p className={classes.unread}>
      <span>{t("speaker.many", { count })}</span>
    </p>
  );
}

type Props = {
  conversation: Conversation | ConversationRow;
  canReply: boolean;
  /** a template may go out, window or not */
  mayTemplate: boolean;
  quote: (message: MessageView) => void;
};

/** The entries as they are drawn, with what waits in the outbox behind them. */
function useItems(id: string, data: ThreadData, unread: Unread | null): ThreadItem[] {
  const me = useSelf();
  const formats = useFormats();
  const hideHistory = usePreferences((state) => state.historyHidden);
  const outbox = useOutbox((state) => state.items);
  return useMemo(
    () =>
      threadItems({
        entries: data.entries,
        outbox: outbox.filter(({ conversationId }) => conversationId === id),
        agentId: me.agent.id,
        hideHistory,
        unread,
        isWhole: data.before === null,
        dayKey: formats.dayKey,
      }),
    [data, outbox, id, me.agent.id, hideHistory, unread, formats],
  );
}

/** R quotes a message, + reacts to it; C copies a message or a note. */
function useEntryKeys(canReply: boolean, quote: Props["quote"]): Omit<EntryKeys, "choose" | "extend"> {
  const { t } = useTranslation("desk");
  const names = useNames();
  const wordsOf = (item: ThreadItem): string | null => {
    if (item.type === "message") return item.message.text;
    return item.type === "note" && item.note.text !== null ? withHandles(item.note.text, names.agent) : null;
  };
  return {
    quote: (item) => {
      if (item.type !== "message" || item.outbox || !canReply) return false;
      quote(item.message);
      return true;
    },
    react: (item) => {
      if (item.type !== "message" || item.outbox || !canReply) return false;
      chooseReaction(item.message.id);
      return true;
    },
    copy: (item) => {
      // then C is the selection's
      if (useChosen.getState().ids.size > 0) return false;
      const words = wordsOf(item);
      if (words) void copyText(words, t("copied"));
      return words !== null;
    },
  };
}

function Thread({
  conversation,
  canReply,
  mayTemplate,
  quote,
  data,
  target,
}: Props & { data: ThreadData; target: string | undefined }): ReactElement {
  const { t } = useTranslation("desk");
  const { id } = conversation;
  const contactName = nameOf(conversation.contact, t("unknownContact"));
  const [explained, setExplained] = useState<MessageView | null>(null);
  useLayer(explained !== null);
  const now = useNow();
  const windowOpen = isWindowOpen(
    conversation.windowClosesAt === null ? null : Date.parse(conversation.windowClosesAt),
    now,
  );
  const first = useFirstUnread(data, conversation.unread);
  const items = useItems(id, data, first.unread);
  const scroll = useThreadScroll(id, items, {
    hasOlder: data.before !== null,
    hasLater: data.after !== null,
    target,
  });
  const { scroller, virtual, atEnd, below, flash, onScroll, toEnd, showMessage } = scroll;
  const { choose, chosen, isChoosing, keys } = useChoosing(items);
  const ticketsOf = useMessageTickets(id);
  const entryKeys = { ...useEntryKeys(canReply, quote), ...keys };
  const { stop, setFocused, onKeyDown } = useThreadFocus(items, scroll, entryKeys);
  return (
    <>
      <div className={classes.frame}>
        <div ref={scroller} className={classes.scroller} onScroll={onScroll} data-thread tabIndex={-1}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows walk through the messages, which are one tab stop */}
          <div
            role="log"
            aria-live="off"
            aria-label={t("thread.label", { name: contactName })}
            className={classes.log}
            data-choosing={isChoosing || undefined}
            style={{ height: virtual.getTotalSize() }}
            onKeyDown={onKeyDown}
            onPointerOver={({ target }) => pointAt(target)}
            onPointerLeave={() => pointAt(null)}
          >
            {virtual.getVirtualItems().map(({ index, start }) => {
              const item = items[index];
              if (!item) return null;
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={index}
                  data-entry={item.key}
                  data-target={target !== undefined && idOf(item) === target ? true : undefined}
                  className={classes.item}
                  style={{ transform: `translateY(${start}px)` }}
                  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrows walk through messages, one at a time
                  tabIndex={item.key === stop ? 0 : -1}
                  onFocus={() => setFocused(item.key)}
                >
                  {item.type === "day" && <Day at={item.at} />}
                  {item.type === "unread" && <UnreadLine count={item.count} />}
                  {item.type === "history" && <HistoryLine line={item.line} />}
                  {item.type === "note" && (
                    <NoteEntry
                      note={item.note}
                      outbox={item.outbox}
                      isStop={item.key === stop}
                      flash={flash === item.note.id}
                    />
                  )}
                  {item.type === "message" && (
                    <Bubble
                      message={item.message}
                      outbox={item.outbox}
                      startsGroup={item.startsGroup}
                      endsGroup={item.endsGroup}
                      contactName={contactName}
                      isRetried={item.isRetried}
                      isStop={item.key === stop}
                      flash={flash === item.message.id}
                      canReply={canReply}
                      canRetry={item.message.kind === "template" ? mayTemplate : canReply && windowOpen}
                      mayTemplate={mayTemplate}
                      quote={quote}
                      showQuoted={showMessage}
                      explain={setExplained}
                      choose={choose}
                      tickets={ticketsOf.get(item.message.id)}
                    />
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <ToFirstUnread conversationId={id} data={data} first={first} show={showMessage} />
        {!atEnd && (
          <button
            type="button"
            className={classes.toEnd}
            onClick={toEnd}
            aria-label={below > 0 ? t("thread.toEndNew", { count: below }) : t("thread.toEnd")}
            title={t("thread.toEnd")}
          >
            <ArrowDown size={18} />
            {below > 0 && <span>{below > 99 ? "99+" : below}</span>}
          </button>
        )}
        <Speaker entries={data.entries} isEnd={data.after === null} contactName={contactName} />
        <Suspense>{explained && <Why message={explained} close={() => setExplained(null)} />}</Suspense>
      </div>
      <Suspense>{chosen.length > 0 && <ChosenBar conversation={conversation} messages={chosen} />}</Suspense>
    </>
  );
}

/** The messages of one conversation, newest at the foot. Only what is in sight is in the page. */
export function ThreadView(props: Props): ReactElement {
  const target = useSearch({ from: "/desk/conversations", select: ({ message }) => message });
  const { data, error, refetch } = useThread(props.conversation.id, target);
  if (data) return <Thread {...props} data={data} target={target} />;
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return <ThreadSkeleton />;
}
