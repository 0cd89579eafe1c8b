import type { CustomField } from "@balcao/api";
import { FIELD_KINDS, LONGEST_FIELD_LABEL, type FieldKind } from "@balcao/core";
import { Button, Modal, NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";

type Values = { label: string; kind: FieldKind; options: string; active: boolean };

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function save({ label, kind, options, active }: Values, field: CustomField | null): Promise<CustomField> {
  const fields = { label: label.trim(), options: kind === "list" ? linesOf(options) : [] };
  return field
    ? api(`/api/fields/${field.id}`, { method: "PUT", body: { ...fields, active, version: field.version } })
    : api("/api/fields", { method: "POST", body: { ...fields, kind, subject: "contact" } });
}

type InputsProps = {
  values: Values;
  change: (next: Partial<Values>) => void;
  isNew: boolean;
  fault: (path: string) => string | undefined;
};

function Inputs({ values, change, isNew, fault }: InputsProps): ReactElement {
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

/** Novo campo, or another name, other options, or off, for one that is there. What was refused stays typed, with the reason. */
export function FieldDialog({
  field,
  close,
}: {
  field: CustomField | null;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const [values, setValues] = useState<Values>({
    label: field?.label ?? "",
    kind: field?.kind ?? "text",
    options: field?.options.join("\n") ?? "",
    active: field?.active ?? true,
  });
  const saving = useMutation({
    mutationFn: () => save(values, field),
    onSuccess: () => {
      close();
      toast(t(field ? "settings:fields.saved" : "settings:fields.created"));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.fields }),
  });
  const faults = saving.error instanceof ApiError ? (saving.error.problem?.fields ?? []) : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (values.label.trim() !== "") saving.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={field ? t("settings:fields.edit", { name: field.label }) : t("settings:fields.add")}
      radius="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={parts.dialog} onSubmit={submit}>
        <Inputs
          values={values}
          change={(next) => setValues((now) => ({ ...now, ...next }))}
          isNew={field === null}
          fault={(path) => faults.find((entry) => entry.path === path)?.message}
        />
        {saving.error && faults.length === 0 && (
          <p role="alert" className={parts.error}>
            {sentenceOf(saving.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t("settings:fields.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
