import { SearchX, Ticket } from "lucide-react";
import type { ReactElement } from "react";
import { Notice } from "../../app/page-states.tsx";
import { usePatience } from "../../conversations/list/list-states.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { isNarrowed } from "./filter.ts";
import classes from "./page.module.css";
import { useTicketSearch } from "./use-search.ts";

const ROWS = 12;

/** Rows that are not there yet; nothing for an answer that comes at once. */
export function TicketsSkeleton(): ReactElement {
  const { t } = useTranslation("desk");
  const shown = usePatience();
  return (
    <div className={classes.skeleton} role="status" aria-label={t("loading")}>
      {shown && Array.from({ length: ROWS }, (_, index) => <i key={index} />)}
    </div>
  );
}

/** Why there is none, and the one thing to do about it. */
export function NoTickets(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search, clear } = useTicketSearch();
  if (!isNarrowed(search))
    return (
      <Notice icon={<Ticket size={24} aria-hidden />} title={t("none.title")}>
        {t("none.text")}
      </Notice>
    );
  return (
    <Notice
      icon={<SearchX size={24} aria-hidden />}
      title={t("none.found")}
      action={
        <button type="button" onClick={clear}>
          {t("filter.clear")}
        </button>
      }
    >
      {t("none.foundText")}
    </Notice>
  );
}
