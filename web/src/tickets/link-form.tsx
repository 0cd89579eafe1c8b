import { Button } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { clearChosen } from "../conversations/chosen/chosen.ts";
import classes from "../conversations/dialogs/dialogs.module.css";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { linkTo } from "./commands.ts";
import { closeTicketDialog, type TicketDialog } from "./open.ts";
import { useOpenTicket } from "./use-open-ticket.ts";
import { useWantedTicket } from "./use-wanted-ticket.ts";
import { WantedField } from "./wanted-field.tsx";

/** Vincular mensagens selecionadas: the number, and whose it is before anything is saved. */
export function LinkForm({ dialog }: { dialog: TicketDialog }): ReactElement {
  const { t } = useTranslation(["tickets", "common"]);
  const open = useOpenTicket();
  const [typed, setTyped] = useState("");
  const [isSaving, setSaving] = useState(false);
  const wanted = useWantedTicket(typed);
  const { found, refusal } = wanted;
  const isBlocked = !found || refusal !== null || isSaving;
  const count = dialog.messages.length;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBlocked) return;
    setSaving(true);
    const ids = dialog.messages.map(({ id }) => id);
    const done = await linkTo(found.id, dialog.conversation.id, ids);
    setSaving(false);
    if (!done) return;
    closeTicketDialog();
    clearChosen();
    const { number } = done;
    toast(t("tickets:link.done", { count, number }), {
      action: { label: t("tickets:open"), run: () => open(number) },
    });
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <WantedField
        description={t("tickets:link.text", { count })}
        typed={typed}
        change={setTyped}
        wanted={wanted}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={closeTicketDialog}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={isBlocked}>
          {t("common:save")}
        </Button>
      </div>
    </form>
  );
}
