import { useParams } from "@tanstack/react-router";
import { Suspense, type ReactElement, type ReactNode } from "react";
import { ahead, lazyAhead } from "../../lib/ahead.ts";
import { useKeys, useLayer } from "../../lib/keys.ts";
import classes from "./place.module.css";
import { useSelection } from "./selection.ts";
import { openMarkDialog, rowsOf, targetsOf, useMarkDialog, type MarkDialog } from "./targets.ts";

const loadPerform = ahead(() => import("./perform.ts"));
const BulkBar = lazyAhead(async () => ({ default: (await import("./bulk-bar.tsx")).BulkBar }));
const MarkDialogs = lazyAhead(async () => ({ default: (await import("./mark-dialogs.tsx")).MarkDialogs }));

/** Marcar como não lida, for these conversations. */
export const markUnread = async (ids: readonly string[]): Promise<void> =>
  (await loadPerform()).perform({ type: "unread" }, rowsOf(ids));

/** The keys that mark a conversation, and the dialogs that ask how: on a phone too, where the list is not there beside it. */
export function Marking(): ReactElement {
  const openId = useParams({ strict: false, select: (params) => params.id });
  const isSelecting = useSelection((state) => state.ids.size > 0);
  const { dialog, ids } = useMarkDialog();
  useLayer(dialog !== null);
  const ask = (name: MarkDialog) => () => openMarkDialog(name, targetsOf(openId));
  const common = { palette: true, enabled: !isSelecting };
  useKeys([
    { id: "unread", run: () => void markUnread(targetsOf(openId)), ...common },
    { id: "labels", run: ask("labels"), ...common },
    { id: "snooze", run: ask("snooze"), ...common },
    { id: "priority", run: ask("priority"), ...common },
  ]);
  return <Suspense>{dialog && <MarkDialogs key={dialog} dialog={dialog} ids={ids} />}</Suspense>;
}

/** The bar of what is selected. It lies over the tools of the list (`children`), so that no row moves when something is chosen. */
export function SelectionPlace({ children }: { children: ReactNode }): ReactElement {
  const isSelecting = useSelection((state) => state.ids.size > 0);
  return (
    <div className={classes.place}>
      <div inert={isSelecting}>{children}</div>
      <Suspense>{isSelecting && <BulkBar />}</Suspense>
    </div>
  );
}
