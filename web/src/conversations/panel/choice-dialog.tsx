import type { ContactChoice, ContactDetails } from "@balcao/api";
import { Button, Radio, Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../../settings/parts/parts.module.css";
import { keepContact } from "./contact-data.ts";

/** What is to be noted: where it is a stop, of what is still to be chosen. */
export type Wanted = Pick<ContactChoice, "kind" | "stopped">;

const KINDS = ["marketing", "automatic"] as const;
const LONGEST_REASON = 300;

/** Notes for a customer what they want none of, or takes such a note back; the ledger asks why. */
export function ChoiceDialog({
  contactId,
  wanted: { kind: first, stopped },
  close,
}: {
  contactId: string;
  wanted: Wanted;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["contact", "common"]);
  const [kind, setKind] = useState<ContactChoice["kind"]>(first);
  const [reason, setReason] = useState("");
  const saving = useMutation({
    mutationFn: () =>
      api<ContactDetails>(`/api/contacts/${contactId}/choices`, {
        method: "POST",
        body: { kind, stopped, reason: reason.trim() },
      }),
    onSuccess(details) {
      keepContact(details);
      toast(t("contact:marketing.saved"));
      close();
    },
  });
  const isReady = reason.trim().length >= 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) saving.mutate();
  };
  return (
    <Dialog
      title={t(stopped ? "contact:marketing.noteTitle" : `contact:marketing.undoTitle.${kind}`)}
      onClose={close}
    >
      <form className={parts.dialog} onSubmit={submit}>
        {stopped && (
          <Radio.Group
            label={t("contact:marketing.what")}
            value={kind}
            onChange={(value) => setKind(KINDS.find((one) => one === value) ?? "marketing")}
          >
            {KINDS.map((one) => (
              <Radio
                key={one}
                mt="xs"
                value={one}
                label={t(`contact:marketing.kinds.${one}`)}
                description={t(`contact:marketing.kindHelp.${one}`)}
              />
            ))}
          </Radio.Group>
        )}
        <Textarea
          data-autofocus
          label={t("contact:marketing.reason")}
          description={t(stopped ? "contact:marketing.reasonHelp" : "contact:marketing.undoHelp")}
          value={reason}
          maxLength={LONGEST_REASON}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {saving.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(saving.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={!isReady} loading={saving.isPending}>
            {t(stopped ? "contact:marketing.note" : "contact:marketing.undo")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
