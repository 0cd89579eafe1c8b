import type { TriggerView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";
import parts from "../settings/parts/parts.module.css";
import { disableTrigger, recordDeletion, undo } from "./acts.ts";
import { deleteTrigger } from "./queries.ts";

/** Excluir: asked with the safe button first and Desativar before it, told that only publishing makes it true, undone from the notice. */
export function DeleteDialog({
  trigger,
  close,
  onDeleted,
}: {
  trigger: TriggerView;
  close: () => void;
  onDeleted?: () => void;
}): ReactElement {
  const { t } = useTranslation(["triggers", "common"]);
  const { description } = trigger;
  const remove = useMutation({
    mutationFn: () => deleteTrigger(trigger.id),
    onSuccess: () => {
      const act = recordDeletion(trigger, t("triggers:undo.deleted", { description }));
      toast(t("triggers:done.deleted", { description }), {
        action: { label: t("common:undo"), run: () => void undo(act) },
      });
      close();
      onDeleted?.();
    },
  });
  const pause = useMutation({
    mutationFn: () => disableTrigger(trigger),
    onSuccess: (isDone) => isDone && close(),
  });
  return (
    <Dialog onClose={close} title={t("triggers:remove.title", { description })}>
      <div className={parts.dialog}>
        <p>{t("triggers:remove.text")}</p>
        {trigger.active && <p>{t("triggers:remove.disable")}</p>}
        {remove.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(remove.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("triggers:remove.keep")}
          </Button>
          {trigger.active && (
            <Button variant="light" loading={pause.isPending} onClick={() => pause.mutate()}>
              {t("triggers:remove.pause")}
            </Button>
          )}
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("triggers:remove.confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
