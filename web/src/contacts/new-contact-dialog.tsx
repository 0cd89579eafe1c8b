import type { SavedContact } from "@balcao/api";
import { Button, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { keys, queryClient } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import classes from "./contacts.module.css";

/** A person by name and phone; who is there already is led to. */
export function NewContactDialog({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation(["contacts", "common"]);
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const save = useMutation({
    mutationFn: () =>
      api<SavedContact>("/api/contacts", {
        method: "POST",
        body: { name: name.trim(), phone: phone.trim() },
      }),
    onSuccess: ({ outcome, contact }) => {
      void queryClient.invalidateQueries({ queryKey: keys.contacts });
      close();
      toast(t(`contacts:new.${contact ? outcome : "others"}`));
      if (contact) void navigate({ to: "/contacts/$id", params: { id: contact.id } });
    },
  });
  const faults = save.error instanceof ApiError ? (save.error.problem?.fields ?? []) : [];
  const fault = (path: string): string | undefined => faults.find((entry) => entry.path === path)?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "" && phone.trim() !== "") save.mutate();
  };
  return (
    <Dialog onClose={close} title={t("contacts:new.title")}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label={t("contacts:field.name")}
          maxLength={80}
          autoComplete="off"
          value={name}
          error={fault("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          required
          type="tel"
          label={t("contacts:field.phone")}
          description={t("contacts:new.phoneHelp")}
          maxLength={40}
          autoComplete="off"
          value={phone}
          error={fault("phone")}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        {save.error && faults.length === 0 && (
          <p role="alert" className={classes.complaint}>
            {sentenceOf(save.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("contacts:new.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
