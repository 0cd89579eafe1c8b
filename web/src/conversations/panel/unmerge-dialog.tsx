import type { ContactDetails } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { CONTACT } from "../../realtime/cache.ts";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./contact-panel.module.css";

type Props = { contact: ContactDetails; merge: ContactDetails["merges"][number]; close: () => void };

/** Asks before two contacts part again, and says what returns and what stays. */
export function UnmergeDialog({ contact, merge, close }: Props): ReactElement {
  const { t } = useTranslation(["contact", "desk", "common"]);
  const undo = useMutation({
    mutationFn: () => api(`/api/contact-merges/${merge.id}/undo`, { method: "POST" }),
    onSuccess: () => {
      close();
      toast(t("contact:merge.undone"));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [CONTACT, contact.id] }),
  });
  return (
    <Dialog
      onClose={close}
      title={t("contact:merge.undoTitle", { name: merge.name ?? t("desk:unknownContact") })}
    >
      <div className={dialogs.form}>
        <p className={classes.explained}>{t("contact:merge.undoText")}</p>
        {undo.error && (
          <p role="alert" className={classes.complaint}>
            {sentenceOf(undo.error)}
          </p>
        )}
        <div className={dialogs.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("contact:merge.keep")}
          </Button>
          <Button loading={undo.isPending} onClick={() => undo.mutate()}>
            {t("contact:merge.undo")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
