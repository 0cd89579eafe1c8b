import type { ListView } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { Bookmark, BookmarkPlus, Pencil } from "lucide-react";
import { Suspense, useState, type ReactElement } from "react";
import views from "../../conversations/list/views.module.css";
import { isSameFilter, searchOf, useViews } from "../../conversations/marks/views.ts";
import { useFormats } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import { useTranslation } from "../../lib/texts.ts";
import type { TicketSearch } from "../queries.ts";
import { useTicketCounts } from "./data.ts";
import { isNarrowed } from "./filter.ts";
import classes from "./page.module.css";
import { useTicketSearch } from "./use-search.ts";
import { lazyPart } from "../../lib/part.ts";

const ViewDialog = lazyPart(async () => ({
  default: (await import("../../conversations/marks/view-dialog.tsx")).ViewDialog,
}));

/** The lists that everybody has. */
const LISTS = {
  active: {},
  mine: { agent: "me" },
  unassigned: { agent: "none" },
  overdue: { overdue: true },
} as const satisfies Record<string, TicketSearch>;
const EXACT = { exact: true };
/** Counts are exact up to here. */
const MOST_COUNTED = 1_000;

/** Lists and saved views, each with how many tickets it holds; the way to keep what is shown, and to change what was kept. */
export function ViewsBar(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const formats = useFormats();
  const { search } = useTicketSearch();
  const { data: counts } = useTicketCounts();
  const { data: saved = [] } = useViews("tickets");
  const [edited, setEdited] = useState<ListView | "new" | null>(null);
  useLayer(edited !== null);
  const open = saved.find(({ id }) => id === search.view);
  const { q, view: _, ...kept } = search;
  const { as: shownAs, ...rest } = kept;
  const canSave = !open && q === undefined && (isNarrowed(search) || search.sort !== undefined);
  const told = (count: number | null | undefined): string =>
    count === null || count === undefined ? "" : formats.compact(count);
  return (
    <nav className={`${views.views} ${classes.views}`} aria-label={t("views.label")}>
      {(Object.keys(LISTS) as (keyof typeof LISTS)[]).map((name) => (
        <Link
          key={name}
          to="/tickets"
          search={shownAs ? { ...LISTS[name], as: shownAs } : LISTS[name]}
          className={views.view}
          activeOptions={EXACT}
          aria-current={!open && q === undefined && isSameFilter(rest, LISTS[name]) ? "page" : undefined}
        >
          {t(`views.${name}`)}
          <span className={views.count}>
            {name === "overdue" && (counts?.overdue ?? 0) >= MOST_COUNTED
              ? `${formats.compact(MOST_COUNTED)}+`
              : told(counts?.[name])}
          </span>
        </Link>
      ))}
      {saved.map((view) => (
        <Link
          key={view.id}
          to="/tickets"
          search={searchOf(view) as TicketSearch}
          className={views.view}
          activeOptions={EXACT}
          aria-current={view === open ? "page" : undefined}
        >
          <Bookmark size={13} aria-hidden />
          <span className={views.name}>{view.name}</span>
          <span className={views.count}>{told(counts?.views[view.id])}</span>
        </Link>
      ))}
      {open?.mayChange && (
        <button
          type="button"
          className={views.view}
          aria-label={t("views.edit", { name: open.name })}
          title={t("views.edit", { name: open.name })}
          onClick={() => setEdited(open)}
        >
          <Pencil size={13} aria-hidden />
        </button>
      )}
      {canSave && (
        <button type="button" className={views.view} onClick={() => setEdited("new")}>
          <BookmarkPlus size={13} aria-hidden /> {t("views.save")}
        </button>
      )}
      <Suspense>
        {edited && (
          <ViewDialog
            list="tickets"
            view={edited === "new" ? null : edited}
            filter={kept as ListView["filter"]}
            close={() => setEdited(null)}
          />
        )}
      </Suspense>
    </nav>
  );
}
