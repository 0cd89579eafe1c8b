import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { fieldErrorOf } from "../../entry/field-error.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { useSelf } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { devicesAgain } from "./queries.ts";

const EMPTY = { current: "", password: "" };

/** Another password, for who knows the present one. */
export function PasswordSection(): ReactElement {
  const { t } = useTranslation(["security", "common"]);
  const { email } = useSelf().agent;
  const [values, setValues] = useState(EMPTY);
  const change = useMutation({
    mutationFn: () => api("/api/me/password", { method: "PUT", body: values }),
    onSuccess: async () => {
      setValues(EMPTY);
      toast(t("security:password.saved"));
      await devicesAgain();
    },
  });
  const faults = {
    current: fieldErrorOf(change.error, "current"),
    password: fieldErrorOf(change.error, "password"),
  };
  const field = (name: keyof typeof values) => ({
    name,
    required: true,
    withAsterisk: false,
    value: values[name],
    error: faults[name],
    "aria-invalid": faults[name] ? true : undefined,
    visibilityToggleButtonProps: { "aria-label": t("common:entry.showPassword") },
    onChange: (event: FormEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setValues((now) => ({ ...now, [name]: value }));
    },
  });
  return (
    <Section title={t("security:password.title")} lead={t("security:password.lead")}>
      <form
        className={parts.short}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack gap="sm">
          {change.error && !faults.current && !faults.password && (
            <p role="alert" className={parts.error}>
              {sentenceOf(change.error)}
            </p>
          )}
          {/* whoever keeps passwords wants to know whose it is */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label={t("security:password.current")}
            autoComplete="current-password"
            maxLength={128}
            {...field("current")}
          />
          <PasswordInput
            label={t("security:password.new")}
            description={t("common:entry.passwordRule")}
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            {...field("password")}
          />
          <div>
            <Button type="submit" loading={change.isPending}>
              {t("security:password.save")}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
