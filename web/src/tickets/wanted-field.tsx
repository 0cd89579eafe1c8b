import { TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { StatusChip } from "./status-chip.tsx";
import classes from "./tickets.module.css";
import type { WantedTicket } from "./use-wanted-ticket.ts";

type Props = {
  description: string;
  typed: string;
  change: (typed: string) => void;
  wanted: WantedTicket;
};

/** The number of a ticket, and whose it is before anything is saved. */
export function WantedField({ description, typed, change, wanted }: Props): ReactElement {
  const { t } = useTranslation("tickets");
  const { found, refusal } = wanted;
  return (
    <>
      <TextInput
        data-autofocus
        label={t("link.number")}
        description={description}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={typed}
        error={refusal}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <p role="status" className={classes.found}>
        {found && (
          <>
            <strong>
              #{found.number} {found.title}
            </strong>
            <StatusChip statusId={found.statusId} />
          </>
        )}
      </p>
    </>
  );
}
