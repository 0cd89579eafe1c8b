import type { CustomField } from "@balcao/api";
import { FIELD_KINDS, LONGEST_FIELD_LABEL, type FieldKind } from "@balcao/core";
import { NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";

type Subject = CustomField["subject"];
type Values = {
  label: string;
  kind: FieldKind;
  options: string;
  active: boolean;
  requiredOnClose: boolean;
};

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function save(values: Values, subject: Subject, field: CustomField | null): Promise<CustomField> {
  const { label, kind, options, active, requiredOnClose } = values;
  const fields = { label: label.trim(), options: kind === "list" ? linesOf(options) : [], requiredOnClose };
  return field
    ? api(`/api/fields/${field.id}`, { method: "PUT", body: { ...fields, active, version: field.version } })
    : api("/api/fields", { method: "POST", body: { ...fields, kind, subject } });
}

type InputsProps = {
  values: Values;
  change: (next: Partial<Values>) => void;
  isNew: boolean;
  subject: Subject;
  fault: (path: string) => string | undefined;
};

function Inputs({ values, change, isNew, subject, fault }: InputsProps): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <>
      <TextInput
        data-autofocus
        label={t("fields.label")}
        value={values.label}
        maxLength={LONGEST_FIELD_LABEL}
        required
        autoComplete="off"
        error={fault("label")}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("fields.kind")}
        description={t("fields.kindFixed")}
        disabled={!isNew}
        value={values.kind}
        onChange={(event) => change({ kind: event.currentTarget.value as FieldKind })}
        data={FIELD_KINDS.map((kind) => ({ value: kind, label: t(`fields.kinds.${kind}`) }))}
      />
      {values.kind === "list" && (
        <Textarea
          label={t("fields.options")}
          description={t("fields.optionsHelp")}
          autosize
          minRows={3}
          maxRows={10}
          value={values.options}
          error={fault("options")}
          onChange={(event) => change({ options: event.currentTarget.value })}
        />
      )}
      {subject === "ticket" && (
        <Switch
          label={t("fields.requiredOnClose")}
          description={t("fields.requiredOnCloseHelp")}
          checked={values.requiredOnClose}
          onChange={(event) => change({ requiredOnClose: event.currentTarget.checked })}
        />
      )}
      {!isNew && (
        <Switch
          label={t("fields.active")}
          description={t("fields.activeHelp")}
          checked={values.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

/** Novo campo, or another name, other options, or off, for one that is there. */
export function FieldDialog({
  subject,
  field,
  close,
}: {
  subject: Subject;
  field: CustomField | null;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation("settings");
  const [values, setValues] = useState<Values>({
    label: field?.label ?? "",
    kind: field?.kind ?? "text",
    options: field?.options.join("\n") ?? "",
    active: field?.active ?? true,
    requiredOnClose: field?.requiredOnClose ?? false,
  });
  return (
    <EditDialog
      title={field ? t("fields.edit", { name: field.label }) : t("fields.add")}
      submit={t("fields.save")}
      saved={t(field ? "fields.saved" : "fields.created")}
      list={keys.fields}
      isReady={values.label.trim() !== ""}
      save={() => save(values, subject, field)}
      close={close}
      fields={["label", "options"]}
    >
      {(fault) => (
        <Inputs
          values={values}
          change={(next) => setValues((now) => ({ ...now, ...next }))}
          isNew={field === null}
          subject={subject}
          fault={fault}
        />
      )}
    </EditDialog>
  );
}
