import type { Ticket } from "@balcao/api";
import { CircleCheck, CircleX, Clock, Pause, TriangleAlert, type LucideIcon } from "lucide-react";
import type { SlaLevel } from "@balcao/core";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./sla.module.css";
import { useSla } from "./use-sla.ts";

const ICONS: Record<SlaLevel, LucideIcon> = {
  met: CircleCheck,
  late: CircleX,
  breached: CircleX,
  warned: TriangleAlert,
  running: Clock,
  paused: Pause,
};

/** SLA 1ª resposta ✔ · Solução 2h10: each promise by sign and words, with its moment. */
export function SlaFacts({ ticket }: { ticket: Ticket }): ReactElement | null {
  const { t } = useTranslation("tickets");
  const lines = useSla()(ticket);
  if (!ticket.sla || lines.length === 0) return null;
  return (
    <div>
      <dt>{t("sla.title", { name: ticket.sla.policy.name })}</dt>
      {lines.map(({ target, level, name, text, until }) => {
        const Icon = ICONS[level];
        return (
          <dd key={target} className={classes.line} data-level={level}>
            <Icon size={15} aria-hidden />
            <span>
              <b>{name}</b> {text}
              {until && <small>{until}</small>}
            </span>
          </dd>
        );
      })}
    </div>
  );
}
