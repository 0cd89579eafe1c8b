import { Link } from "@tanstack/react-router";
import { AlarmClock } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../lib/format.ts";
import { useCounts } from "../queries.ts";
import { useListFilter } from "./use-list-filter.ts";
import classes from "./views.module.css";

/** Beside the tabs: what is snoozed. */
export function Views(): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const { filter } = useListFilter();
  const { data: counts } = useCounts(filter.team);
  return (
    <nav className={classes.views} aria-label={t("views.label")}>
      <Link
        to="."
        search={(current) => ({ team: current.team, tab: "snoozed" as const })}
        className={classes.view}
        aria-current={filter.tab === "snoozed" ? "page" : undefined}
      >
        <AlarmClock size={13} aria-hidden />
        {t("tabs.snoozed")}
        <span className={classes.count}>{formats.compact(counts?.tabs.snoozed?.conversations ?? 0)}</span>
      </Link>
    </nav>
  );
}
