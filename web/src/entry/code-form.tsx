import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./entry.module.css";

/** Does a door's answer ask for a code? */
export const asksCode = (answer: unknown): boolean =>
  typeof answer === "object" && answer !== null && "secondStep" in answer;

/** The second step of a sign-in: a code of the app, or a backup code. `restart`: back to the password, which has to be told again. */
export function CodeForm({ next, restart }: { next: string; restart: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const [isBackup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const [trustDevice, setTrust] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const pass = useMutation({
    mutationFn: () =>
      api("/api/auth/two-step", {
        method: "POST",
        body: { kind: isBackup ? "backup" : "totp", code, trustDevice },
      }),
    onSuccess: () => window.location.assign(next),
    onError: () => field.current?.select(),
  });
  useEffect(() => field.current?.focus(), [isBackup]);
  const mustRestart = pass.error instanceof ApiError && pass.error.code === "sign_in_again";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    pass.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {pass.error && (
        <p role="alert" className={classes.error}>
          {sentenceOf(pass.error)}
        </p>
      )}
      <TextInput
        ref={field}
        label={t(isBackup ? "entry.backupCode" : "entry.code")}
        description={t(isBackup ? "entry.backupCodeHelp" : "entry.codeHelp")}
        name="code"
        autoComplete="one-time-code"
        inputMode={isBackup ? "text" : "numeric"}
        maxLength={40}
        required
        withAsterisk={false}
        size="md"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Checkbox
        label={t("entry.trust")}
        checked={trustDevice}
        onChange={(event) => setTrust(event.currentTarget.checked)}
      />
      {mustRestart ? (
        <Button size="md" onClick={restart}>
          {t("entry.restart")}
        </Button>
      ) : (
        <Button type="submit" size="md" loading={pass.isPending || pass.isSuccess}>
          {t("entry.signIn")}
        </Button>
      )}
      <Button
        variant="subtle"
        onClick={() => {
          setBackup(!isBackup);
          setCode("");
          pass.reset();
        }}
      >
        {t(isBackup ? "entry.useCode" : "entry.useBackup")}
      </Button>
    </form>
  );
}
