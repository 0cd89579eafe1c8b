import type { TwoStepBegun } from "@balcao/api";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { encode } from "uqr";
import { fieldErrorOf } from "../../entry/field-error.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import parts from "../parts/parts.module.css";
import { BackupCodes } from "./backup-codes.tsx";
import classes from "./two-step.module.css";

/** A QR code (ISO 18004) drawn here: the key in it goes to nobody else. */
function QrCode({ text, label }: { text: string; label: string }): ReactElement {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className={classes.qr}>
      <path d={path} />
    </svg>
  );
}

/** Who one is, again: the password, before how one gets in is changed. */
export function PasswordStep<Answer>({
  path,
  submit,
  onDone,
}: {
  path: string;
  submit: string;
  onDone: (answer: Answer) => void;
}): ReactElement {
  const { t } = useTranslation(["security", "common"]);
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const prove = useMutation({
    mutationFn: () => api<Answer>(path, { method: "POST", body: { password } }),
    onSuccess: onDone,
    onError: () => field.current?.select(),
  });
  const fault = fieldErrorOf(prove.error, "password");
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className={parts.dialog}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      {prove.error && !fault && (
        <p role="alert" className={parts.error}>
          {sentenceOf(prove.error)}
        </p>
      )}
      <PasswordInput
        ref={field}
        data-autofocus
        label={t("security:twoStep.password")}
        name="password"
        autoComplete="current-password"
        maxLength={128}
        required
        withAsterisk={false}
        value={password}
        error={fault}
        visibilityToggleButtonProps={{ "aria-label": t("common:entry.showPassword") }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className={parts.buttons}>
        <Button type="submit" loading={prove.isPending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** The key as QR code and as text, and the code that proves that an app has it. */
function ConfirmStep({ begun, onDone }: { begun: TwoStepBegun; onDone: () => void }): ReactElement {
  const { t } = useTranslation("security");
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const confirm = useMutation({
    mutationFn: () => api("/api/me/two-step/confirm", { method: "POST", body: { code } }),
    onSuccess: onDone,
    onError: () => field.current?.select(),
  });
  const secret = new URL(begun.uri).searchParams.get("secret") ?? "";
  const fault = confirm.error
    ? (fieldErrorOf(confirm.error, "code") ?? sentenceOf(confirm.error))
    : undefined;
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className={parts.dialog}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{t("twoStep.scan")}</p>
      <QrCode text={begun.uri} label={t("twoStep.qr")} />
      <div>
        <p>{t("twoStep.manual")}</p>
        <code className={classes.secret}>{secret.match(/.{1,4}/gu)?.join(" ")}</code>
      </div>
      <p>{t("twoStep.tell")}</p>
      <TextInput
        ref={field}
        label={t("twoStep.code")}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        withAsterisk={false}
        className={parts.short ?? ""}
        value={code}
        error={fault}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div className={parts.buttons}>
        <Button type="submit" loading={confirm.isPending}>
          {t("twoStep.confirm")}
        </Button>
      </div>
    </form>
  );
}

/** From the password to the backup codes, one step after the other. `onDone`: the codes were kept. */
export function TwoStepSetup({ onDone }: { onDone: () => void }): ReactElement {
  const { t } = useTranslation("security");
  const [begun, setBegun] = useState<TwoStepBegun | null>(null);
  const [isOn, setOn] = useState(false);
  if (!begun)
    return (
      <PasswordStep<TwoStepBegun>
        path="/api/me/two-step/begin"
        submit={t("twoStep.continue")}
        onDone={setBegun}
      />
    );
  if (!isOn) return <ConfirmStep begun={begun} onDone={() => setOn(true)} />;
  return <BackupCodes codes={begun.backupCodes} onDone={onDone} />;
}
