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
import { useTranslation } from "react-i18next";
import { useKeys } from "../../lib/keys.ts";
import { useSelf } from "../../lib/queries.ts";
import classes from "./bulk-bar.module.css";
import { perform } from "./perform.ts";
import { clearSelection, useSelection } from "./selection.ts";
import { openMarkDialog, rowsOf, type MarkDialog } from "./targets.ts";

type Act = { id: string; keys: string | null; label: string; icon: LucideIcon; run: () => void };

/** "3 selecionadas" and what can be done with all of them, under the same keys as for one. */
export function BulkBar(): ReactElement | null {
  const { t } = useTranslation(["marks", "desk"]);
  const me = useSelf();
  const ids = useSelection((state) => state.ids);
  const now = (act: BatchAct) => () => void perform(act, rowsOf([...ids]));
  const ask = (dialog: MarkDialog) => () => openMarkDialog(dialog, [...ids]);
  const status = (to: "resolved" | "pending") => now({ type: "status", status: to });
  const acts: Act[] = [
    { id: "resolve", keys: "e", label: t("desk:acts.resolve"), icon: Check, run: status("resolved") },
    { id: "pending", keys: "p", label: t("desk:acts.pending"), icon: Hourglass, run: status("pending") },
    { id: "assign", keys: null, label: t("desk:acts.assign"), icon: UserPlus, run: ask("assign") },
    { id: "forward", keys: "f", label: t("desk:acts.forward"), icon: ArrowRightLeft, run: ask("forward") },
    { id: "labels", keys: "l", label: t("desk:acts.labels"), icon: Tag, run: ask("labels") },
    {
      id: "priority",
      keys: "Shift+p",
      label: t("desk:acts.priority"),
      icon: ChevronsUp,
      run: ask("priority"),
    },
    { id: "snooze", keys: "z", label: t("desk:acts.snooze"), icon: AlarmClock, run: ask("snooze") },
    { id: "unread", keys: "u", label: t("desk:acts.unread"), icon: MailPlus, run: now({ type: "unread" }) },
    { id: "read", keys: null, label: t("marks:bar.read"), icon: MailOpen, run: now({ type: "read" }) },
  ];
  const keyed = acts.flatMap(({ keys, ...act }) =>
    keys === null ? [] : [{ ...act, id: `bulk-${act.id}`, keys, group: "list" as const }],
  );
  useKeys([
    ...keyed,
    {
      id: "bulk-take",
      keys: "a",
      label: t("desk:acts.takeForMe"),
      group: "list",
      run: now({ type: "assign", agentId: me.agent.id }),
    },
    { id: "bulk-clear", keys: "Escape", label: t("marks:bar.clear"), group: "list", run: clearSelection },
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
      {acts.map(({ id, label, keys, icon: Icon, run }) => (
        <button
          key={id}
          type="button"
          className={classes.act}
          aria-label={label}
          title={keys === null ? label : `${label} (${keys.toUpperCase().replace("SHIFT", "Shift")})`}
          onClick={run}
        >
          <Icon size={16} />
        </button>
      ))}
    </div>
  );
}
