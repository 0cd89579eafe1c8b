import type { Ticket } from "@balcao/api";
import { takesMore } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { send } from "./commands.ts";
import { StatusChip } from "./status-chip.tsx";
import classes from "./tickets.module.css";

/** Tickets that this one has to do with; nothing where there are none. */
export function Related({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const { id, related, stage } = ticket;
  if (related.length === 0) return <></>;
  return (
    <section className={classes.card} aria-label={t("related")}>
      <div className={classes.cardHead}>
        <h2>{t("related")}</h2>
      </div>
      <ul className={classes.list}>
        {related.map((other) => (
          <li key={other.id}>
            <Link to="/tickets/$number" params={{ number: String(other.number) }}>
              #{other.number} {other.title}
            </Link>
            <StatusChip statusId={other.statusId} />
            {takesMore(stage) && (
              <button
                type="button"
                className={classes.edit}
                aria-label={t("unrelateTicket", { number: other.number })}
                onClick={() => void send(`/api/tickets/${id}/unrelate`, { ticketId: other.id })}
              >
                <X size={14} aria-hidden /> {t("unrelate")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
