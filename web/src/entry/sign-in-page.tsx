import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Avatar } from "../app/avatar.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useDemoSignIn } from "../app/demo-sign-in.ts";
import { api, ApiError, sentenceOf } from "../lib/api.ts";
import { useSignInOptions } from "../lib/queries.ts";
import { Toaster } from "../app/toaster.tsx";
import { asksCode, CodeForm } from "./code-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import classes from "./entry.module.css";
import { PasskeyDoor } from "./passkey-door.tsx";

function DemoPeople(): ReactElement | null {
  const { t } = useTranslation("common");
  const { data } = useSignInOptions();
  const { next } = useSearch({ from: "/sign-in" });
  const { enter, entering } = useDemoSignIn(next);
  if (!data?.demoPeople.length) return null;
  return (
    <>
      <ul className={classes.people}>
        {data.demoPeople.map((person) => (
          <li key={person.agentId}>
            <button
              type="button"
              className={classes.person}
              disabled={entering !== undefined}
              onClick={() => enter(person.agentId)}
            >
              <Avatar id={person.agentId} name={person.name} />
              <span className={classes.personText}>
                <span className={classes.personName}>{person.name}</span>
                <span className={classes.personRole}>
                  {[t(`roles.${person.role}`), ...person.teams].join(" · ")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className={classes.or}>{t("entry.orPassword")}</p>
    </>
  );
}

function PasswordForm({ onAsked }: { onAsked: () => void }): ReactElement {
  const { t } = useTranslation("common");
  const { next } = useSearch({ from: "/sign-in" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () =>
      api("/api/auth/sign-in/email", { method: "POST", body: { email: email.trim(), password } }),
    onSuccess: (answer) => {
      if (asksCode(answer)) onAsked();
      else window.location.assign(next ?? "/conversations");
    },
  });
  const refused = signIn.error instanceof ApiError && [400, 401, 403, 422].includes(signIn.error.status);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {signIn.error && (
        <p role="alert" className={classes.error}>
          {refused ? t("entry.wrong") : sentenceOf(signIn.error)}
        </p>
      )}
      <TextInput
        label={t("entry.email")}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        size="md"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("entry.password")}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        size="md"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("entry.showPassword") }}
      />
      <Button type="submit" size="md" loading={signIn.isPending || signIn.isSuccess}>
        {t("entry.signIn")}
      </Button>
    </form>
  );
}

/** Sign-in: by e-mail and password, and a code for who has a second step; in the demo also by one click. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation("common");
  const { data: options } = useSignInOptions();
  const { next } = useSearch({ from: "/sign-in" });
  const [asked, setAsked] = useState(false);
  usePageTitle(t("entry.signIn"));
  if (asked)
    return (
      <EntryFrame title={t("entry.secondStep")} lead={t("entry.secondStepLead")}>
        <CodeForm next={next ?? "/conversations"} restart={() => setAsked(false)} />
      </EntryFrame>
    );
  if (options?.needsFirstAdministrator) {
    return <EntryFrame title={t("entry.firstNeeded")} lead={t("entry.firstNeededText")} />;
  }
  const isDemo = (options?.demoPeople.length ?? 0) > 0;
  return (
    <EntryFrame
      title={t(isDemo ? "entry.chooseWho" : "entry.welcome")}
      lead={t(isDemo ? "entry.demoLead" : "entry.lead")}
    >
      <DemoPeople />
      <PasswordForm onAsked={() => setAsked(true)} />
      {options?.passkeys && <PasskeyDoor next={next ?? "/conversations"} />}
      <Toaster />
    </EntryFrame>
  );
}
