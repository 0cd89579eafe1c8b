import type { Ticket } from "@balcao/api";
import { ChevronDown } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { useTranslation } from "../lib/texts.ts";
import { FactsBody } from "./facts.tsx";
import { StatusChip } from "./status-chip.tsx";
import classes from "./folded-facts.module.css";
import ticketClasses from "./tickets.module.css";

/** On a phone: above the activity, where it stands, who has it and until when, in a line that opens the rest. */
export function FoldedFacts({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const names = useNames();
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { statusId, agentId, dueAt } = ticket;
  return (
    <aside className={classes.folded} aria-label={t("data")}>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2>{t("data")}</h2>
          {!isOpen && (
            <span className={classes.line}>
              <StatusChip statusId={statusId} />
              <span>{agentId === null ? t("nobody") : names.agent(agentId)}</span>
              {dueAt !== null && (
                <span>
                  {t("field.due")}: {formats.full(Date.parse(dueAt))}
                </span>
              )}
            </span>
          )}
          <ChevronDown size={18} aria-hidden />
        </summary>
        {isOpen && (
          <div className={`${classes.body} ${ticketClasses.factsBody}`}>
            <FactsBody ticket={ticket} />
          </div>
        )}
      </details>
    </aside>
  );
}
