import { OPENED_VARIABLES } from "@balcao/core";
import { Radio, Stack, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { MessageText } from "../general/message-text.tsx";
import { LONGEST_BOT_TEXT } from "../general/values.ts";
import { Caution } from "../parts/caution.tsx";
import parts from "../parts/parts.module.css";
import type { PartProps } from "./part-props.ts";
import { useMailReady } from "./queries.ts";

const MODES = ["off", "optional", "mandatory"] as const;

/** Without a mail server nobody can prove that an address is theirs, and what follows from that. */
function WithoutMail(): ReactElement | null {
  const { t } = useTranslation("opening");
  const { data } = useMailReady();
  if (data?.ready !== false) return null;
  return (
    <Caution>
      <span>
        {t("withoutMail")} <Link to="/settings/general/mail">{t("setUpMail")}</Link>
      </span>
    </Caution>
  );
}

/** How often, how long, and in what words the e-mail is asked for. */
function Asking({ editor, teamName }: PartProps): ReactElement {
  const { t } = useTranslation("opening");
  const { values, change, errors } = editor;
  const isMandatory = values.mode === "mandatory";
  const count = Number(values.attempts);
  const text = { longest: LONGEST_BOT_TEXT, teamName, readOnly: false, known: OPENED_VARIABLES };
  return (
    <>
      <div className={parts.two}>
        <TextInput
          label={t("fields.attempts")}
          description={
            Number.isNaN(count)
              ? undefined
              : t(isMandatory ? "attemptsMandatory" : "attemptsOptional", { count })
          }
          inputMode="numeric"
          maxLength={1}
          data-path="email.attempts"
          value={values.attempts}
          error={errors["email.attempts"]}
          onChange={(event) => change({ attempts: event.currentTarget.value })}
        />
        <TextInput
          label={t("fields.silence")}
          description={t(isMandatory ? "silenceMandatory" : "silenceOptional")}
          inputMode="numeric"
          maxLength={3}
          data-path="email.silenceMinutes"
          value={values.silence}
          error={errors["email.silenceMinutes"]}
          rightSection={<span className={parts.unit}>{t("minutes")}</span>}
          rightSectionWidth={84}
          onChange={(event) => change({ silence: event.currentTarget.value })}
        />
      </div>
      <MessageText
        {...text}
        label={t("fields.question")}
        path="email.question"
        value={values.question}
        error={errors["email.question"]}
        change={(question) => change({ question })}
      />
      <MessageText
        {...text}
        label={t("fields.repeat")}
        path="email.repeat"
        value={values.repeat}
        error={errors["email.repeat"]}
        change={(repeat) => change({ repeat })}
      />
      <p className={parts.effect}>{t("known")}</p>
      <WithoutMail />
    </>
  );
}

/** The e-mail that customers are asked for before the bot answers. */
export function EmailAsking(props: PartProps): ReactElement {
  const { t } = useTranslation("opening");
  const { editor } = props;
  const { values, change } = editor;
  return (
    <>
      <Radio.Group
        label={t("fields.mode")}
        value={values.mode}
        onChange={(mode) => change({ mode: MODES.find((known) => known === mode) ?? "off" })}
      >
        <Stack gap="sm" mt="xs">
          {MODES.map((mode) => (
            <Radio key={mode} value={mode} label={t(`modes.${mode}`)} description={t(`modeText.${mode}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {values.mode !== "off" && <Asking {...props} />}
    </>
  );
}
