import type { ConversationRow } from "@balcao/api";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { LabelPicker, type Has } from "../dialogs/label-picker.tsx";
import { perform } from "./perform.ts";

/** Etiquetas of one or many conversations. */
export function LabelsDialog({
  rows,
  close,
}: {
  rows: readonly ConversationRow[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const hasOf = (id: string): Has => {
    const count = rows.filter(({ labelIds }) => labelIds.includes(id)).length;
    return count === 0 ? "none" : count === rows.length ? "all" : "some";
  };
  return (
    <LabelPicker
      title={t("acts.labels")}
      hasOf={hasOf}
      apply={(changes) => void perform({ type: "labels", ...changes }, rows)}
      close={close}
    />
  );
}
