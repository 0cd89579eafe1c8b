import { useState, type ReactElement } from "react";
import { AssignDialog } from "../dialogs/assign-dialog.tsx";
import { ForwardDialog } from "../dialogs/forward-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { PriorityDialog } from "./priority-dialog.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import { closeMarkDialog, rowsOf, type MarkDialog } from "./targets.ts";

/** The dialog of an act on what was chosen when it opened. */
export function MarkDialogs({
  dialog,
  ids,
}: {
  dialog: MarkDialog;
  ids: readonly string[];
}): ReactElement | null {
  const [rows] = useState(() => rowsOf(ids));
  if (rows.length === 0) return null;
  switch (dialog) {
    case "labels":
      return <LabelsDialog rows={rows} close={closeMarkDialog} />;
    case "priority":
      return <PriorityDialog rows={rows} close={closeMarkDialog} />;
    case "snooze":
      return <SnoozeDialog rows={rows} close={closeMarkDialog} />;
    case "assign":
      return <AssignDialog conversations={rows} close={closeMarkDialog} />;
    case "forward":
      return <ForwardDialog conversations={rows} close={closeMarkDialog} />;
  }
}
