import type { TicketRow } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { memo, type ReactElement } from "react";
import { LabelChips } from "../../conversations/marks/label-chips.tsx";
import { labelsOf } from "../../conversations/marks/labels-of.ts";
import { PriorityMark } from "../../conversations/marks/priority-mark.tsx";
import { nameOf } from "../../conversations/names.ts";
import { useNames } from "../../conversations/use-names.ts";
import { useTranslation } from "../../lib/texts.ts";
import { StatusChip } from "../status-chip.tsx";
import { Due, Moment, Sla } from "./cells.tsx";
import { chosenTickets } from "./perform.ts";
import classes from "./table.module.css";

type Props = {
  ticket: TicketRow;
  index: number;
  top: number;
  isCurrent: boolean;
  isChosen: boolean;
  /** from where the choice began to this one */
  chooseRange: (id: string) => void;
  opened: (id: string) => void;
};

/** A ticket in the table; on a phone, a card. */
export const TicketRowView = memo(function TicketRowView(props: Props): ReactElement {
  const { ticket, index, top, isCurrent, isChosen, chooseRange, opened } = props;
  const { t } = useTranslation(["ticketLists", "desk", "tickets"]);
  const names = useNames();
  const { id, number, title, requester, statusId, priority, teamId, agentId, labelIds } = ticket;
  const { updatedAt, createdAt } = ticket;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      data-id={id}
      data-chosen={isChosen || undefined}
    >
      <span role="gridcell" className={classes.choose}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isChosen}
          aria-label={t("ticketLists:choose", { number })}
          onClick={(event) => {
            if (event.shiftKey) chooseRange(id);
            else chosenTickets.toggle(id);
          }}
          // by the click, which knows of Shift
          onChange={() => undefined}
        />
      </span>
      <span role="gridcell" className={classes.number}>
        #{number}
      </span>
      <span role="rowheader" className={classes.title}>
        <Link
          to="/tickets/$number"
          params={{ number: String(number) }}
          className={classes.link}
          tabIndex={-1}
          title={title}
          onClick={() => opened(id)}
        >
          {title}
        </Link>
        <LabelChips labels={labelsOf(labelIds, names.labels)} most={1} />
      </span>
      <span role="gridcell" className={classes.requester}>
        {nameOf(requester, t("desk:unknownContact"))}
      </span>
      <span role="gridcell" className={classes.status}>
        <StatusChip statusId={statusId} />
      </span>
      <span role="gridcell" className={classes.priority}>
        <PriorityMark priority={priority} />
      </span>
      <span role="gridcell" className={classes.team}>
        {names.team(teamId)}
      </span>
      <span role="gridcell" className={classes.agent} data-nobody={agentId === null || undefined}>
        {agentId ? names.agent(agentId) : t("tickets:nobody")}
      </span>
      <span role="gridcell" className={classes.updated}>
        <Moment at={updatedAt} />
      </span>
      <span role="gridcell" className={classes.created}>
        <Moment at={createdAt} />
      </span>
      <span role="gridcell" className={classes.due}>
        <Due ticket={ticket} />
      </span>
      <span role="gridcell" className={classes.sla}>
        <Sla ticket={ticket} />
      </span>
    </div>
  );
});
