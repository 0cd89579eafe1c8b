import type { TicketRow } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { StatusChip } from "./status-chip.tsx";
import classes from "./tickets.module.css";

/** Some tickets, each a link with its number, title and status. */
export function TicketList({ tickets }: { tickets: readonly TicketRow[] }): ReactElement {
  return (
    <ul className={classes.list}>
      {tickets.map(({ id, number, title, statusId }) => (
        <li key={id}>
          <Link to="/tickets/$number" params={{ number: String(number) }}>
            #{number} {title}
          </Link>
          <StatusChip statusId={statusId} />
        </li>
      ))}
    </ul>
  );
}
