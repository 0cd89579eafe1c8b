import type { ConversationRow } from "@balcao/api";
import type { ReactElement } from "react";
import { scheduleDraft } from "./commands.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { useScheduling } from "./scheduling.ts";

/** Schedules what stands in the field of a conversation. */
export function DraftDialog({
  conversation: { id, windowClosesAt },
  askTemplate,
  close,
}: {
  conversation: ConversationRow;
  askTemplate: () => void;
  close: () => void;
}): ReactElement {
  const before = useScheduling((state) => state.before[id]);
  return (
    <ScheduleDialog
      window={{ closesAt: windowClosesAt === null ? null : Date.parse(windowClosesAt) }}
      before={before}
      choose={(moment) => scheduleDraft(id, moment)}
      askTemplate={askTemplate}
      close={close}
    />
  );
}
