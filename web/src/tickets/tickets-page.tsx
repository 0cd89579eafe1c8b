import { Link } from "@tanstack/react-router";
import { Columns3, Table2 } from "lucide-react";
import { Suspense, type ReactElement } from "react";
import { usePageTitle } from "../app/page-title.ts";
import { useTranslation } from "../lib/texts.ts";
import { TicketBulkBar } from "./lists/bulk-bar.tsx";
import { Filters } from "./lists/filters.tsx";
import classes from "./lists/page.module.css";
import { chosenTickets } from "./lists/perform.ts";
import { TicketsSkeleton } from "./lists/states.tsx";
import { TicketTable } from "./lists/table.tsx";
import { useTicketSearch } from "./lists/use-search.ts";
import { ViewsBar } from "./lists/views-bar.tsx";
import { lazyPart } from "../lib/part.ts";

const TicketBoard = lazyPart(async () => ({ default: (await import("./lists/board.tsx")).TicketBoard }));

/** A link is not the current one because its words are among the address's. */
const EXACT = { exact: true };

/** Table or board: two ways of looking at the same tickets. */
function Ways(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search } = useTicketSearch();
  const { as: _, direction: _direction, progress: _progress, sort, ...rest } = search;
  const board = { ...rest, as: "board" as const, ...(sort && sort !== "status" ? { sort } : {}) };
  const { as: shownAs, ...table } = search;
  return (
    <nav className={classes.ways} aria-label={t("as.label")}>
      <Link to="/tickets" search={table} activeOptions={EXACT} aria-current={shownAs ? undefined : "page"}>
        <Table2 size={15} aria-hidden /> {t("as.table")}
      </Link>
      <Link to="/tickets" search={board} activeOptions={EXACT} aria-current={shownAs ? "page" : undefined}>
        <Columns3 size={15} aria-hidden /> {t("as.board")}
      </Link>
    </nav>
  );
}

/** Atendimento > Chamados. */
export function TicketsPage(): ReactElement {
  const { t } = useTranslation("tickets");
  const { search } = useTicketSearch();
  const isChoosing = chosenTickets.use((state) => state.ids.size > 0);
  usePageTitle(t("title"));
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t("title")}</h1>
        <Ways />
      </header>
      <ViewsBar />
      <div className={classes.tools}>
        <div inert={isChoosing}>
          <Filters />
        </div>
        {isChoosing && <TicketBulkBar />}
      </div>
      {search.as === "board" ? (
        <Suspense fallback={<TicketsSkeleton />}>
          <TicketBoard />
        </Suspense>
      ) : (
        <TicketTable />
      )}
    </div>
  );
}
