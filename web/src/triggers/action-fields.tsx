import { MENU_LIMITS, type Presentation } from "@balcao/core";
import { Button, NativeSelect, Radio, Textarea } from "@mantine/core";
import { Braces, TriangleAlert } from "lucide-react";
import { memo, useLayoutEffect, useMemo, useRef, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useStable } from "../lib/stable.ts";
import { VariableMenu } from "../settings/parts/variable-menu.tsx";
import { BehindField } from "../templates/behind-field.tsx";
import { FieldNote, useTeamOptions, type FieldsProps } from "./condition-fields.tsx";
import classes from "./fields.module.css";
import type { WordDraft } from "./form-values.ts";
import { fitOf, lengthOf, type FitReason } from "./fit.ts";
import { KEYWORDS_MOST, TEXT_MOST } from "./limits.ts";
import { WordsField } from "./words-field.tsx";

const WAYS: readonly Presentation[] = ["auto", "buttons", "list", "text"];

export const ACTION_FIELDS = [
  "fires",
  "actionType",
  "text",
  "keywords",
  "presentation",
  "template",
  "handOverTeam",
] as const;
type ActionField = (typeof ACTION_FIELDS)[number];

const InsertVariable = memo(function InsertVariable({
  insert,
}: {
  insert: (text: string) => void;
}): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <VariableMenu insert={insert}>
      <Button variant="default" size="xs" leftSection={<Braces size={14} aria-hidden />}>
        {t("form.insertVariable")}
      </Button>
    </VariableMenu>
  );
});

function MessageField({ values, change, errors, notes }: FieldsProps<ActionField>): ReactElement {
  const { t } = useTranslation("triggers");
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [values.text]);
  const insert = useStable((variable: string): void => {
    const start = field.current?.selectionStart ?? values.text.length;
    const end = field.current?.selectionEnd ?? start;
    caret.current = start + variable.length;
    change({ text: `${values.text.slice(0, start)}${variable}${values.text.slice(end)}` });
  });
  const most = values.keywords.length > 0 && values.presentation !== "text" ? MENU_LIMITS.body : TEXT_MOST;
  const count = lengthOf(values.text);
  return (
    <div>
      <Textarea
        ref={field}
        data-path="action.text"
        label={t("form.message")}
        autosize
        minRows={4}
        maxRows={16}
        value={values.text}
        error={errors["action.text"]}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <div className={classes.under}>
        <span className={classes.counter} data-over={count > most || undefined}>
          {t("form.length", { count, most })}
        </span>
        <InsertVariable insert={insert} />
      </div>
      <FieldNote path="action.text" notes={notes} />
    </div>
  );
}

function Reason({ reason }: { reason: FitReason }): ReactElement {
  const { t } = useTranslation("triggers");
  switch (reason.code) {
    case "buttonsMany":
      return <>{t("fit.becauseButtonsMany", reason)}</>;
    case "listMany":
      return <>{t("fit.becauseListMany", reason)}</>;
    case "buttonsLong":
      return <>{t("fit.becauseButtonsLong", reason)}</>;
    case "listLong":
      return <>{t("fit.becauseListLong", reason)}</>;
    case "body":
      return <>{t("fit.becauseBody", reason)}</>;
    case "twin":
      return <>{t("fit.becauseTwin", reason)}</>;
  }
}

function MenuFields({ values, change, errors, notes }: FieldsProps<ActionField>): ReactElement {
  const { t } = useTranslation("triggers");
  const { text, keywords, presentation: wanted } = values;
  const { presentation, reasons } = fitOf(text, keywords, wanted);
  const words = useMemo(() => keywords.map((word) => ({ word, contains: false })), [keywords]);
  const changeWords = useStable((next: WordDraft[]) => change({ keywords: next.map(({ word }) => word) }));
  return (
    <>
      <WordsField
        label={t("form.keywords")}
        description={t("form.keywordsHelp")}
        path="action.keywords"
        errors={errors}
        words={words}
        change={changeWords}
        most={KEYWORDS_MOST}
        fits={presentation === "text" ? null : MENU_LIMITS[presentation].title}
      />
      <FieldNote path="action.keywords" notes={notes} />
      {keywords.length > 0 && (
        <div className={classes.short}>
          <NativeSelect
            label={t("form.presentation")}
            value={wanted}
            data={WAYS.map((way) => ({ value: way, label: t(`form.${way}`) }))}
            onChange={(event) =>
              change({ presentation: WAYS.find((way) => way === event.currentTarget.value) ?? "auto" })
            }
          />
        </div>
      )}
      <div className={classes.fit} data-fallback={reasons.length > 0 || undefined}>
        {reasons.length > 0 && <TriangleAlert size={16} aria-hidden />}
        <p>
          {reasons.map((reason) => (
            <span key={reason.code}>
              <Reason reason={reason} />{" "}
            </span>
          ))}
          {keywords.length === 0
            ? t("fit.none")
            : presentation === "text"
              ? t("fit.text")
              : t(`fit.${presentation}`, MENU_LIMITS[presentation])}
        </p>
      </div>
    </>
  );
}

/** What a trigger does: Mensagem inteligente with its menu, or Equipe de Atendimento. */
export const ActionFields = memo(function ActionFields(props: FieldsProps<ActionField>): ReactElement {
  const { values, change, errors, teams } = props;
  const { t } = useTranslation("triggers");
  const options = useTeamOptions(teams, values.handOverTeam);
  return (
    <>
      <Radio.Group
        aria-label={t("form.action")}
        value={values.actionType}
        onChange={(value) => change({ actionType: value === "hand_over" ? "hand_over" : "smart_message" })}
      >
        <div className={classes.radios}>
          <Radio
            value="smart_message"
            label={t("form.smartMessage")}
            description={t("form.smartMessageHelp")}
          />
          <Radio value="hand_over" label={t("form.handOver")} description={t("form.handOverHelp")} />
        </div>
      </Radio.Group>
      {values.actionType === "hand_over" ? (
        <div className={classes.short}>
          <NativeSelect
            data-path="action.team"
            label={t("form.handOverTeam")}
            value={values.handOverTeam}
            data={options}
            error={errors["action.team"]}
            onChange={(event) => change({ handOverTeam: event.currentTarget.value })}
          />
          <FieldNote path="action.team" notes={props.notes} />
        </div>
      ) : (
        <>
          <MessageField {...props} />
          <MenuFields {...props} />
          {values.fires === "on_silence" && (
            <>
              <BehindField
                path="action.template"
                use={values.template}
                change={(template) => change({ template })}
                errors={errors}
                templates={props.templates}
              />
              <FieldNote path="action.template" notes={props.notes} />
            </>
          )}
        </>
      )}
    </>
  );
});
