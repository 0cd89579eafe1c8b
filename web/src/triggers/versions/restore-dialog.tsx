import type { BotView } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { Caution } from "../../settings/parts/caution.tsx";
import parts from "../../settings/parts/parts.module.css";
import { restoreVersion, useVersion } from "../queries.ts";
import { ChangesInWords } from "./comparison.tsx";

type Props = { number: number; bot: BotView; close: () => void };

/** Restaurar: what it does to the draft is shown before it is done. */
export function RestoreDialog({ number, bot, close }: Props): ReactElement {
  const { t } = useTranslation(["triggers", "common"]);
  const { data: version } = useVersion(number);
  const restore = useMutation({
    mutationFn: () => restoreVersion(number),
    onSuccess: () => {
      toast(t("triggers:versions.restored", { number }));
      close();
    },
  });
  return (
    <Dialog onClose={close} title={t("triggers:versions.restoreTitle", { number })} size="lg">
      <div className={parts.dialog}>
        <p>{t("triggers:versions.restoreText", { number })}</p>
        {bot.changes.length > 0 && <Caution>{t("triggers:versions.restoreLost")}</Caution>}
        {version && <ChangesInWords before={bot.triggers} after={version.triggers} />}
        {restore.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(restore.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button loading={restore.isPending} onClick={() => restore.mutate()}>
            {t("triggers:versions.restoreConfirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
