import type { MailSettingsView, MailTest } from "@balcao/api";
import { Button, NativeSelect, PasswordInput, Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { GeneralFrame } from "../general/general-frame.tsx";
import { Caution } from "../parts/caution.tsx";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import { keepMailSettings, useMailSettings } from "./queries.ts";
import {
  keepsPassword,
  mailOfValues,
  problemsOfMail,
  SECURITIES,
  valuesOfMail,
  withSecurity,
  type MailValues,
} from "./values.ts";

type PartProps = { editor: Editor<MailValues>; saved: MailSettingsView };

/** A text field of the form, by its name. */
function useField({ values, change, errors }: Editor<MailValues>) {
  return (name: "host" | "port" | "username" | "password" | "senderName" | "senderAddress") => ({
    "data-path": name,
    value: values[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change({ [name]: event.currentTarget.value }),
  });
}

/** Where the server is, how it is spoken to, and by which name. */
function Server({ editor, saved }: PartProps): ReactElement {
  const { t } = useTranslation("mail");
  const { values, change, errors } = editor;
  const field = useField(editor);
  return (
    <>
      <div className={parts.two}>
        <TextInput
          label={t("fields.host")}
          description={t("hostHelp")}
          placeholder="smtp.example.com"
          autoCapitalize="none"
          spellCheck={false}
          {...field("host")}
        />
        <NativeSelect
          label={t("fields.security")}
          description={t(`securityText.${values.security}`)}
          data-path="security"
          value={values.security}
          error={errors["security"]}
          onChange={(event) => {
            const chosen = SECURITIES.find((security) => security === event.currentTarget.value);
            if (chosen) change(withSecurity(values, chosen));
          }}
          data={SECURITIES.map((security) => ({ value: security, label: t(`securities.${security}`) }))}
        />
        <TextInput
          label={t("fields.port")}
          description={t("portHelp")}
          inputMode="numeric"
          maxLength={5}
          {...field("port")}
        />
        <TextInput
          label={t("fields.username")}
          description={t("usernameHelp")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...field("username")}
        />
        {values.username.trim() !== "" && (
          <PasswordInput
            label={t("fields.password")}
            description={t(keepsPassword(values, saved) ? "passwordKept" : "passwordHelp")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
            {...field("password")}
          />
        )}
      </div>
    </>
  );
}

/** A mail to oneself by what is saved, with the server's own words when it does not take it. */
function TestMail({ isDirty }: { isDirty: boolean }): ReactElement {
  const { t } = useTranslation("mail");
  const [isSending, setSending] = useState(false);
  const [result, setResult] = useState<MailTest | null>(null);
  const test = async (): Promise<void> => {
    setSending(true);
    setResult(null);
    try {
      setResult(await api<MailTest>("/api/settings/mail/test", { method: "POST" }));
    } catch (error) {
      toast(sentenceOf(error), { tone: "error" });
    } finally {
      setSending(false);
    }
  };
  const said = result?.said === "mail_host_not_public" ? t("errors.mail_host_not_public") : result?.said;
  return (
    <>
      <div>
        <Button variant="default" loading={isSending} disabled={isDirty} onClick={() => void test()}>
          {t("test")}
        </Button>
      </div>
      {isDirty && <p className={parts.effect}>{t("testAfterSaving")}</p>}
      <div role="status">
        {result &&
          (result.ok ? (
            <p className={parts.effect}>{t("testSent", { to: result.to })}</p>
          ) : (
            <Caution>{t("testFailed", { said })}</Caution>
          ))}
      </div>
    </>
  );
}

/** What became of the mails of the last days. */
function News({ saved }: { saved: MailSettingsView }): ReactElement | null {
  const { t } = useTranslation("mail");
  const formats = useFormats();
  const { waiting, failed, lastSentAt, lastError } = saved;
  const known =
    lastError === "mail_host_not_public" || lastError === "expired" ? t(`errors.${lastError}`) : lastError;
  return (
    <>
      <p className={parts.effect}>
        {lastSentAt === null ? t("noneSent") : t("lastSent", { at: formats.full(Date.parse(lastSentAt)) })}{" "}
        {waiting > 0 && t("waiting", { count: waiting })}
      </p>
      {(failed > 0 || (waiting > 0 && lastError !== null)) && (
        <Caution>
          {failed > 0 ? t("failed", { count: failed }) : t("trying")}{" "}
          {known !== null && t("serverSaid", { said: known })}
        </Caution>
      )}
    </>
  );
}

function MailForm({ saved }: { saved: MailSettingsView }): ReactElement {
  const { t } = useTranslation(["mail", "settings"]);
  const editor = useEditor<MailSettingsView, MailValues>({
    saved,
    valuesOf: valuesOfMail,
    validate: (values) => {
      const errors: Errors = {};
      for (const { path, code } of problemsOfMail(values, saved)) errors[path] ??= t(`mail:problems.${code}`);
      return errors;
    },
    save: (values, from) =>
      api<MailSettingsView>("/api/settings/mail", {
        method: "PUT",
        body: mailOfValues(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keepMailSettings(settings);
      toast(t("settings:form.saved"));
    },
    onConflict: (current) => keepMailSettings(current as MailSettingsView),
  });
  const { values, change } = editor;
  const field = useField(editor);
  const fieldName = (name: keyof MailValues): string => t(`mail:fields.${name}`);
  return (
    <FormFrame
      editor={editor}
      fieldName={fieldName}
      pathName={(path) => (path in values ? fieldName(path as keyof MailValues) : "")}
      fieldText={(name, of) => {
        const value = of[name];
        if (name === "security") return t(`mail:securities.${of.security}`);
        return typeof value === "boolean" ? t(value ? "settings:on" : "settings:off") : value;
      }}
    >
      <Section title={t("mail:title")} lead={t("mail:lead")}>
        <Switch
          label={t("mail:fields.enabled")}
          description={t(values.enabled ? "mail:enabledOn" : "mail:enabledOff")}
          checked={values.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
      </Section>
      <Section title={t("mail:server")} lead={t("mail:serverLead")}>
        <Server editor={editor} saved={saved} />
      </Section>
      <Section title={t("mail:sender")} lead={t("mail:senderLead")}>
        <div className={parts.two}>
          <TextInput label={t("mail:fields.senderName")} maxLength={200} {...field("senderName")} />
          <TextInput
            type="email"
            label={t("mail:fields.senderAddress")}
            placeholder="sac@example.com"
            {...field("senderAddress")}
          />
        </div>
      </Section>
      {saved.version > 0 && (
        <Section title={t("mail:testTitle")} lead={t("mail:testLead")}>
          <TestMail isDirty={editor.isDirty} />
          <News saved={saved} />
        </Section>
      )}
    </FormFrame>
  );
}

/** Configurações Gerais do Sistema > E-mail: through which server this account sends e-mail. */
export function MailPage(): ReactElement {
  useTranslation(["mail", "settings"]);
  const { data, error, refetch } = useMailSettings();
  return (
    <GeneralFrame>
      {data ? (
        <MailForm saved={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </GeneralFrame>
  );
}
