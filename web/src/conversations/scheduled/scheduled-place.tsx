import type { ConversationRow } from "@balcao/api";
import { Suspense, useEffect, type ReactElement } from "react";
import { lazyAhead } from "../../lib/ahead.ts";
import { useKeys, useLayer } from "../../lib/keys.ts";
import { openTemplates } from "../dialogs/open.ts";
import { closeScheduling, focusScheduled, useScheduling } from "./scheduling.ts";

const ScheduledList = lazyAhead(async () => ({
  default: (await import("./scheduled-list.tsx")).ScheduledList,
}));
const DraftDialog = lazyAhead(async () => ({ default: (await import("./draft-dialog.tsx")).DraftDialog }));

/** What is scheduled in the open conversation, and the dialog that schedules what stands in its field. S goes there. */
export function ScheduledPlace({ conversation }: { conversation: ConversationRow }): ReactElement {
  const { id, scheduledAt, hasUnsent } = conversation;
  const asks = useScheduling(({ draftOf }) => draftOf === id);
  const isThere = scheduledAt !== null || hasUnsent;
  useLayer(asks);
  useEffect(() => closeScheduling, [id]);
  useKeys([{ id: "scheduled", palette: true, enabled: isThere, run: focusScheduled }]);
  const askTemplate = (): void => {
    closeScheduling();
    openTemplates(id);
  };
  return (
    <Suspense>
      {isThere && <ScheduledList conversation={conversation} />}
      {asks && <DraftDialog conversation={conversation} askTemplate={askTemplate} close={closeScheduling} />}
    </Suspense>
  );
}
