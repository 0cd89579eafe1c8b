import type { AutoMessageKind } from "@balcao/api";
import { NativeSelect, Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { hasRole, useSelf, useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { HoursEditor } from "../parts/hours-editor.tsx";
import { describeHours, fromHoursDraft, weekdayName } from "../parts/hours.ts";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor, type Errors } from "../parts/use-editor.ts";
import { keepSettings, useSettings, type Settings } from "../queries.ts";
import { AutoMessages } from "./auto-messages.tsx";
import { BrokenMessages } from "./broken-messages.tsx";
import { BotTexts } from "./bot-texts.tsx";
import { GeneralFrame } from "./general-frame.tsx";
import { Inactivity } from "./inactivity.tsx";
import type { PartProps } from "./part-props.ts";
import {
  AUTO_MESSAGES,
  problemsOf,
  settingsOf,
  valuesOfSettings,
  type ValueProblem,
  type WhatsAppValues,
} from "./values.ts";

/** Equipe responsável pelo primeiro atendimento. */
function FirstContact({ editor, teamName, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  const { data: teams } = useTeams();
  const { values, change, errors } = editor;
  const choices = (teams ?? []).filter(
    ({ id, kind, active }) => (kind === "whatsapp" && active) || id === values.firstTeamId,
  );
  return (
    <NativeSelect
      label={t("whatsapp.firstTeam")}
      description={t("whatsapp.firstTeamEffect", { team: teamName })}
      classNames={{ wrapper: parts.short ?? "" }}
      data-path="firstTeamId"
      disabled={readOnly}
      value={values.firstTeamId}
      error={errors["firstTeamId"]}
      onChange={(event) => change({ firstTeamId: event.currentTarget.value })}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

/** The switches of how agents work. */
function Switches({ editor: { values, change }, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <>
      <Switch
        label={t("whatsapp.assign")}
        description={t(values.assignOnFirstReply ? "whatsapp.assignOn" : "whatsapp.assignOff")}
        disabled={readOnly}
        checked={values.assignOnFirstReply}
        onChange={(event) => change({ assignOnFirstReply: event.currentTarget.checked })}
      />
      <Switch
        label={t("whatsapp.onlyResponsible")}
        description={t(
          !values.onlyResponsibleReplies
            ? "whatsapp.onlyResponsibleOff"
            : values.assignOnFirstReply
              ? "whatsapp.onlyResponsibleOn"
              : "whatsapp.onlyResponsibleStrict",
        )}
        disabled={readOnly}
        checked={values.onlyResponsibleReplies}
        onChange={(event) => change({ onlyResponsibleReplies: event.currentTarget.checked })}
      />
      <Switch
        label={t("whatsapp.segmented")}
        description={t(values.segmentedView ? "whatsapp.segmentedOn" : "whatsapp.segmentedOff")}
        disabled={readOnly}
        checked={values.segmentedView}
        onChange={(event) => change({ segmentedView: event.currentTarget.checked })}
      />
      <Switch
        label={t("whatsapp.typing")}
        description={t(values.showsTyping ? "whatsapp.typingOn" : "whatsapp.typingOff")}
        disabled={readOnly}
        checked={values.showsTyping}
        onChange={(event) => change({ showsTyping: event.currentTarget.checked })}
      />
    </>
  );
}

/** How a field is named where it is not drawn, and its value told in one line. */
function useFieldWords(teamNameOf: (id: string) => string) {
  const { t, i18n } = useTranslation("settings");
  const name = (field: keyof WhatsAppValues): string => {
    const kind = AUTO_MESSAGES.find((other) => other === field);
    return kind
      ? t(`autoMessages.${kind}`)
      : t(`whatsapp.fields.${field as Exclude<keyof WhatsAppValues, AutoMessageKind>}`);
  };
  const text = (field: keyof WhatsAppValues, values: WhatsAppValues): string => {
    const value = values[field];
    if (field === "firstTeamId") return teamNameOf(values.firstTeamId);
    if (typeof value === "string") return value;
    if (typeof value === "boolean") return t(value ? "on" : "off");
    if ("text" in value)
      return [
        t(value.enabled ? "on" : "off"),
        value.text,
        ...(value.template ? [value.template.name] : []),
      ].join(" · ");
    const hours = fromHoursDraft(value);
    return hours ? describeHours(hours, i18n.language) || t("hours.closed") : t("hours.alwaysOpen");
  };
  /** "autoMessages.welcome.text" and "botTexts.personWords" are kept as `welcome` and `personWords`. */
  const pathName = (path: string): string => {
    const field = path.replace(/^(autoMessages|botTexts)\./u, "").replace(/\.(?:text|template.*)$/u, "");
    return field.startsWith("businessHours") ? "" : name(field as keyof WhatsAppValues);
  };
  return { name, text, pathName };
}

function useProblemText(): (problem: ValueProblem) => string {
  const { t } = useTranslation("settings");
  return ({ code, about, path }) => {
    const text = t(`problems.${code}`, { about, example: `{{${about}|${t("message.fallback")}}}` });
    return path.startsWith("businessHours") ? t("hours.problem", { day: about, text }) : text;
  };
}

function SettingsForm({ saved }: { saved: Settings }): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const readOnly = !hasRole(useSelf(), "administrator");
  const { data: teams } = useTeams();
  const problemText = useProblemText();
  const locale = i18n.language;
  const teamNameOf = (id: string): string => teams?.find((team) => team.id === id)?.name ?? "";
  const words = useFieldWords(teamNameOf);
  const editor = useEditor<Settings, WhatsAppValues>({
    saved,
    valuesOf: (settings) => valuesOfSettings(settings, locale),
    validate: (values) => {
      const errors: Errors = {};
      for (const problem of problemsOf(values, (day) => weekdayName(day, locale)))
        errors[problem.path] ??= problemText(problem);
      return errors;
    },
    save: (values, from) =>
      api<Settings>("/api/settings/whatsapp", {
        method: "PUT",
        body: settingsOf(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keepSettings(settings);
      toast(t("form.saved"));
    },
    onConflict: (current) => keepSettings(current as Settings),
  });
  const props = { editor, readOnly, teamName: teamNameOf(editor.values.firstTeamId) };
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      fieldName={words.name}
      pathName={words.pathName}
      fieldText={words.text}
    >
      <Section title={t("whatsapp.messages")} lead={t("whatsapp.messagesLead")}>
        <AutoMessages {...props} />
      </Section>
      <Section title={t("whatsapp.firstContact")}>
        <FirstContact {...props} />
      </Section>
      <Section title={t("whatsapp.inactivity")} lead={t("whatsapp.inactivityLead")}>
        <Inactivity {...props} />
      </Section>
      <Section title={t("whatsapp.work")}>
        <Switches {...props} />
      </Section>
      <Section title={t("whatsapp.bot")} lead={t("whatsapp.botLead")}>
        <BotTexts {...props} />
      </Section>
      <Section title={t("whatsapp.hours")} lead={t("whatsapp.hoursLead")}>
        <HoursEditor
          label={t("whatsapp.whenOpen")}
          noneLabel={t("hours.alwaysOpen")}
          noneText={t("whatsapp.alwaysOpenText")}
          ownLabel={t("whatsapp.ownHours")}
          draft={editor.values.businessHours}
          errors={editor.errors}
          readOnly={readOnly}
          change={(businessHours) => editor.change({ businessHours })}
        />
      </Section>
    </FormFrame>
  );
}

/** Configurações Gerais do Sistema > Integração com o WhatsApp. */
export function WhatsAppPage(): ReactElement {
  // asked for further in: a catalogue that comes late would hide the whole page for a moment
  useTranslation(["settings", "templates"]);
  const { data, error, refetch } = useSettings();
  return (
    <GeneralFrame>
      {data ? (
        <>
          <BrokenMessages />
          <SettingsForm saved={data} />
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </GeneralFrame>
  );
}
