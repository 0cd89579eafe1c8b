import type { Conversation, ConversationRow } from "@balcao/api";
import { Button, Modal } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../../lib/toast.ts";
import { setStatus } from "../commands.ts";
import { nameOf } from "../names.ts";
import classes from "./dialogs.module.css";

/** Encerrar conversa: cannot be taken back, so it is asked, with the safe button first. */
export function EndDialog({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const end = async (): Promise<void> => {
    close();
    if (await setStatus(conversation.id, "closed")) toast(t("desk:done.ended"));
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("desk:end.title", { name: nameOf(conversation.contact, t("common:unknownContact")) })}
      size="md"
      radius="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <div className={classes.form}>
        <p>{t("desk:end.text")}</p>
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("desk:end.keep")}
          </Button>
          <Button color="red" onClick={() => void end()}>
            {t("desk:acts.end")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
