import { takesMore } from "@balcao/core";
import type { Ticket } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ChevronLeft, ExternalLink } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { nameOf } from "../conversations/names.ts";
import { useNames } from "../conversations/use-names.ts";
import { ApiError } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { toast } from "../lib/toast.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { Activity } from "./activity.tsx";
import { AgentChoice, PriorityChoice, TeamChoice } from "./choices.tsx";
import { actOn } from "./commands.ts";
import { Description } from "./description.tsx";
import { TicketMissing } from "./missing.tsx";
import { CategoryChoice, DueChoice, StatusChoice, TypeChoice } from "./list-choices.tsx";
import { numberOf, useTicket } from "./queries.ts";
import classes from "./tickets.module.css";
import { useReopen } from "./use-reopen.ts";

/** Status, priority, team and responsible; each changes at once. A ticket that went out of sight leads back to the list. */
function Facts({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation(["tickets", "desk"]);
  const names = useNames();
  const formats = useFormats();
  const navigate = useNavigate();
  const { id, statusId, stage, priority, teamId, agentId, categoryId, typeId, dueAt } = ticket;
  const { requester, organisation, createdAt, createdBy } = ticket;
  const disabled = !takesMore(stage);
  const move = async (to: string): Promise<void> => {
    const result = await actOn(id, { type: "move", teamId: to });
    if (!result || result.ticket) return;
    toast(t("tickets:movedAway", { number: result.number, team: names.team(to) }));
    void navigate({ to: "/tickets" });
  };
  return (
    <aside className={classes.side} aria-label={t("tickets:data")}>
      <StatusChoice
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
      <DueChoice
        disabled={disabled}
        value={dueAt}
        choose={(chosen) => void actOn(id, { type: "due", dueAt: chosen })}
      />
      <dl className={classes.facts}>
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
        {organisation && (
          <div>
            <dt>{t("tickets:field.organisation")}</dt>
            <dd>{organisation.name}</dd>
          </div>
        )}
        <div>
          <dt>{t("tickets:field.created")}</dt>
          <dd>
            {t("tickets:createdBy", {
              at: formats.full(Date.parse(createdAt)),
              name: names.agent(createdBy),
            })}
          </dd>
        </div>
      </dl>
    </aside>
  );
}

function TicketView({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const { id, number, title, stage, conversationId } = ticket;
  const { close, reopen } = useReopen(id);
  usePageTitle(`#${number} ${title}`);
  return (
    <div className={classes.scroll}>
      <header className={classes.head}>
        <div className={classes.headText}>
          <Link to="/tickets" className={classes.back}>
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
          <Button variant="default" onClick={takesMore(stage) ? close : reopen}>
            {t(takesMore(stage) ? "close" : "reopen")}
          </Button>
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.mainColumn}>
          <Description ticket={ticket} />
          <Activity ticket={ticket} />
        </div>
        <Facts ticket={ticket} />
      </div>
    </div>
  );
}

/** One ticket, by its number. */
export function TicketPage(): ReactElement {
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
