import type { ConversationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { setBlocked } from "../commands.ts";
import { nameOf } from "../names.ts";
import classes from "./dialogs.module.css";

/** Bloquear contato: says what it means before it is done, with the safe button first. */
export function BlockDialog({
  conversation,
  close,
}: {
  conversation: ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["dialogs", "common"]);
  const { t: desk } = useTranslation("desk");
  const { id, contact } = conversation;
  const block = async (): Promise<void> => {
    close();
    if (!(await setBlocked(id, true))) return;
    toast(t("dialogs:block.done"), {
      action: { label: t("common:undo"), run: () => void setBlocked(id, false) },
    });
  };
  return (
    <Dialog
      onClose={close}
      title={t("dialogs:block.title", { name: nameOf(contact, desk("unknownContact")) })}
      size="md"
    >
      <div className={classes.form}>
        <p>{t("dialogs:block.text")}</p>
        <p>{t("dialogs:block.local")}</p>
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button color="red" onClick={() => void block()}>
            {desk("acts.block")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
