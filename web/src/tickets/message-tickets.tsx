import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./message-tickets.module.css";
import type { TicketBrief } from "./of-messages.ts";

/** "#1042" on a message that stands in a ticket. */
export function MessageTickets({
  tickets,
  isStop,
}: {
  tickets: readonly TicketBrief[];
  isStop: boolean;
}): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <span className={classes.chips}>
      {tickets.map(({ id, number, title }) => (
        <Link
          key={id}
          to="/tickets/$number"
          params={{ number: String(number) }}
          tabIndex={isStop ? 0 : -1}
          className={classes.chip}
          title={title}
          aria-label={t("ticketOf", { number, title })}
        >
          #{number}
        </Link>
      ))}
    </span>
  );
}
