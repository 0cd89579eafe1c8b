import { takesMore } from "@balcao/core";
import type { Ticket } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMediaQuery } from "@mantine/hooks";
import { Link, useParams } from "@tanstack/react-router";
import { ChevronLeft, ExternalLink } from "lucide-react";
import type { ReactElement } from "react";
import { useKeys } from "../lib/keys.ts";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { ApiError } from "../lib/api.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { Activity } from "./activity.tsx";
import { Description } from "./description.tsx";
import { lastList } from "./lists/last-list.ts";
import { Facts } from "./facts.tsx";
import { FoldedFacts } from "./folded-facts.tsx";
import { Files } from "./files.tsx";
import { MergedNotice } from "./merged-notice.tsx";
import { TicketMissing } from "./missing.tsx";
import { numberOf, useTicket } from "./queries.ts";
import { Related } from "./related.tsx";
import { TicketMenu } from "./ticket-menu.tsx";
import classes from "./tickets.module.css";
import { useReopen } from "./use-reopen.ts";

function TicketView({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const { id, number, title, stage, conversationId, mergedInto } = ticket;
  const { close, reopen } = useReopen(id);
  const isPhone = useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) ?? false;
  usePageTitle(`#${number} ${title}`);
  useKeys([
    {
      id: "ticketClose",
      run: takesMore(stage) ? close : reopen,
      enabled: mergedInto === null,
      palette: true,
    },
  ]);
  return (
    <div className={classes.scroll}>
      <header className={classes.head}>
        <div className={classes.headText}>
          <Link to="/tickets" search={lastList.search} className={classes.back}>
            <ChevronLeft size={16} aria-hidden /> {t("title")}
          </Link>
          <h1>
            <span className={classes.number}>{t("one", { number })}</span> {title}
          </h1>
        </div>
        <div className={classes.headActs}>
          {conversationId && (
            <Link to="/conversations/$id" params={{ id: conversationId }} className={classes.link}>
              {t("openConversation")} <ExternalLink size={15} aria-hidden />
            </Link>
          )}
          {mergedInto === null && (
            <Button variant="default" onClick={takesMore(stage) ? close : reopen}>
              {t(takesMore(stage) ? "close" : "reopen")}
            </Button>
          )}
          <TicketMenu ticket={ticket} />
        </div>
      </header>
      {mergedInto !== null && <MergedNotice into={mergedInto} />}
      <div className={classes.columns}>
        {isPhone && <FoldedFacts ticket={ticket} />}
        <div className={classes.mainColumn}>
          <Description ticket={ticket} />
          <Files ticket={ticket} />
          <Related ticket={ticket} />
          <Activity ticket={ticket} />
        </div>
        {!isPhone && <Facts ticket={ticket} />}
      </div>
    </div>
  );
}

/** One ticket, by its number. */
export function TicketPage(): ReactElement {
  // the words of all its parts at once: what had to be waited for later would take the page away for that moment
  useTranslation(["tickets", "ticketTelling", "desk", "contact"]);
  const { number: typed } = useParams({ from: "/desk/tickets/$number" });
  const number = numberOf(typed);
  const { data, error, refetch } = useTicket(number);
  const isMissing = number === null || (error instanceof ApiError && error.status === 404);
  if (isMissing) return <TicketMissing typed={typed} />;
  if (data) return <TicketView key={data.id} ticket={data} />;
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.scroll}>
      <Loading />
    </div>
  );
}
