import { CODE_MINUTES, TEMPLATE_LIMITS, type TemplateDraft } from "@balcao/core";
import { Checkbox, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Section } from "../../settings/parts/page-head.tsx";
import classes from "./editor.module.css";
import type { PartProps } from "./part-props.ts";

type Code = NonNullable<TemplateDraft["authentication"]>;

/** What can be chosen of a template with a code to sign in: the words are Meta's, in each language. */
export function CodeParts({ editor, code }: PartProps & { code: Code }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { change, errors } = editor;
  const put = (patch: Partial<Code>): void => change({ authentication: { ...code, ...patch } });
  return (
    <Section title={t("code.title")} lead={t("code.lead")}>
      <Checkbox
        label={t("code.advises")}
        checked={code.advises}
        onChange={(event) => put({ advises: event.currentTarget.checked })}
      />
      <div className={classes.samples}>
        <TextInput
          label={t("code.minutes")}
          description={t("code.minutesHelp", CODE_MINUTES)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data-path="authentication.minutes"
          inputMode="numeric"
          autoComplete="off"
          maxLength={3}
          value={code.minutes ?? ""}
          error={errors["authentication.minutes"]}
          onChange={(event) => {
            const digits = event.currentTarget.value.replace(/\D/g, "");
            put({ minutes: digits === "" ? null : Number(digits) });
          }}
        />
        <TextInput
          label={t("buttonText")}
          description={t("code.buttonHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data-path="authentication.button"
          autoComplete="off"
          maxLength={TEMPLATE_LIMITS.button + 10}
          value={code.button}
          error={errors["authentication.button"]}
          onChange={(event) => put({ button: event.currentTarget.value })}
        />
      </div>
      <p className={classes.help}>{t("code.apps")}</p>
    </Section>
  );
}
