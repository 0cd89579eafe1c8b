import type { Ticket } from "@balcao/api";
import { isTicketOver, takesMore } from "@balcao/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { nameOf } from "../conversations/names.ts";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { useNow } from "../lib/clock.ts";
import { useKeys } from "../lib/keys.ts";
import { useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { AgentChoice, PriorityChoice, TeamChoice } from "./choices.tsx";
import { actOn } from "./commands.ts";
import { CategoryChoice, DueChoice, StatusChoice, TypeChoice } from "./list-choices.tsx";
import { SlaFacts } from "./sla-facts.tsx";
import { TicketFields } from "./ticket-fields.tsx";
import { TicketFollowers, TicketLabels } from "./ticket-marks.tsx";
import marks from "./ticket-marks.module.css";
import classes from "./tickets.module.css";

/** The due date; one that has gone by says so while there is still something to do. */
function Due({ ticket, disabled }: { ticket: Ticket; disabled: boolean }): ReactElement {
  const { t } = useTranslation("tickets");
  const now = useNow();
  const { id, stage, dueAt } = ticket;
  const isLate = dueAt !== null && !isTicketOver(stage) && Date.parse(dueAt) < now;
  return (
    <DueChoice
      disabled={disabled}
      value={dueAt}
      choose={(chosen) => void actOn(id, { type: "due", dueAt: chosen })}
      note={isLate && <span className={marks.required}>{t("late")}</span>}
    />
  );
}

/** Where it stands, and what else is known of it, beside its activity. */
export function Facts({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  return (
    <aside className={classes.side} aria-label={t("data")}>
      <FactsBody ticket={ticket} />
    </aside>
  );
}

/** Status, priority, team and responsible; each changes at once. A ticket that went out of sight leads back to the list. */
export function FactsBody({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation(["tickets", "desk"]);
  const names = useNames();
  const formats = useFormats();
  const navigate = useNavigate();
  const { id, statusId, stage, priority, teamId, agentId, categoryId, typeId } = ticket;
  const { requester, organisation, createdAt, createdBy, email, mergedInto } = ticket;
  const disabled = !takesMore(stage);
  const me = useSelf().agent.id;
  useKeys([
    {
      id: "ticketTake",
      run: () => void actOn(id, { type: "assign", agentId: me }),
      enabled: !disabled && agentId !== me,
      palette: true,
    },
  ]);
  const move = async (to: string): Promise<void> => {
    const result = await actOn(id, { type: "move", teamId: to });
    if (!result || result.ticket) return;
    toast(t("tickets:movedAway", { number: result.number, team: names.team(to) }));
    void navigate({ to: "/tickets" });
  };
  return (
    <>
      <StatusChoice
        disabled={mergedInto !== null}
        value={statusId}
        choose={(chosen) => void actOn(id, { type: "status", statusId: chosen })}
      />
      <PriorityChoice
        disabled={disabled}
        value={priority}
        choose={(chosen) => void actOn(id, { type: "priority", priority: chosen })}
      />
      <AgentChoice
        disabled={disabled}
        value={agentId}
        teamId={teamId}
        choose={(chosen) => void actOn(id, { type: "assign", agentId: chosen })}
      />
      <TeamChoice disabled={disabled} value={teamId} choose={(chosen) => void move(chosen)} />
      <CategoryChoice
        disabled={disabled}
        value={categoryId}
        choose={(chosen) => void actOn(id, { type: "category", categoryId: chosen })}
      />
      <TypeChoice
        disabled={disabled}
        value={typeId}
        choose={(chosen) => void actOn(id, { type: "kind", typeId: chosen })}
      />
      <Due ticket={ticket} disabled={disabled} />
      <TicketFields ticket={ticket} />
      <TicketLabels ticket={ticket} />
      <TicketFollowers ticket={ticket} />
      <dl className={classes.facts}>
        <SlaFacts ticket={ticket} />
        <div>
          <dt>{t("tickets:field.requester")}</dt>
          <dd>{nameOf(requester, t("desk:unknownContact"))}</dd>
        </div>
        {requester.phone && requester.name && (
          <div>
            <dt>{t("desk:panel.phone")}</dt>
            <dd>{requester.phone}</dd>
          </div>
        )}
        {email && (
          <div>
            <dt>{t("tickets:field.email")}</dt>
            <dd>
              {email.address}
              <small className={classes.standing}>{t(`tickets:emailStanding.${email.standing}`)}</small>
            </dd>
          </div>
        )}
        {organisation && (
          <div>
            <dt>{t("tickets:field.organisation")}</dt>
            <dd>{organisation.name}</dd>
          </div>
        )}
        <div>
          <dt>{t("tickets:field.created")}</dt>
          <dd>
            {createdBy === null
              ? t("tickets:createdBySetting", { at: formats.full(Date.parse(createdAt)) })
              : t("tickets:createdBy", {
                  at: formats.full(Date.parse(createdAt)),
                  name: names.agent(createdBy),
                })}
          </dd>
        </div>
      </dl>
    </>
  );
}
