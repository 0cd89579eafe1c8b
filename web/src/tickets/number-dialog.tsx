import type { Ticket } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import classes from "../conversations/dialogs/dialogs.module.css";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { send } from "./commands.ts";
import { useWantedTicket } from "./use-wanted-ticket.ts";
import { WantedField } from "./wanted-field.tsx";

type Props = { ticket: Ticket; act: "relate" | "merge"; close: () => void };

/** Relacionar, Unir a outro chamado: by the other one's number. To merge leads to the other one. */
export function NumberDialog({ ticket, act, close }: Props): ReactElement {
  const { t } = useTranslation(["tickets", "common"]);
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [isSaving, setSaving] = useState(false);
  const wanted = useWantedTicket(typed, ticket.id);
  const { found, refusal } = wanted;
  const isBlocked = !found || refusal !== null || isSaving;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBlocked) return;
    setSaving(true);
    const { number } = found;
    const done = await send(
      `/api/tickets/${ticket.id}/${act}`,
      act === "merge" ? { into: number } : { number },
    );
    setSaving(false);
    if (!done) return;
    close();
    if (act === "relate") return;
    toast(t("tickets:merge.done", { number: ticket.number, into: number }));
    void navigate({ to: "/tickets/$number", params: { number: String(number) } });
  };
  return (
    <Dialog onClose={close} title={t(`tickets:${act}.title`)}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <WantedField
          description={t(`tickets:${act}.text`, { number: ticket.number })}
          typed={typed}
          change={setTyped}
          wanted={wanted}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={isBlocked}>
            {t(`tickets:${act}.save`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
