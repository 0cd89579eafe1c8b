import type { BotView, Team, TriggerFields, TriggerView } from "@balcao/api";
import type { Templates } from "@balcao/core";
import { Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { memo, useMemo, useRef, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useSame, useSlice } from "../lib/stable.ts";
import { FormFrame } from "../settings/parts/form-frame.tsx";
import { Section } from "../settings/parts/page-head.tsx";
import { useEditor, type Editor, type Errors } from "../settings/parts/use-editor.ts";
import { useSharedTemplates } from "../templates/queries.ts";
import { ACTION_FIELDS, ActionFields } from "./action-fields.tsx";
import { CONDITION_FIELDS, ConditionFields, Repairs, type FieldsProps } from "./condition-fields.tsx";
import {
  fieldsOf,
  formOf,
  formPatch,
  problemsOf,
  type FormProblem,
  type TriggerForm as Form,
} from "./form-values.ts";
import { DESCRIPTION_MOST } from "./limits.ts";
import { rivalEntry } from "./follow-ups.ts";
import { askBotAgain, botNow, createTrigger, updateTrigger } from "./queries.ts";
import { pathLabel, templateText } from "./sentences.ts";
import { TestBox } from "./test-box.tsx";
import { TriggerBeside } from "./trigger-beside.tsx";
import classes from "./trigger-form.module.css";
import { useTongue } from "./use-tongue.ts";
import { FormFindings } from "./verify/form-findings.tsx";
import { useFormFindings } from "./verify/use-form-findings.ts";

/** Until they are there. */
const NO_TEMPLATES: Templates = new Map();

type Props = {
  /** null = a new one, begun from `start` */
  trigger: TriggerView | null;
  start?: Form;
  bot: BotView;
  teams: readonly Team[];
  readOnly: boolean;
  cancel: () => void;
  onSaved: (trigger: TriggerView) => void;
};

/** Said as soon as they are typed; what is merely missing waits until one saves. */
const AT_ONCE: ReadonlySet<FormProblem["code"]> = new Set([
  "unknown_variable",
  "fallback_missing",
  "repeated_keyword",
  "empty_keyword",
  "too_long",
  "taken",
  "hours_over",
]);

/** Saves, and gives the trigger as the server has it now. One that was deleted meanwhile comes back in its place. */
async function save(form: Form, saved: TriggerView | null): Promise<TriggerView> {
  const fields = fieldsOf(form);
  const before = new Set(botNow()?.triggers.map(({ id }) => id));
  const isThere = saved !== null && before.has(saved.id);
  const bot = isThere
    ? await updateTrigger(saved.id, fields, saved.version)
    : await createTrigger(fields, saved ? { id: saved.id, position: saved.position } : undefined);
  const made = bot.triggers.find(({ id, description }) =>
    saved ? id === saved.id : !before.has(id) && description === fields.description,
  );
  if (!made) throw new Error("the server's answer lacks the trigger that was saved");
  return made;
}

/** `errors`: what the fields show, also what is wrong at once; the summary at the top tells only what a save found. */
type Checked = { editor: Editor<Form>; errors: Errors };

/** The editor of one trigger, with what is wrong as it stands now: a field that was put right is not called wrong any longer. */
function useTriggerEditor({ trigger, start, bot, teams, onSaved }: Props): Checked {
  const { t, i18n } = useTranslation("triggers");
  const teamIds = useMemo(() => new Set(teams.map(({ id }) => id)), [teams]);
  const others = useMemo(
    () => bot.triggers.filter(({ id }) => id !== trigger?.id),
    [bot.triggers, trigger?.id],
  );
  const found = useRef<Errors>({});
  const text = ({ code }: FormProblem): string =>
    t(`problems.${code}`, { example: `{{contato.primeiro_nome|${t("form.fallback")}}}` });
  const textsOf = (problems: readonly FormProblem[]): Errors =>
    Object.fromEntries(problems.map((problem) => [problem.path, text(problem)]));
  const editor = useEditor<TriggerView, Form>({
    saved: trigger,
    valuesOf: (view) => formOf(view, i18n.language),
    ...(start ? { empty: start } : {}),
    validate: (values) => {
      found.current = textsOf(problemsOf(values, teamIds, others));
      return found.current;
    },
    save,
    onSaved,
    onConflict: () => void askBotAgain(),
  });
  const problems = problemsOf(editor.values, teamIds, others);
  const now = textsOf(problems);
  const standing: Errors = {};
  for (const [path, message] of Object.entries(editor.errors)) {
    if (now[path]) standing[path] = now[path];
    else if (found.current[path] !== message) standing[path] = message;
  }
  const isTyped = editor.values.hours.trim() !== "";
  const atOnce = textsOf(
    problems.filter(({ code }) => AT_ONCE.has(code) || (code === "hours_not_positive" && isTyped)),
  );
  return { editor: { ...editor, errors: standing }, errors: useSame({ ...atOnce, ...standing }) };
}

/** How a field and its value are named where two people changed it. */
function useFieldTexts(): {
  name: (field: keyof Form) => string;
  text: (field: keyof Form, form: Form) => string;
} {
  const { t } = useTranslation("triggers");
  const { team } = useTongue();
  const names: Record<keyof Form, () => string> = {
    description: () => t("form.description"),
    active: () => t("form.active"),
    teamOperator: () => `${t("form.team")}: ${t("form.operator")}`,
    team: () => t("form.team"),
    fires: () => t("form.fires"),
    idleOperator: () => `${t("form.idle")}: ${t("form.operator")}`,
    hours: () => t("form.hours"),
    reply: () => t("form.reply"),
    actionType: () => t("form.action"),
    text: () => t("form.message"),
    keywords: () => t("form.keywords"),
    presentation: () => t("form.presentation"),
    template: () => t("form.template"),
    handOverTeam: () => t("form.handOverTeam"),
  };
  const texts: { [K in keyof Form]: (value: Form[K]) => string } = {
    description: (value) => value,
    active: (value) => t(value ? "values.yes" : "values.no"),
    teamOperator: (value) => t(`form.${value}`),
    team,
    fires: (value) => t(`fires.${value}`),
    idleOperator: (value) => t(value === "any" ? "form.idleAny" : `form.${value}`),
    hours: (value) => value,
    reply: (words) => words.map(({ word }) => word).join(", "),
    actionType: (value) => t(value === "hand_over" ? "form.handOver" : "form.smartMessage"),
    text: (value) => value,
    keywords: (words) => words.join(", "),
    presentation: (value) => t(`form.${value}`),
    template: (value) => (value === null ? "" : templateText(value, t)),
    handOverTeam: (value) => (value === "" ? "" : team(value)),
  };
  const text = <K extends keyof Form>(field: K, form: Form): string =>
    texts[field](form[field]) || t("values.empty");
  return { name: (field) => names[field](), text };
}

const IDENTITY_FIELDS = ["description", "active"] as const;

type IdentityProps = Pick<FieldsProps<(typeof IDENTITY_FIELDS)[number]>, "values" | "change" | "errors">;

const IdentityFields = memo(function IdentityFields({ values, change, errors }: IdentityProps): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <>
      <TextInput
        data-path="description"
        label={t("form.description")}
        description={t("form.descriptionHelp")}
        maxLength={DESCRIPTION_MOST}
        autoComplete="off"
        value={values.description}
        error={errors["description"]}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Switch
        label={t("form.active")}
        description={t("form.activeHelp")}
        checked={values.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
    </>
  );
});

/** One trigger, every field in the guide's order; beside it what the customer will see, and what comes after. */
export function TriggerForm(props: Props): ReactElement {
  const { trigger, bot, teams, readOnly, cancel } = props;
  const { t, i18n } = useTranslation("triggers");
  const tongue = useTongue();
  const texts = useFieldTexts();
  const { editor, errors } = useTriggerEditor(props);
  const { values, change } = editor;
  const repairHere = (repaired: Partial<TriggerFields>): void =>
    change(formPatch(repaired, values, i18n.language));
  const check = useFormFindings({
    saved: trigger,
    typed: values,
    draft: bot.triggers,
    tongue,
    repairHere,
    readOnly,
  });
  const { data: templates = NO_TEMPLATES } = useSharedTemplates();
  const rival = readOnly ? undefined : rivalEntry(values, bot.triggers, trigger?.id);
  const fields = { change, errors, teams, templates, notes: check.notes };
  return (
    <Repairs value={check.repair}>
      <div className={classes.columns}>
        <FormFrame
          editor={editor}
          readOnly={readOnly}
          isNew={trigger === null}
          cancel={cancel}
          fieldName={texts.name}
          pathName={(path) => pathLabel(path, t)}
          fieldText={texts.text}
        >
          <FormFindings check={check} tongue={tongue} />
          <Section title={t("form.identity")}>
            <IdentityFields values={useSlice(values, IDENTITY_FIELDS)} change={change} errors={errors} />
          </Section>
          <Section title={t("form.conditions")} lead={t("form.conditionsLead")}>
            <ConditionFields values={useSlice(values, CONDITION_FIELDS)} rival={rival} {...fields} />
            <TestBox id={check.id} triggers={check.triggers} teams={teams} tongue={tongue} />
          </Section>
          <Section title={t("form.action")}>
            <ActionFields values={useSlice(values, ACTION_FIELDS)} {...fields} />
          </Section>
        </FormFrame>
        <TriggerBeside
          values={values}
          bot={bot}
          teams={teams}
          templates={templates}
          mayCreate={!readOnly && trigger !== null && !editor.isDirty}
          tongue={tongue}
        />
      </div>
    </Repairs>
  );
}
