import type { Label } from "@balcao/api";
import { TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { ColorChoice } from "../teams/color-choice.tsx";
import { COLORS } from "../teams/values.ts";

const LONGEST_NAME = 40;

const save = (body: Pick<Label, "name" | "color">, label: Label | null): Promise<Label> =>
  label
    ? api(`/api/labels/${label.id}`, { method: "PUT", body: { ...body, version: label.version } })
    : api("/api/labels", { method: "POST", body });

/** Nova etiqueta, or another name and colour for one that is there. */
export function LabelDialog({ label, close }: { label: Label | null; close: () => void }): ReactElement {
  const { t } = useTranslation("settings");
  const [name, setName] = useState(label?.name ?? "");
  const [color, setColor] = useState<string>(label?.color ?? COLORS[0].hex);
  return (
    <EditDialog
      title={label ? t("labels.edit", { name: label.name }) : t("labels.add")}
      submit={t("labels.save")}
      saved={t(label ? "labels.saved" : "labels.created")}
      list={keys.labels}
      isReady={name.trim() !== ""}
      save={() => save({ name: name.trim(), color }, label)}
      close={close}
      fields={["name"]}
    >
      {(fault) => (
        <>
          <TextInput
            data-autofocus
            label={t("labels.name")}
            value={name}
            maxLength={LONGEST_NAME}
            required
            autoComplete="off"
            error={fault("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ColorChoice value={color} change={setColor} />
        </>
      )}
    </EditDialog>
  );
}
