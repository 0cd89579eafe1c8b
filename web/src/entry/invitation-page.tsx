import type { InvitationView } from "@balcao/api";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import type { z } from "zod";
import { usePageTitle } from "../app/page-title.ts";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { asksCode, CodeForm } from "./code-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import classes from "./entry.module.css";
import { fieldErrorOf } from "./field-error.ts";

type Invitation = z.infer<typeof InvitationView>;

type AcceptProps = { token: string; invitation: Invitation; onAsked: () => void };

function AcceptForm({ token, invitation, onAsked }: AcceptProps): ReactElement {
  const { t } = useTranslation("common");
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const accept = useMutation({
    mutationFn: () =>
      api("/api/invitations/accept", { method: "POST", body: { token, name: name.trim(), password } }),
    onSuccess: (answer) => {
      if (asksCode(answer)) onAsked();
      else window.location.assign("/conversations");
    },
  });
  const field = useRef<HTMLInputElement>(null);
  const passwordError = fieldErrorOf(accept.error, "password");
  useEffect(() => {
    if (passwordError) field.current?.select();
  }, [passwordError, accept.failureReason]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {accept.error && !passwordError && (
        <p role="alert" className={classes.error}>
          {sentenceOf(accept.error)}
        </p>
      )}
      <TextInput
        label={t("entry.email")}
        type="email"
        name="email"
        autoComplete="username"
        value={invitation.email}
        readOnly
        size="md"
      />
      <TextInput
        label={t("entry.yourName")}
        error={fieldErrorOf(accept.error, "name")}
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        withAsterisk={false}
        size="md"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        ref={field}
        error={passwordError}
        aria-invalid={passwordError ? true : undefined}
        label={t("entry.password")}
        description={t(invitation.needsPassword ? "entry.passwordRule" : "entry.passwordKnown")}
        name="password"
        autoComplete={invitation.needsPassword ? "new-password" : "current-password"}
        required
        minLength={12}
        maxLength={128}
        withAsterisk={false}
        size="md"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("entry.showPassword") }}
      />
      <Button type="submit" size="md" loading={accept.isPending || accept.isSuccess}>
        {t("entry.accept")}
      </Button>
    </form>
  );
}

/** Where an invitation's link leads: name and password, then straight to work. */
export function InvitationPage(): ReactElement {
  const { t } = useTranslation("common");
  const { token } = useParams({ from: "/invitation/$token" });
  const { data, error } = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api<Invitation>(`/api/invitations/by-token/${encodeURIComponent(token)}`),
  });
  const [asked, setAsked] = useState(false);
  usePageTitle(t("entry.invitation"));
  if (asked)
    return (
      <EntryFrame title={t("entry.secondStep")} lead={t("entry.secondStepLead")}>
        <CodeForm next="/conversations" restart={() => window.location.assign("/sign-in")} />
      </EntryFrame>
    );
  if (error) {
    const gone = error instanceof ApiError && (error.status === 404 || error.status === 410);
    return (
      <EntryFrame
        title={t("entry.invitationGone")}
        lead={gone ? t("entry.invitationGoneText") : sentenceOf(error)}
      />
    );
  }
  if (!data) return <EntryFrame title={t("entry.invitation")} />;
  return (
    <EntryFrame title={t("entry.invitedTo", { company: data.company })} lead={t("entry.invitationLead")}>
      <AcceptForm token={token} invitation={data} onAsked={() => setAsked(true)} />
    </EntryFrame>
  );
}
