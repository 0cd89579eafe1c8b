import type { Conversation, ConversationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { CalendarX } from "lucide-react";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { currentRow, setStatus } from "../commands.ts";
import { nameOf } from "../names.ts";
import { useScheduled } from "../scheduled/commands.ts";
import classes from "./dialogs.module.css";

/** Encerrar conversa: cannot be taken back, so it is asked, with the safe button first. */
export function EndDialog({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common", "scheduled"]);
  const scheduled = useScheduled(conversation).data?.items ?? [];
  const waiting = scheduled.filter(({ unsent }) => unsent === null).length;
  // what came behind this dialog was not seen
  const [seen] = useState(conversation);
  const end = async (row: ConversationRow): Promise<void> => {
    close();
    const again = { label: t("desk:newer.end"), run: () => void end(currentRow(row.id) ?? row) };
    if (await setStatus(row, "closed", again)) toast(t("desk:done.ended"));
  };
  return (
    <Dialog
      onClose={close}
      title={t("desk:end.title", { name: nameOf(conversation.contact, t("common:unknownContact")) })}
      size="md"
    >
      <div className={classes.form}>
        <p>{t("desk:end.text")}</p>
        {waiting > 0 && (
          <p className={classes.warning}>
            <CalendarX size={16} aria-hidden /> {t("scheduled:ending", { count: waiting })}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("desk:end.keep")}
          </Button>
          <Button color="red" onClick={() => void end(seen)}>
            {t("desk:acts.end")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
