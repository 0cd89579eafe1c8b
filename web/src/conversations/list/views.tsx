import type { ListView } from "@balcao/api";
import { Link, useSearch } from "@tanstack/react-router";
import { AlarmClock, Bookmark, BookmarkPlus, Pencil } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { filterOf, searchOf, useViews } from "../marks/views.ts";
import { useCounts } from "../counts.ts";
import { useListFilter } from "./use-list-filter.ts";
import classes from "./views.module.css";

const ViewDialog = lazyAhead(async () => ({
  default: (await import("../marks/view-dialog.tsx")).ViewDialog,
}));

/** Beside the tabs: what is snoozed, and the saved views with the way to make and change them. */
export function Views(): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const search = useSearch({ from: "/desk/conversations" });
  const { filter, isFiltered } = useListFilter();
  const { data: counts } = useCounts(filter.team);
  const { data: views = [] } = useViews("conversations");
  const [edited, setEdited] = useState<ListView | "new" | null>(null);
  useLayer(edited !== null);
  const open = views.find(({ id }) => id === search.view);
  const canSave = !open && !filter.q && (isFiltered || search.order !== undefined);
  return (
    <nav className={classes.views} aria-label={t("views.label")}>
      <Link
        to="."
        search={{ tab: "snoozed" }}
        className={classes.view}
        aria-current={filter.tab === "snoozed" && !open ? "page" : undefined}
      >
        <AlarmClock size={13} aria-hidden />
        {t("tabs.snoozed")}
        <span className={classes.count}>{formats.compact(counts?.tabs.snoozed?.conversations ?? 0)}</span>
      </Link>
      {views.map((view) => (
        <Link
          key={view.id}
          to="."
          search={searchOf(view)}
          className={classes.view}
          aria-current={view === open ? "page" : undefined}
        >
          <Bookmark size={13} aria-hidden />
          <span className={classes.name}>{view.name}</span>
        </Link>
      ))}
      {open?.mayChange && (
        <button
          type="button"
          className={classes.view}
          aria-label={t("views.edit", { name: open.name })}
          title={t("views.edit", { name: open.name })}
          onClick={() => setEdited(open)}
        >
          <Pencil size={13} aria-hidden />
        </button>
      )}
      {canSave && (
        <button type="button" className={classes.view} onClick={() => setEdited("new")}>
          <BookmarkPlus size={13} aria-hidden /> {t("views.save")}
        </button>
      )}
      <Suspense>
        {edited && (
          <ViewDialog
            list="conversations"
            view={edited === "new" ? null : edited}
            filter={filterOf(search)}
            close={() => setEdited(null)}
          />
        )}
      </Suspense>
    </nav>
  );
}
