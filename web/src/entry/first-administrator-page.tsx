import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { usePageTitle } from "../app/page-title.ts";
import { api, sentenceOf } from "../lib/api.ts";
import { EntryFrame } from "./entry-frame.tsx";
import classes from "./entry.module.css";
import { fieldErrorOf } from "./field-error.ts";

/** The one-time link of the log: company, name, e-mail and password of whoever installs Balcão. */
export function FirstAdministratorPage(): ReactElement {
  const { t } = useTranslation("common");
  const { token } = useParams({ from: "/first-administrator/$token" });
  const [values, setValues] = useState({ company: "", name: "", email: "", password: "" });
  const create = useMutation({
    mutationFn: () => api("/api/first-administrator", { method: "POST", body: { token, ...values } }),
    onSuccess: () => window.location.assign("/conversations"),
  });
  usePageTitle(t("entry.first"));
  const hasFieldErrors = Object.keys(values).some((name) => fieldErrorOf(create.error, name) !== undefined);
  const field = (name: keyof typeof values) => ({
    name,
    required: true,
    withAsterisk: false,
    size: "md" as const,
    value: values[name],
    error: fieldErrorOf(create.error, name),
    onChange: (event: FormEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setValues((current) => ({ ...current, [name]: value }));
    },
  });
  return (
    <EntryFrame title={t("entry.first")} lead={t("entry.firstLead")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {create.error && !hasFieldErrors && (
          <p role="alert" className={classes.error}>
            {sentenceOf(create.error)}
          </p>
        )}
        <TextInput
          label={t("entry.company")}
          autoComplete="organization"
          maxLength={80}
          {...field("company")}
        />
        <TextInput label={t("entry.yourName")} autoComplete="name" maxLength={80} {...field("name")} />
        <TextInput label={t("entry.email")} type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label={t("entry.password")}
          description={t("entry.passwordRule")}
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          visibilityToggleButtonProps={{ "aria-label": t("entry.showPassword") }}
          aria-invalid={fieldErrorOf(create.error, "password") ? true : undefined}
          {...field("password")}
        />
        <Button type="submit" size="md" loading={create.isPending || create.isSuccess}>
          {t("entry.create")}
        </Button>
      </form>
    </EntryFrame>
  );
}
