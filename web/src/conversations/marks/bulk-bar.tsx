import type { BatchAct } from "@balcao/api";
import { MOST_AT_ONCE } from "@balcao/core";
import {
  AlarmClock,
  ArrowRightLeft,
  Check,
  ChevronsUp,
  Hourglass,
  MailOpen,
  MailPlus,
  Tag,
  UserPlus,
  X,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { KEYMAP, type KeyId } from "../../lib/keymap.ts";
import { capsOf, useKeys } from "../../lib/keys.ts";
import { useSelf } from "../../lib/queries.ts";
import classes from "./bulk-bar.module.css";
import { perform } from "./perform.ts";
import { clearSelection, useSelection } from "./selection.ts";
import { openMarkDialog, rowsOf, type MarkDialog } from "./targets.ts";

type Shown = { id: KeyId | null; label: string; icon: LucideIcon; run: () => void };

/** "3 selecionadas" and what can be done with all of them, under the same keys as for one. */
export function BulkBar(): ReactElement | null {
  const { t } = useTranslation(["marks", "desk"]);
  const me = useSelf();
  const ids = useSelection((state) => state.ids);
  const now = (act: BatchAct) => () => void perform(act, rowsOf([...ids]));
  const ask = (dialog: MarkDialog) => () => openMarkDialog(dialog, [...ids]);
  const status = (to: "resolved" | "pending") => now({ type: "status", status: to });
  const acts: Shown[] = [
    { id: "bulkResolve", label: t("desk:acts.resolve"), icon: Check, run: status("resolved") },
    { id: "bulkPending", label: t("desk:acts.pending"), icon: Hourglass, run: status("pending") },
    { id: null, label: t("desk:acts.assign"), icon: UserPlus, run: ask("assign") },
    { id: "bulkForward", label: t("desk:acts.forward"), icon: ArrowRightLeft, run: ask("forward") },
    { id: "bulkLabels", label: t("desk:acts.labels"), icon: Tag, run: ask("labels") },
    { id: "bulkPriority", label: t("desk:acts.priority"), icon: ChevronsUp, run: ask("priority") },
    { id: "bulkSnooze", label: t("desk:acts.snooze"), icon: AlarmClock, run: ask("snooze") },
    { id: "bulkUnread", label: t("desk:acts.unread"), icon: MailPlus, run: now({ type: "unread" }) },
    { id: null, label: t("marks:bar.read"), icon: MailOpen, run: now({ type: "read" }) },
  ];
  useKeys([
    ...acts.flatMap(({ id, run }) => (id === null ? [] : [{ id, run }])),
    { id: "bulkTake", run: now({ type: "assign", agentId: me.agent.id }) },
    { id: "bulkClear", run: clearSelection },
  ]);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("marks:bar.label")}>
      <span className={classes.count}>
        <span role="status">
          {t("marks:bar.count", { count: ids.size })}
          {ids.size > MOST_AT_ONCE && ` · ${t("marks:bar.most", { count: MOST_AT_ONCE })}`}
        </span>
        <button
          type="button"
          className={classes.act}
          aria-label={t("marks:bar.clear")}
          title={t("marks:bar.clear")}
          onClick={clearSelection}
        >
          <X size={16} />
        </button>
      </span>
      {acts.map(({ id, label, icon: Icon, run }) => (
        <button
          key={label}
          type="button"
          className={classes.act}
          aria-label={label}
          title={id === null ? label : `${label} (${capsOf(KEYMAP[id][0])})`}
          onClick={run}
        >
          <Icon size={16} />
        </button>
      ))}
    </div>
  );
}
