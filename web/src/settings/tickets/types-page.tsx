import { Shapes } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { moved } from "../parts/moved.ts";
import { Notice } from "../../app/page-states.tsx";
import { ChoiceDialog } from "./choice-dialog.tsx";
import { ChoiceTable } from "./choice-table.tsx";
import { useOrder } from "./choices.ts";
import { TicketsFrame } from "./tickets-frame.tsx";

/** Configurações > Chamados > Tipos. */
export function TypesPage(): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [open, setOpen] = useState<string | null>(null);
  const { order, shown } = useOrder("types");
  return (
    <TicketsFrame lead={t("types.lead")} add={t("types.add")} onAdd={() => setOpen("")}>
      {(choices) => {
        const types = shown(choices.types);
        return (
          <>
            {types.length === 0 ? (
              <Notice icon={<Shapes size={24} aria-hidden />} title={t("types.empty")}>
                {t("types.emptyText")}
              </Notice>
            ) : (
              <ChoiceTable
                rows={types.map((type, index) => ({
                  ...type,
                  isFirst: index === 0,
                  isLast: index === types.length - 1,
                }))}
                edit={setOpen}
                move={(id, step) =>
                  order(
                    moved(
                      types.map((type) => type.id),
                      id,
                      step,
                    ),
                  )
                }
              />
            )}
            {open !== null && (
              <ChoiceDialog
                list="types"
                add={t("types.add")}
                choice={types.find(({ id }) => id === open) ?? null}
                close={() => setOpen(null)}
              />
            )}
          </>
        );
      }}
    </TicketsFrame>
  );
}
