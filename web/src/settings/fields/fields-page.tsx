import type { CustomField } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { ListPlus, Pencil, Plus } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient, useFields } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { MoveButtons } from "../parts/move-buttons.tsx";
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

/** The fields with one of them a step up or down. */
function moved(fields: readonly CustomField[], index: number, step: 1 | -1): CustomField[] {
  const field = fields[index];
  return field ? fields.toSpliced(index, 1).toSpliced(index + step, 0, field) : [...fields];
}

type Subject = CustomField["subject"];

function useOrder(subject: Subject) {
  return useMutation({
    mutationFn: (fields: readonly CustomField[]) => {
      const ids = fields.map(({ id }) => id);
      return api<{ items: CustomField[] }>("/api/fields/order", {
        method: "PUT",
        body: { subject, ids },
      });
    },
    onMutate: (fields) =>
      queryClient.setQueryData<CustomField[]>(keys.fields, (all) => [
        ...(all ?? []).filter((field) => field.subject !== subject),
        ...fields,
      ]),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.fields }),
  });
}

const TABS = [
  { to: "/settings/fields", subject: "contact" },
  { to: "/settings/fields/tickets", subject: "ticket" },
] as const;

/** Configurações > Campos personalizados: what the account wants to know of each customer, or of each ticket. */
function Fields({ subject }: { subject: Subject }): ReactElement {
  const { t } = useTranslation("settings");
  const query = useFields();
  const fields = query.data?.filter((field) => field.subject === subject);
  const [open, setOpen] = useState<CustomField | "new" | null>(null);
  const order = useOrder(subject);
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
        items={fields}
        icon={ListPlus}
        empty={t("fields.empty")}
        emptyText={t(`fields.emptyText.${subject}`)}
      >
        {(shown) => (
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
              {shown.map((field, index) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  isFirst={index === 0}
                  isLast={index === shown.length - 1}
                  edit={() => setOpen(field)}
                  move={(step) => order.mutate(moved(shown, index, step))}
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
