import { Button, TextInput } from "@mantine/core";
import { takesMore } from "@balcao/core";
import { useEffect, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { clearChosen } from "../conversations/chosen/chosen.ts";
import classes from "../conversations/dialogs/dialogs.module.css";
import { ApiError, sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";
import { linkTo } from "./commands.ts";
import { closeTicketDialog, type TicketDialog } from "./open.ts";
import { numberOf, useTicket } from "./queries.ts";
import { StatusChip } from "./status-chip.tsx";
import ticketClasses from "./tickets.module.css";
import { useOpenTicket } from "./use-open-ticket.ts";

/** A number is looked up once nobody has typed for this long. */
const PAUSE_MS = 150;

/** What was typed, once the typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Why this number cannot be taken; null while nobody knows. */
function useRefusal(typed: string, error: unknown, isClosed: boolean): string | null {
  const { t } = useTranslation("tickets");
  if (typed.trim() === "") return null;
  if (numberOf(typed) === null) return t("link.notANumber");
  if (error instanceof ApiError && error.status === 404)
    return t("link.unknown", { number: numberOf(typed) });
  if (error) return sentenceOf(error);
  return isClosed ? t("link.closed") : null;
}

/** Vincular mensagens selecionadas: the number, and whose it is before anything is saved. */
export function LinkForm({ dialog }: { dialog: TicketDialog }): ReactElement {
  const { t } = useTranslation(["tickets", "common"]);
  const open = useOpenTicket();
  const [typed, setTyped] = useState("");
  const [isSaving, setSaving] = useState(false);
  const settled = useSettled(typed);
  const isSettled = settled === typed;
  const { data, error } = useTicket(numberOf(settled));
  const found = isSettled ? data : undefined;
  const isClosed = found !== undefined && !takesMore(found.stage);
  const refusal = useRefusal(settled, isSettled ? error : null, isClosed);
  const count = dialog.messages.length;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!found || isClosed || isSaving) return;
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
      <TextInput
        data-autofocus
        label={t("tickets:link.number")}
        description={t("tickets:link.text", { count })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={typed}
        error={isSettled && refusal}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p role="status" className={ticketClasses.found}>
        {found && (
          <>
            <strong>
              #{found.number} {found.title}
            </strong>
            <StatusChip statusId={found.statusId} />
          </>
        )}
      </p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={closeTicketDialog}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" disabled={!found || isClosed || isSaving}>
          {t("common:save")}
        </Button>
      </div>
    </form>
  );
}
