import type { TicketOpeningSettings } from "@balcao/api";
import { Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { useChoiceNames } from "../../tickets/use-choices.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import { useEditor, type Errors } from "../parts/use-editor.ts";
import { useSettings } from "../queries.ts";
import { TicketsHead } from "../tickets/tickets-frame.tsx";
import { Announcement } from "./announcement.tsx";
import { EmailAsking } from "./email-asking.tsx";
import { keepOpening, useOpening } from "./queries.ts";
import { TicketParts } from "./ticket-parts.tsx";
import {
  fieldOf,
  openingOfValues,
  problemsOf,
  valuesOfOpening,
  type OpeningValues,
  type ValueProblem,
} from "./values.ts";

function useProblemText(): (problem: ValueProblem) => string {
  const { t } = useTranslation(["opening", "settings"]);
  return ({ code, about }) => {
    if (code === "attempts_range" || code === "silence_range" || code === "too_long")
      return t(`opening:problems.${code}`);
    const example = about === "chamado" ? "{{chamado|—}}" : `{{${about}|${t("settings:message.fallback")}}}`;
    return t(`settings:problems.${code}`, { about, example });
  };
}

/** How a field is named where it is not drawn, and its value told in one line. */
function useFieldWords() {
  const { t } = useTranslation(["opening", "settings", "desk"]);
  const { data: teams } = useTeams();
  const choices = useChoiceNames();
  const text = (field: keyof OpeningValues, values: OpeningValues): string => {
    const value = values[field];
    if (field === "teamId")
      return teams?.find(({ id }) => id === value)?.name ?? t("opening:teamOfConversation");
    if (field === "categoryId") return values.categoryId ? choices.category(values.categoryId) : "—";
    if (field === "typeId") return values.typeId ? choices.type(values.typeId) : "—";
    if (field === "priority") return t(`desk:priority.${values.priority}`);
    if (field === "mode") return t(`opening:modes.${values.mode}`);
    return typeof value === "boolean" ? t(value ? "settings:on" : "settings:off") : String(value ?? "");
  };
  return { text, name: (field: keyof OpeningValues): string => t(`opening:fields.${field}`) };
}

function OpeningForm({ saved, teamName }: { saved: TicketOpeningSettings; teamName: string }): ReactElement {
  const { t } = useTranslation(["opening", "settings"]);
  const problemText = useProblemText();
  const words = useFieldWords();
  const editor = useEditor<TicketOpeningSettings, OpeningValues>({
    saved,
    valuesOf: valuesOfOpening,
    validate: (values) => {
      const errors: Errors = {};
      for (const problem of problemsOf(values)) errors[problem.path] ??= problemText(problem);
      return errors;
    },
    save: (values, from) =>
      api<TicketOpeningSettings>("/api/settings/ticket-opening", {
        method: "PUT",
        body: openingOfValues(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keepOpening(settings);
      toast(t("settings:form.saved"));
    },
    onConflict: (current) => keepOpening(current as TicketOpeningSettings),
  });
  const { values, change } = editor;
  const props = { editor, teamName };
  const pathName = (path: string): string => {
    const field = fieldOf(path);
    return field === null ? "" : words.name(field);
  };
  return (
    <FormFrame editor={editor} fieldName={words.name} pathName={pathName} fieldText={words.text}>
      <Section title={t("opening:title")} lead={t("opening:lead")}>
        <Switch
          label={t("opening:fields.enabled")}
          description={t(values.enabled ? "opening:enabledOn" : "opening:enabledOff")}
          checked={values.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        {values.enabled && <TicketParts {...props} />}
      </Section>
      {values.enabled && (
        <>
          <Section title={t("opening:announcementTitle")} lead={t("opening:announcementLead")}>
            <Announcement {...props} />
          </Section>
          <Section title={t("opening:emailTitle")} lead={t("opening:emailLead")}>
            <EmailAsking {...props} />
          </Section>
        </>
      )}
    </FormFrame>
  );
}

/** Configurações > Chamados > Abertura de chamados: what opens with a conversation, and what its customer is asked first. */
export function OpeningPage(): ReactElement {
  // asked for further in: a catalogue that comes late would hide the whole page for a moment
  useTranslation(["opening", "settings", "tickets", "ticketSettings"]);
  const { data, error, refetch } = useOpening();
  const { data: settings } = useSettings();
  const { data: teams } = useTeams();
  const team = teams?.find(({ id }) => id === settings?.firstTeamId)?.name ?? "";
  return (
    <>
      <TicketsHead />
      {data ? (
        <OpeningForm saved={data} teamName={team} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}
