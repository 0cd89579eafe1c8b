import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { askToChoose } from "../conversations/chosen/chosen.ts";
import classes from "../conversations/dialogs/dialogs.module.css";
import { focusThread } from "../conversations/focus.ts";
import { CreateForm } from "./create-form.tsx";
import { LinkForm } from "./link-form.tsx";
import { closeTicketDialog, openTicketDialog, type TicketDialog } from "./open.ts";

/** The guide's question, when no message was chosen. */
function NoneChosen({ dialog }: { dialog: TicketDialog }): ReactElement {
  const { t } = useTranslation("tickets");
  const choose = (): void => {
    closeTicketDialog();
    askToChoose();
    focusThread();
  };
  return (
    <div className={classes.form}>
      <p>{t("noneChosen.text")}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={choose}>
          {t("noneChosen.choose")}
        </Button>
        <Button data-autofocus onClick={() => openTicketDialog({ ...dialog, kind: "create" })}>
          {t("noneChosen.create")}
        </Button>
      </div>
    </div>
  );
}

/** Vincular mensagens selecionadas, Criar novo chamado. */
export function TicketDialogs({ dialog }: { dialog: TicketDialog }): ReactElement {
  const { t } = useTranslation(["tickets", "desk", "common"]);
  const { kind } = dialog;
  return (
    <Dialog
      onClose={closeTicketDialog}
      title={t(kind === "link" ? "desk:acts.linkMessages" : "desk:acts.createTicket")}
      size={kind === "create" ? "lg" : "md"}
      returnFocus={kind !== "none-chosen"}
    >
      {kind === "link" && <LinkForm dialog={dialog} />}
      {kind === "create" && <CreateForm dialog={dialog} />}
      {kind === "none-chosen" && <NoneChosen dialog={dialog} />}
    </Dialog>
  );
}
