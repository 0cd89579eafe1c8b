import type { ConversationRow, ScheduledView } from "@balcao/api";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useLayer } from "../../lib/keys.ts";
import { moveScheduled, useScheduled } from "./commands.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduledRow } from "./scheduled-row.tsx";
import classes from "./scheduled.module.css";

/** The messages of a conversation that wait for their moment, or could not be sent at it; they stand at the thread's foot. */
export function ScheduledList({ conversation }: { conversation: ConversationRow }): ReactElement | null {
  const { t } = useTranslation("scheduled");
  const items = useScheduled(conversation).data?.items ?? [];
  const [moved, setMoved] = useState<ScheduledView | null>(null);
  useLayer(moved !== null);
  if (items.length === 0) return null;
  const closesAt = conversation.windowClosesAt === null ? null : Date.parse(conversation.windowClosesAt);
  return (
    <section className={classes.place} aria-label={t("title", { count: items.length })} data-scheduled>
      <ul>
        {items.map((view) => (
          <ScheduledRow key={view.id} view={view} conversation={conversation} move={setMoved} />
        ))}
      </ul>
      {moved && (
        <ScheduleDialog
          {...(moved.kind === "template" ? {} : { window: { closesAt } })}
          before={{ at: Date.parse(moved.at), unlessReply: moved.unlessReply }}
          choose={(moment) => moveScheduled(moved, moment)}
          close={() => setMoved(null)}
        />
      )}
    </section>
  );
}
