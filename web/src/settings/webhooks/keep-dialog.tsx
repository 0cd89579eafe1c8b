import { KEEP_DAYS, type WebhookState } from "@balcao/api";
import { NumberInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { api } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { STATE } from "./queries.ts";

/** How long deliveries are kept. */
export function KeepDialog({ state, close }: { state: WebhookState; close: () => void }): ReactElement {
  const { t } = useTranslation(["webhooks", "common"]);
  const [days, setDays] = useState<string | number>(state.keepDays);
  const isRight = Number.isInteger(days) && Number(days) >= KEEP_DAYS.least && Number(days) <= KEEP_DAYS.most;
  return (
    <EditDialog
      title={t("webhooks:keepTitle")}
      submit={t("common:save")}
      saved={t("webhooks:keepSaved", { count: Number(days) })}
      list={STATE}
      isReady={isRight}
      close={close}
      fields={["keepDays"]}
      save={() =>
        api("/api/webhooks/settings", {
          method: "PUT",
          body: { keepDays: Number(days), version: state.version },
        })
      }
    >
      {(fault) => (
        <NumberInput
          data-autofocus
          label={t("webhooks:keepDays")}
          description={t("webhooks:keepHelp", KEEP_DAYS)}
          value={days}
          min={KEEP_DAYS.least}
          max={KEEP_DAYS.most}
          allowDecimal={false}
          hideControls
          error={fault("keepDays") ?? (isRight ? undefined : t("webhooks:keepWrong", KEEP_DAYS))}
          onChange={setDays}
        />
      )}
    </EditDialog>
  );
}
