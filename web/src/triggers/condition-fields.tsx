import type { Team, TriggerView } from "@balcao/api";
import type { Templates } from "@balcao/core";
import { Button, NativeSelect, Radio, TextInput } from "@mantine/core";
import { Star, Wrench } from "lucide-react";
import { createContext, memo, useContext, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useSelf } from "../lib/queries.ts";
import { useSame } from "../lib/stable.ts";
import { Caution } from "../settings/parts/caution.tsx";
import { disableTrigger } from "./acts.ts";
import classes from "./fields.module.css";
import type { TriggerForm } from "./form-values.ts";
import { REPLIES_MOST } from "./limits.ts";
import type { ShownFinding } from "./verify/findings.ts";
import type { Note } from "./verify/use-form-findings.ts";
import { WordsField } from "./words-field.tsx";
import { numberTwins } from "./words.ts";

/** Parts of the form's fields: each is given the values it shows, so that letters in another do not make it anew. */
export type FieldsProps<K extends keyof TriggerForm = keyof TriggerForm> = {
  values: Pick<TriggerForm, K>;
  change: (patch: Partial<TriggerForm>) => void;
  errors: Record<string, string>;
  /** what the verifier says of a field, by its path */
  notes: Record<string, Note>;
  teams: readonly Team[];
  templates: Templates;
  /** the team's entry trigger, when this one is about to be a second one */
  rival?: TriggerView | undefined;
};

export const CONDITION_FIELDS = ["teamOperator", "team", "fires", "idleOperator", "hours", "reply"] as const;
type ConditionField = (typeof CONDITION_FIELDS)[number];

/** Carries out the repair of a finding; null = may only look. */
export const Repairs = createContext<((finding: ShownFinding) => void) | null>(null);

/** What the verifier says of this field; it does not stop anybody from saving. */
export function FieldNote({
  path,
  notes,
}: { path: string } & Pick<FieldsProps, "notes">): ReactElement | null {
  const { t } = useTranslation("triggers");
  const repair = useContext(Repairs);
  const note = notes[path];
  if (!note) return null;
  return (
    <div className={classes.note}>
      <Caution>{note.text}</Caution>
      {note.how !== null && repair && (
        <p>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Wrench size={14} aria-hidden />}
            onClick={() => repair(note.finding)}
          >
            {t("verify.repair")}
          </Button>
          <span>{note.how}</span>
        </p>
      )}
    </div>
  );
}

/** One condition of the guide: its name, its fields side by side, and what it means as it stands. */
function Condition({
  name,
  help,
  children,
}: {
  name: string;
  help: ReactNode;
  children?: ReactNode;
}): ReactElement {
  return (
    <fieldset className={classes.condition}>
      <legend>{name}</legend>
      {children && <div className={classes.pair}>{children}</div>}
      <p className={classes.help}>{help}</p>
    </fieldset>
  );
}

/** The teams a trigger may name: the desk's active ones, and the one it names already whatever became of it. */
export function useTeamOptions(teams: readonly Team[], chosen: string): { value: string; label: string }[] {
  const { t } = useTranslation("triggers");
  const shown = teams
    .filter(({ id, kind, active }) => id === chosen || (kind === "whatsapp" && active))
    .map(({ id, name, active }) => ({
      value: id,
      label: active ? name : t("form.inactiveTeam", { team: name }),
    }));
  if (chosen === "") return [{ value: "", label: t("form.choose") }, ...shown];
  return teams.some(({ id }) => id === chosen)
    ? shown
    : [{ value: chosen, label: t("form.unknownTeam") }, ...shown];
}

function TeamCondition({ values, change, errors, teams }: FieldsProps<ConditionField>): ReactElement {
  const { t } = useTranslation("triggers");
  const options = useTeamOptions(teams, values.team);
  const first = teams.find(({ firstContact }) => firstContact)?.name ?? "";
  return (
    <Condition name={t("form.team")} help={t("form.teamHelp", { team: first })}>
      <NativeSelect
        label={t("form.operator")}
        value={values.teamOperator}
        data={[
          { value: "is", label: t("form.is") },
          { value: "is_not", label: t("form.is_not") },
        ]}
        onChange={(event) =>
          change({ teamOperator: event.currentTarget.value === "is_not" ? "is_not" : "is" })
        }
      />
      <NativeSelect
        data-path="team.team"
        label={t("form.teamName")}
        value={values.team}
        data={options}
        error={errors["team.team"]}
        onChange={(event) => change({ team: event.currentTarget.value })}
      />
    </Condition>
  );
}

/** A team has one entry trigger: the other one can step back at once, which is undone from the notice. */
function Rival({ rival }: { rival: TriggerView }): ReactElement {
  const { t } = useTranslation("triggers");
  const { description } = rival;
  return (
    <div className={classes.rival}>
      <Caution>{t("form.rival", { description })}</Caution>
      <Button size="compact-sm" variant="light" onClick={() => void disableTrigger(rival)}>
        {t("form.rivalSwitch", { description })}
      </Button>
    </div>
  );
}

function Fires({ values, change, rival }: FieldsProps<ConditionField>): ReactElement {
  const { t } = useTranslation("triggers");
  const choose = (value: string): void => {
    if (value === "on_entry" || value === "on_silence") change({ fires: value });
    else change({ fires: "on_message" });
  };
  return (
    <>
      <Radio.Group label={t("form.fires")} value={values.fires} onChange={choose}>
        <div className={classes.radios}>
          <Radio value="on_message" label={t("form.firesMessage")} description={t("form.firesMessageHelp")} />
          <Radio
            value="on_entry"
            label={
              <span className={classes.star}>
                <Star size={15} aria-hidden /> {t("form.firesEntry")}
              </span>
            }
            description={t("form.firesEntryHelp")}
          />
          <Radio value="on_silence" label={t("form.firesSilence")} description={t("form.firesSilenceHelp")} />
        </div>
      </Radio.Group>
      {rival && <Rival rival={rival} />}
    </>
  );
}

function Idle({ values, change, errors }: FieldsProps<ConditionField>): ReactElement {
  const { t } = useTranslation("triggers");
  if (values.fires === "on_entry") return <Condition name={t("form.idle")} help={t("form.notForEntry")} />;
  const silent = values.fires === "on_silence";
  const operator = silent ? "greater_than" : values.idleOperator;
  const help = silent
    ? t("form.idleSilenceHelp")
    : t(
        operator === "any"
          ? "form.idleAnyHelp"
          : operator === "greater_than"
            ? "form.idleGreaterHelp"
            : "form.idleLessHelp",
      );
  return (
    <Condition name={t("form.idle")} help={help}>
      <NativeSelect
        data-path="idle"
        label={t("form.operator")}
        value={operator}
        error={errors["idle"]}
        data={[
          ...(silent ? [] : [{ value: "any", label: t("form.idleAny") }]),
          { value: "greater_than", label: t("form.greater_than") },
          ...(silent ? [] : [{ value: "less_than", label: t("form.less_than") }]),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ idleOperator: value === "greater_than" || value === "less_than" ? value : "any" });
        }}
      />
      {operator !== "any" && (
        <TextInput
          data-path="idle.hours"
          label={t("form.hours")}
          inputMode="decimal"
          autoComplete="off"
          value={values.hours}
          error={errors["idle.hours"]}
          onChange={(event) => change({ hours: event.currentTarget.value })}
        />
      )}
    </Condition>
  );
}

function Reply({ values, change, errors, notes }: FieldsProps<ConditionField>): ReactElement {
  const { t } = useTranslation("triggers");
  const { account } = useSelf();
  const also = useSame(numberTwins(values.reply, account.locale));
  if (values.fires !== "on_message")
    return (
      <Condition
        name={t("form.reply")}
        help={t(values.fires === "on_entry" ? "form.notForEntry" : "form.notForSilence")}
      />
    );
  return (
    <div>
      <WordsField
        label={t("form.reply")}
        description={t("form.replyHelp")}
        path="expectedReply"
        errors={errors}
        words={values.reply}
        change={(reply) => change({ reply })}
        most={REPLIES_MOST}
        fits={null}
        canContain
        also={also}
      />
      <p className={classes.help}>{t("form.replyRule")}</p>
      <FieldNote path="expectedReply" notes={notes} />
    </div>
  );
}

/** When a trigger speaks: Equipe atual, Gatilho inicial da equipe, Tempo sem interação, Resposta esperada do cliente. */
export const ConditionFields = memo(function ConditionFields(
  props: FieldsProps<ConditionField>,
): ReactElement {
  return (
    <>
      <TeamCondition {...props} />
      <Fires {...props} />
      <Idle {...props} />
      <FieldNote path="idle.hours" notes={props.notes} />
      <Reply {...props} />
    </>
  );
});
