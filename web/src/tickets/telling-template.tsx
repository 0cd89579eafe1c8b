import type { Ticket, TicketReach } from "@balcao/api";
import type { TemplateUse } from "@balcao/core";
import { useState, type ReactElement } from "react";
import { ErrorNotice } from "../app/page-states.tsx";
import { useTranslation } from "../lib/texts.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { useKnownFacts } from "../templates/known.ts";
import { useTemplates } from "../templates/queries.ts";
import { NOTHING_CHOSEN, TemplateChoice, filledIn, type Choice } from "../templates/template-choice.tsx";
import classes from "./telling.module.css";

/** What goes once the window is closed: a template, chosen and filled in as everywhere. */
export function TellingTemplate({
  ticket,
  reach,
  fill,
}: {
  ticket: Pick<Ticket, "number" | "title">;
  reach: TicketReach;
  fill: (use: TemplateUse | null) => void;
}): ReactElement {
  const { t } = useTranslation("ticketTelling");
  const { data: list, error, refetch } = useTemplates();
  const known = useKnownFacts({ contact: reach.contact, protocol: reach.protocol, ticket });
  const [choice, setChoice] = useState<Choice>(NOTHING_CHOSEN);
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!list) return <Loading />;
  return (
    <div className={classes.template}>
      <p>{t("templateIsComment")}</p>
      <TemplateChoice
        list={list}
        channelId={reach.channel.id}
        known={known}
        choice={choice}
        choose={(next) => {
          setChoice(next);
          fill(filledIn(next));
        }}
        errors={{}}
      />
    </div>
  );
}
