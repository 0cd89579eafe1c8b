import type { TicketRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import dialogs from "../../conversations/dialogs/dialogs.module.css";
import { useTranslation } from "../../lib/texts.ts";
import { useChoiceNames } from "../use-choices.ts";

/** A move to a column that holds as many tickets as it should already. */
export type Asked = { ticket: TicketRow; statusId: string; tickets: number; most: number };

/** The limit of a column asks, it does not forbid. */
export function LimitDialog({
  asked: { statusId, tickets, most },
  answer,
}: {
  asked: Asked;
  answer: (moves: boolean) => void;
}): ReactElement {
  const { t } = useTranslation(["ticketLists", "common"]);
  const names = useChoiceNames();
  return (
    <Dialog
      onClose={() => answer(false)}
      title={t("ticketLists:limit.title", { status: names.status(statusId)?.name ?? "" })}
      size="sm"
    >
      <div className={dialogs.form}>
        <p>{t("ticketLists:limit.text", { tickets, most })}</p>
        <div className={dialogs.buttons}>
          <Button variant="default" data-autofocus onClick={() => answer(false)}>
            {t("ticketLists:limit.stay")}
          </Button>
          <Button onClick={() => answer(true)}>{t("ticketLists:limit.move")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
