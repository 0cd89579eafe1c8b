import type { Label } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { Pencil, Plus, Tag, Trash2 } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useLabels } from "../../lib/queries.ts";
import { ListFrame } from "../parts/list-frame.tsx";
import table from "../parts/table.module.css";
import { DeleteLabelDialog } from "./delete-label-dialog.tsx";
import { LabelDialog } from "./label-dialog.tsx";

type Open = { dialog: "edit" | "delete"; label: Label } | { dialog: "new" };

function LabelRow({ label, open }: { label: Label; open: (open: Open) => void }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <tr>
      <th scope="row">
        <i className={table.dot} style={{ background: label.color }} aria-hidden />
        <span className={table.main}>
          <Link
            to="/conversations"
            search={{ label: label.id }}
            aria-label={t("labels.show", { name: label.name })}
          >
            {label.name}
          </Link>
        </span>
      </th>
      <td className={table.acts}>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t("labels.edit", { name: label.name })}
          onClick={() => open({ dialog: "edit", label })}
        >
          <Pencil size={16} aria-hidden />
        </Button>
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          aria-label={t("labels.delete", { name: label.name })}
          onClick={() => open({ dialog: "delete", label })}
        >
          <Trash2 size={16} aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

/** Configurações > Etiquetas: the account's labels. */
export function LabelsPage(): ReactElement {
  const { t } = useTranslation("settings");
  const query = useLabels();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <ListFrame
        title={t("labels.title")}
        lead={t("labels.lead")}
        acts={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpen({ dialog: "new" })}>
            {t("labels.add")}
          </Button>
        }
        query={query}
        icon={Tag}
        empty={t("labels.empty")}
        emptyText={t("labels.emptyText")}
      >
        {(labels) => (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t("labels.name")}</th>
                <th scope="col">
                  <span className="visually-hidden">{t("acts")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {labels.map((label) => (
                <LabelRow key={label.id} label={label} open={setOpen} />
              ))}
            </tbody>
          </table>
        )}
      </ListFrame>
      {open?.dialog === "delete" && <DeleteLabelDialog label={open.label} close={close} />}
      {(open?.dialog === "edit" || open?.dialog === "new") && (
        <LabelDialog label={open.dialog === "edit" ? open.label : null} close={close} />
      )}
    </>
  );
}
