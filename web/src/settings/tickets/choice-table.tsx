import { Button } from "@mantine/core";
import { Pencil } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { MoveButtons } from "../parts/move-buttons.tsx";
import table from "../parts/table.module.css";
import classes from "./tickets.module.css";

export type ChoiceRow = {
  id: string;
  name: string;
  active: boolean;
  color?: string;
  /** steps from the top of a tree */
  level?: number;
  /** what the second column says */
  says?: ReactNode;
  isFirst: boolean;
  isLast: boolean;
};
type Acts = { edit: (id: string) => void; move: (id: string, step: 1 | -1) => void };

function Row({ row, says, edit, move }: Acts & { row: ChoiceRow; says: string | undefined }): ReactElement {
  const { t } = useTranslation(["ticketSettings", "settings"]);
  const { id, name, active, color, level = 0 } = row;
  const button = { variant: "subtle", size: "compact-sm" } as const;
  return (
    <tr>
      <th scope="row">
        <span className={classes.name} style={{ paddingInlineStart: level * 22 }}>
          {color && <i className={table.dot} style={{ background: color }} aria-hidden />}
          {name}
          {!active && (
            <span className={table.tags}>
              <span data-tone="off">{t("settings:fields.off")}</span>
            </span>
          )}
        </span>
      </th>
      {says !== undefined && <td data-label={says}>{row.says}</td>}
      <td className={table.acts}>
        <MoveButtons name={name} isFirst={row.isFirst} isLast={row.isLast} move={(step) => move(id, step)} />
        <Button {...button} aria-label={t("settings:fields.edit", { name })} onClick={() => edit(id)}>
          <Pencil size={16} aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

/** What stands in one of the lists, each with its place and the way to change it. */
export function ChoiceTable({
  rows,
  says,
  ...acts
}: Acts & { rows: readonly ChoiceRow[]; says?: string }): ReactElement {
  const { t } = useTranslation(["ticketSettings", "settings"]);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t("ticketSettings:name")}</th>
          {says !== undefined && <th scope="col">{says}</th>}
          <th scope="col">
            <span className="visually-hidden">{t("settings:acts")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} says={says} {...acts} />
        ))}
      </tbody>
    </table>
  );
}
