import type { Label } from "@balcao/api";
import { Button, Modal, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";
import { ColorChoice } from "../teams/color-choice.tsx";
import { COLORS } from "../teams/values.ts";

const LONGEST_NAME = 40;

/** Nova etiqueta, or another name and colour for one that is there. What was refused stays typed, with the reason. */
export function LabelDialog({ label, close }: { label: Label | null; close: () => void }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const [name, setName] = useState(label?.name ?? "");
  const [color, setColor] = useState<string>(label?.color ?? COLORS[0].hex);
  const save = useMutation({
    mutationFn: () =>
      label
        ? api<Label>(`/api/labels/${label.id}`, {
            method: "PUT",
            body: { name: name.trim(), color, version: label.version },
          })
        : api<Label>("/api/labels", { method: "POST", body: { name: name.trim(), color } }),
    onSuccess: () => {
      close();
      toast(t(label ? "settings:labels.saved" : "settings:labels.created"));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.labels }),
  });
  const problem =
    save.error instanceof ApiError
      ? save.error.problem?.fields?.find(({ path }) => path === "name")?.message
      : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={label ? t("settings:labels.edit", { name: label.name }) : t("settings:labels.add")}
      radius="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={parts.dialog} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t("settings:labels.name")}
          value={name}
          maxLength={LONGEST_NAME}
          required
          autoComplete="off"
          error={problem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ColorChoice value={color} change={setColor} />
        {save.error && problem === undefined && (
          <p role="alert" className={parts.error}>
            {sentenceOf(save.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("settings:labels.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
