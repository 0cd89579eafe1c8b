import type { TicketStatus } from "@balcao/api";
import { TICKET_STAGES, type TicketStage } from "@balcao/core";
import { NativeSelect, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { moved } from "../parts/moved.ts";
import { ColorChoice } from "../teams/color-choice.tsx";
import { COLORS } from "../teams/values.ts";
import { ChoiceDialog } from "./choice-dialog.tsx";
import { ChoiceTable } from "./choice-table.tsx";
import { useOrder } from "./choices.ts";
import { TicketsFrame } from "./tickets-frame.tsx";

function StatusDialog({ status, close }: { status: TicketStatus | null; close: () => void }): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [stage, setStage] = useState<TicketStage>(status?.stage ?? "in_progress");
  const [color, setColor] = useState<string>(status?.color ?? COLORS[1].hex);
  const [most, setMost] = useState(status?.most ? String(status.most) : "");
  return (
    <ChoiceDialog
      list="statuses"
      add={t("statuses.add")}
      choice={status}
      more={{ color, ...(status ? { most: most === "" ? null : Number(most) } : { stage }) }}
      close={close}
    >
      {() => (
        <>
          <NativeSelect
            label={t("statuses.stage")}
            description={t(status ? "statuses.stageFixed" : "statuses.stageHelp")}
            disabled={status !== null}
            value={stage}
            onChange={(event) => setStage(event.currentTarget.value as TicketStage)}
            data={TICKET_STAGES.map((value) => ({ value, label: t(`stages.${value}`) }))}
          />
          <ColorChoice value={color} change={setColor} />
          {status && (
            <TextInput
              type="number"
              inputMode="numeric"
              min={1}
              max={9999}
              label={t("statuses.most")}
              description={t("statuses.mostHelp")}
              value={most}
              onChange={(event) => setMost(event.currentTarget.value)}
            />
          )}
        </>
      )}
    </ChoiceDialog>
  );
}

/** Configurações > Chamados > Status: the account's workflow. */
export function StatusesPage(): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [open, setOpen] = useState<string | null>(null);
  const { order, shown } = useOrder("statuses");
  return (
    <TicketsFrame lead={t("statuses.lead")} add={t("statuses.add")} onAdd={() => setOpen("")}>
      {(choices) => {
        const statuses = shown(choices.statuses);
        return (
          <>
            <ChoiceTable
              says={t("statuses.stage")}
              rows={statuses.map((status, index) => ({
                ...status,
                says: t(`stages.${status.stage}`),
                isFirst: index === 0,
                isLast: index === statuses.length - 1,
              }))}
              edit={setOpen}
              move={(id, step) =>
                order(
                  moved(
                    statuses.map((status) => status.id),
                    id,
                    step,
                  ),
                )
              }
            />
            {open !== null && (
              <StatusDialog
                status={statuses.find(({ id }) => id === open) ?? null}
                close={() => setOpen(null)}
              />
            )}
          </>
        );
      }}
    </TicketsFrame>
  );
}
