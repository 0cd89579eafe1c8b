import { ArrowUp } from "lucide-react";
import { useEffect, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import type { ThreadData } from "../../realtime/apply.ts";
import { loadBeside } from "../queries.ts";
import { firstUnreadOf, type FirstUnread } from "./thread-items.ts";
import classes from "./thread-view.module.css";

/** Where the messages begin that were unread when the conversation was opened: reading clears the count, not the line. */
export function useFirstUnread({ entries, before, after }: ThreadData, count: number): FirstUnread {
  const [opened] = useState(() => ({ count: after === null ? count : 0, last: entries.at(-1)?.id }));
  return useMemo(() => firstUnreadOf({ entries, before }, opened), [entries, before, opened]);
}

/** Reads back to the first unread message, however many pages that takes, and shows it. */
export function ToFirstUnread({
  conversationId,
  data,
  first: { unread, further },
  show,
}: {
  conversationId: string;
  data: ThreadData;
  first: FirstUnread;
  show: (messageId: string) => Promise<void>;
}): ReactElement | null {
  const { t } = useTranslation("composer");
  const [isSeeking, setSeeking] = useState(false);
  const oldest = data.entries.find(({ entry }) => entry === "message")?.id;
  useEffect(() => {
    if (!isSeeking) return;
    if (further > 0) {
      loadBeside(conversationId, "before").catch((error: unknown) => {
        setSeeking(false);
        toast(sentenceOf(error), { tone: "error" });
      });
      return;
    }
    setSeeking(false);
    // all of the thread may be new: then it has no line, and begins with the first of them
    const target = unread?.from ?? oldest;
    if (target !== undefined) void show(target);
  }, [isSeeking, further, unread, oldest, conversationId, show]);
  if (further === 0) return null;
  return (
    <button type="button" className={classes.toUnread} aria-busy={isSeeking} onClick={() => setSeeking(true)}>
      <ArrowUp size={15} aria-hidden /> {t("unread.toFirst", { count: further })}
    </button>
  );
}
