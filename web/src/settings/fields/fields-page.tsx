import type { CustomField } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { ListPlus, Pencil, Plus } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { keys, useFields } from "../../lib/queries.ts";
import { MoveButtons } from "../parts/move-buttons.tsx";
import { moved } from "../parts/moved.ts";
import { useListOrder, type ListOrder } from "../parts/use-list-order.ts";
import { ListBody } from "../parts/list-frame.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";
import table from "../parts/table.module.css";
import { FieldDialog } from "./field-dialog.tsx";

type RowProps = {
  field: CustomField;
  isFirst: boolean;
  isLast: boolean;
  edit: () => void;
  move: (step: 1 | -1) => void;
};

function FieldRow({ field, isFirst, isLast, edit, move }: RowProps): ReactElement {
  const { t } = useTranslation("settings");
  const { label, kind, options, active, requiredOnClose } = field;
  const button = { variant: "subtle", size: "compact-sm" } as const;
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <span>{label}</span>
          {kind === "list" && <span className={table.sub}>{options.join(" · ")}</span>}
        </span>
        <span className={table.tags}>
          {requiredOnClose && <span>{t("fields.required")}</span>}
          {!active && <span data-tone="off">{t("fields.off")}</span>}
        </span>
      </th>
      <td data-label={t("fields.kind")}>{t(`fields.kinds.${kind}`)}</td>
      <td className={table.acts}>
        <MoveButtons name={label} isFirst={isFirst} isLast={isLast} move={move} />
        <Button {...button} aria-label={t("fields.edit", { name: label })} onClick={edit}>
          <Pencil size={16} aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

type Subject = CustomField["subject"];

const useOrder = (subject: Subject): ListOrder =>
  useListOrder({
    list: keys.fields,
    save: (ids) =>
      api<{ items: CustomField[] }>("/api/fields/order", { method: "PUT", body: { subject, ids } }),
  });

const TABS = [
  { to: "/settings/fields", subject: "contact" },
  { to: "/settings/fields/tickets", subject: "ticket" },
] as const;

/** Configurações > Campos personalizados: what the account wants to know of each customer, or of each ticket. */
function Fields({ subject }: { subject: Subject }): ReactElement {
  const { t } = useTranslation("settings");
  const query = useFields();
  const { order, shown } = useOrder(subject);
  const fields = shown(query.data?.filter((field) => field.subject === subject) ?? []);
  const ids = fields.map(({ id }) => id);
  const [open, setOpen] = useState<CustomField | "new" | null>(null);
  return (
    <>
      <PageHead title={t("fields.title")} lead={t(`fields.lead.${subject}`)}>
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpen("new")}>
          {t("fields.add")}
        </Button>
      </PageHead>
      <SubTabs
        label={t("fields.tabs")}
        tabs={TABS.map((tab) => ({ to: tab.to, label: t(`fields.subjects.${tab.subject}`) }))}
      />
      <ListBody
        query={query}
        items={query.data && fields}
        icon={ListPlus}
        empty={t("fields.empty")}
        emptyText={t(`fields.emptyText.${subject}`)}
      >
        {(rows) => (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t("fields.label")}</th>
                <th scope="col">{t("fields.kind")}</th>
                <th scope="col">
                  <span className="visually-hidden">{t("acts")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((field, index) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  isFirst={index === 0}
                  isLast={index === rows.length - 1}
                  edit={() => setOpen(field)}
                  move={(step) => order(moved(ids, field.id, step))}
                />
              ))}
            </tbody>
          </table>
        )}
      </ListBody>
      {open !== null && (
        <FieldDialog subject={subject} field={open === "new" ? null : open} close={() => setOpen(null)} />
      )}
    </>
  );
}

export const FieldsPage = (): ReactElement => <Fields subject="contact" />;
export const TicketFieldsPage = (): ReactElement => <Fields key="ticket" subject="ticket" />;
