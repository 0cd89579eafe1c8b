import type { TicketSent } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { askForTarget } from "../conversations/target.ts";
import { explanationOf, nextStepOf } from "../conversations/thread/failure-texts.ts";
import { Ticks } from "../conversations/ticks.tsx";
import { useTranslation } from "../lib/texts.ts";
import classes from "./telling.module.css";
import tickets from "./tickets.module.css";

/** Why the customer did not get it, and what to do. */
function Failure({ sent: { status, failure } }: { sent: TicketSent }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (status === "unknown")
    return (
      <span className={classes.failure}>
        <TriangleAlert size={14} aria-hidden />
        {t("failure.unknownState")}
      </span>
    );
  if (status !== "failed") return null;
  const step = failure?.nextStep ? nextStepOf(failure.nextStep) : undefined;
  return (
    <span className={classes.failure}>
      <TriangleAlert size={14} aria-hidden />
      {t(`failure.explanations.${explanationOf(failure?.explanation)}`)}{" "}
      {step && t(`failure.nextSteps.${step}`)}{" "}
      {failure?.code !== null && failure?.code !== undefined && t("failure.code", { code: failure.code })}
    </span>
  );
}

/** On its way, or not gone at all: what is said beside the ticks is as true as they are. */
const STANDING: Readonly<
  Partial<Record<NonNullable<TicketSent["status"]>, "waiting" | "failed" | "cancelled">>
> = {
  queued: "waiting",
  sending: "waiting",
  failed: "failed",
  unknown: "waiting",
  cancelled: "cancelled",
};

/** What went to the customer, how it fares, and the way to it. */
export function SentState({ sent }: { sent: TicketSent }): ReactElement {
  const { t } = useTranslation(["ticketTelling", "desk"]);
  const { conversationId, messageId, status, template } = sent;
  const standing = (status && STANDING[status]) ?? "sent";
  return (
    <p className={classes.sent}>
      <span>
        {template === null
          ? t(`ticketTelling:states.${standing}`)
          : t(`ticketTelling:templateStates.${standing}`, { name: template })}
      </span>
      {status === null ? <span>{t("ticketTelling:gone")}</span> : <Ticks status={status} />}
      {conversationId && status !== null && (
        <Link
          to="/conversations/$id"
          params={{ id: conversationId }}
          search={{ message: messageId }}
          className={tickets.link}
          onClick={() => askForTarget(true)}
        >
          {t("ticketTelling:show")}
        </Link>
      )}
      <Failure sent={sent} />
    </p>
  );
}
