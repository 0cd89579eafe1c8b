import type { Ticket } from "@balcao/api";
import { takesMore, type FieldValue } from "@balcao/core";
import type { ReactElement } from "react";
import { CustomValue } from "../conversations/panel/custom-value.tsx";
import { useFields } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { actOrThrow } from "./commands.ts";
import marks from "./ticket-marks.module.css";

/** What this account wants to know of each ticket; what must be there before it is over says so. */
export function TicketFields({ ticket }: { ticket: Ticket }): ReactElement {
  const { t } = useTranslation("tickets");
  const { data } = useFields();
  const { id, fields, stage } = ticket;
  const shown = (data ?? []).filter(({ active, subject }) => active && subject === "ticket");
  if (shown.length === 0) return <></>;
  const keep = (fieldId: string) => async (value: FieldValue | null, was: FieldValue | null) => {
    await actOrThrow(id, { type: "field", fieldId, value, was });
  };
  return (
    <dl className={marks.fields}>
      {shown.map((field) => (
        <CustomValue
          key={`${id} ${field.id}`}
          field={field}
          current={fields[field.id] ?? null}
          keep={keep(field.id)}
          isFixed={!takesMore(stage)}
        >
          {field.requiredOnClose && fields[field.id] === undefined && takesMore(stage) && (
            <span className={marks.required}> {t("requiredToClose")}</span>
          )}
        </CustomValue>
      ))}
    </dl>
  );
}
