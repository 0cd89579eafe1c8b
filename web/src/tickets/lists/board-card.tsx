import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { TicketRow } from "@balcao/api";
import { Menu } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { MoveHorizontal } from "lucide-react";
import { memo, useEffect, useRef, useState, type ReactElement } from "react";
import { LabelChips } from "../../conversations/marks/label-chips.tsx";
import { labelsOf } from "../../conversations/marks/labels-of.ts";
import { PriorityMark } from "../../conversations/marks/priority-mark.tsx";
import { nameOf } from "../../conversations/names.ts";
import { useNames } from "../../conversations/use-names.ts";
import { useTranslation } from "../../lib/texts.ts";
import type { Neighbour } from "./board-column.tsx";
import classes from "./board.module.css";
import { Due, Sla } from "./cells.tsx";

/** The ticket that was just moved: its card is drawn anew in another column, and the keyboard goes along. */
export const carried: { id: string | null } = { id: null };

type Props = {
  ticket: TicketRow;
  top: number;
  place: number;
  /** -1 = more than are known */
  total: number;
  neighbours: readonly Neighbour[];
  move: (ticket: TicketRow, statusId: string) => void;
};

/** Mover para…: the way without dragging. */
function MoveMenu({ ticket, neighbours, move }: Pick<Props, "ticket" | "neighbours" | "move">): ReactElement {
  const { t } = useTranslation("ticketLists");
  const label = t("card.move", { number: ticket.number });
  return (
    <Menu shadow="md" position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.move} aria-label={label} title={t("card.moveMenu")}>
          <MoveHorizontal size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("card.moveMenu")}</Menu.Label>
        {neighbours
          .filter(({ id }) => id !== ticket.statusId)
          .map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => move(ticket, id)}>
              {name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A ticket on the board: opened by its title, dragged by any part of it, moved by its menu. */
export const BoardCard = memo(function BoardCard({
  ticket,
  top,
  place,
  total,
  neighbours,
  move,
}: Props): ReactElement {
  const { t } = useTranslation(["ticketLists", "desk", "tickets"]);
  const names = useNames();
  const element = useRef<HTMLLIElement>(null);
  const [isDragged, setDragged] = useState(false);
  const { id, number, title, statusId, requester, teamId, agentId, priority } = ticket;
  useEffect(() => {
    if (carried.id !== id) return;
    carried.id = null;
    element.current?.querySelector<HTMLElement>("[data-ticket]")?.focus();
  }, [id]);
  useEffect(() => {
    const card = element.current;
    if (!card) return;
    return draggable({
      element: card,
      getInitialData: () => ({ ticketId: id, statusId }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [id, statusId]);
  return (
    <li
      ref={element}
      className={classes.card}
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={place + 1}
      aria-setsize={total}
      data-card={id}
      data-dragged={isDragged || undefined}
    >
      <div className={classes.inner}>
        <div className={classes.line}>
          <span className={classes.number}>#{number}</span>
          <PriorityMark priority={priority} />
          <LabelChips labels={labelsOf(ticket.labelIds, names.labels)} most={1} />
          <MoveMenu ticket={ticket} neighbours={neighbours} move={move} />
        </div>
        <Link
          to="/tickets/$number"
          params={{ number: String(number) }}
          className={classes.title}
          title={title}
          data-ticket
          draggable={false}
        >
          {title}
        </Link>
        <div className={classes.foot}>
          <span className={classes.who}>
            {nameOf(requester, t("desk:unknownContact"))} · {names.team(teamId)}
            {agentId && ` · ${names.agent(agentId)}`}
          </span>
          {ticket.sla ? <Sla ticket={ticket} /> : <Due ticket={ticket} />}
        </div>
      </div>
    </li>
  );
});
