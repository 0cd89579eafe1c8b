import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { useKeys } from "../../lib/keys.ts";
import { useCounts } from "../counts.ts";
import classes from "./tabs.module.css";
import { useListFilter } from "./use-list-filter.ts";

/** Novas, Minhas, Bot, Encerradas, Outras: how many stand in each, and a dot where something is unread. */
export function Tabs(): ReactElement | null {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const { filter, tabs, change } = useListFilter();
  const { data: counts } = useCounts(filter.team);
  useKeys(
    tabs.map((tab, index) => ({
      id: `tab${(index + 1) as 1 | 2 | 3 | 4 | 5}` as const,
      label: t("keys.tab", { tab: t(`tabs.${tab}`) }),
      run: () => change({ tab, order: undefined, q: undefined, status: undefined, view: undefined }),
    })),
  );
  if (tabs.length < 2) return null;
  return (
    <nav className={classes.tabs} aria-label={t("tabs.label")}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          to="."
          search={(current) => ({
            ...current,
            tab,
            order: undefined,
            q: undefined,
            status: undefined,
            view: undefined,
          })}
          className={classes.tab}
          aria-current={tab === filter.tab ? "page" : undefined}
        >
          <span className={classes.count}>
            {counts ? formats.compact(counts.tabs[tab]?.conversations ?? 0) : "–"}
            {(counts?.tabs[tab]?.unread ?? 0) > 0 && tab !== "ended" && <i className={classes.dot} />}
          </span>
          <span className={classes.name}>{t(`tabs.${tab}`)}</span>
          {(counts?.tabs[tab]?.unread ?? 0) > 0 && (
            <span className="visually-hidden">{t("unread", { count: counts?.tabs[tab]?.unread ?? 0 })}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
