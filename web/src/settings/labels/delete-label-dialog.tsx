import type { Label } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";

/** Asks before a label comes off every conversation. */
export function DeleteLabelDialog({ label, close }: { label: Label; close: () => void }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const remove = useMutation({
    mutationFn: () => api(`/api/labels/${label.id}`, { method: "DELETE" }),
    onSuccess: () => {
      close();
      toast(t("settings:labels.deleted"));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.labels }),
  });
  return (
    <Dialog onClose={close} title={t("settings:labels.deleteTitle", { name: label.name })}>
      <div className={parts.dialog}>
        <p>{t("settings:labels.deleteText")}</p>
        {remove.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(remove.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("settings:labels.keep")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("settings:labels.confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
