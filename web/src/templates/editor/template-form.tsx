import type { TemplateView } from "@balcao/api";
import {
  draftFacts,
  draftOf,
  draftProblems,
  isAdvice,
  renderTemplate,
  templatePlaces,
  type DraftProblem,
  type TemplateDraft,
} from "@balcao/core";
import { Alert } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement, type ReactNode } from "react";
import { ApiError } from "../../lib/api.ts";
import { useTranslation } from "../../lib/texts.ts";
import { Caution } from "../../settings/parts/caution.tsx";
import { FormFrame } from "../../settings/parts/form-frame.tsx";
import { useEditor, type Errors } from "../../settings/parts/use-editor.ts";
import { MessagePreview } from "../message-preview.tsx";
import { usePlaceLabel } from "../place-label.ts";
import { Basics } from "./basics.tsx";
import { Buttons } from "./buttons.tsx";
import { Cards } from "./cards.tsx";
import { CodeParts } from "./code.tsx";
import { Content } from "./content.tsx";
import classes from "./editor.module.css";
import { Samples } from "./samples.tsx";

/** What Meta said no to, in its own words. */
type Refusal = { title: string | null; message: string | null; code: number };
const refusalOf = (error: unknown): Refusal | null =>
  error instanceof ApiError && error.code === "template_refused" ? (error.problem?.data as Refusal) : null;

function useSentences(): (problem: DraftProblem) => string {
  const { t } = useTranslation("templateEditor");
  return ({ code, data }) => t(`problems.${code}`, { ...data, interpolation: { skipOnVariables: true } });
}

type Props = {
  /** null = a new one */
  template: TemplateView | null;
  /** what a new one begins with */
  begin: TemplateDraft;
  wabaId: string;
  /** is there one of this name in this language? */
  taken: (name: string, language: string) => boolean;
  save: (draft: TemplateDraft) => Promise<TemplateView>;
  onSaved: (template: TemplateView) => void;
  cancel: () => void;
  /** the number it is for, when there are several */
  children?: ReactElement | null;
};

function Refused({ refusal }: { refusal: Refusal }): ReactElement {
  const { t } = useTranslation("templateEditor");
  return (
    <Alert color="red" role="alert" title={t("refused")}>
      {[refusal.title, refusal.message].filter(Boolean).join(": ")}{" "}
      <small className={classes.code}>{t("refusedCode", { code: refusal.code })}</small>
    </Alert>
  );
}

function Preview({ values, children }: { values: TemplateDraft; children: ReactNode }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { header, body, footer, buttons, cards, authentication } = values;
  const isWritten = header !== null || authentication !== null || buttons.length + cards.length > 0;
  const isBlank = !isWritten && `${body}${footer}`.trim() === "";
  return (
    <aside className={classes.aside}>
      {isBlank ? (
        <p className={classes.nothing}>{t("previewEmpty")}</p>
      ) : (
        <MessagePreview shown={renderTemplate(draftFacts(values), values.samples)} />
      )}
      {children}
    </aside>
  );
}

/** + Novo template, and an own one taken up again: its parts, what Meta would refuse about them, and how the phone shows it. */
export function TemplateForm(props: Props): ReactElement {
  const { template, begin, wabaId, taken, save, onSaved, cancel, children } = props;
  const { t } = useTranslation("templateEditor");
  const sentence = useSentences();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isNew = template === null;
  const problemsOf = (values: TemplateDraft): DraftProblem[] =>
    draftProblems(values, isNew ? taken : () => false);
  const editor = useEditor<TemplateView, TemplateDraft>({
    saved: template,
    valuesOf: draftOf,
    empty: begin,
    validate: (values) => {
      const errors: Errors = {};
      for (const problem of problemsOf(values))
        if (!isAdvice(problem)) errors[problem.path] ??= sentence(problem);
      return errors;
    },
    save: async (values) => {
      setRefusal(null);
      try {
        return await save(values);
      } catch (error) {
        setRefusal(refusalOf(error));
        throw error;
      }
    },
    onSaved,
  });
  const advice = problemsOf(editor.values).filter(isAdvice);
  const facts = draftFacts(editor.values);
  const labelOf = usePlaceLabel(facts);
  const nameOf = (path: string): string => {
    const place = templatePlaces(facts).find(({ key }) => path === `samples.${key}`);
    if (place) return labelOf(place);
    const [first = "", index] = path.split(".");
    if (first === "cards" && index !== undefined) return t("cards.card", { number: Number(index) + 1 });
    return t(`fields.${first as keyof TemplateDraft}`);
  };
  return (
    <div className={classes.columns}>
      <FormFrame
        editor={editor}
        isNew={isNew}
        cancel={cancel}
        saveLabel={t("submit")}
        fieldName={(field) => t(`fields.${field}`)}
        pathName={nameOf}
        fieldText={(field, values) => {
          const value = values[field];
          return typeof value === "string" ? value : JSON.stringify(value);
        }}
      >
        {refusal && <Refused refusal={refusal} />}
        <Basics editor={editor} isNew={isNew} keepsCategory={template?.status === "APPROVED"}>
          {children}
        </Basics>
        {editor.values.authentication === null ? (
          <>
            <Content editor={editor} wabaId={wabaId} />
            {editor.values.cards.length > 0 ? (
              <Cards editor={editor} wabaId={wabaId} />
            ) : (
              <Buttons editor={editor} />
            )}
            <Samples editor={editor} />
          </>
        ) : (
          <CodeParts editor={editor} code={editor.values.authentication} />
        )}
      </FormFrame>
      <Preview values={editor.values}>
        {advice.map((problem) => (
          <Caution key={problem.code}>{sentence(problem)}</Caution>
        ))}
      </Preview>
    </div>
  );
}
