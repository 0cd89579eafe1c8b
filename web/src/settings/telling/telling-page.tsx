import type { TicketStatus, TicketTellingSettings } from "@balcao/api";
import { Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { useSharedTemplates } from "../../templates/queries.ts";
import { useTicketChoices } from "../../tickets/use-choices.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import { useEditor, type Errors } from "../parts/use-editor.ts";
import { useSettings } from "../queries.ts";
import { TicketsHead } from "../tickets/tickets-frame.tsx";
import { NoticeField } from "./notice-field.tsx";
import { keepTelling, useTelling } from "./queries.ts";
import { noticeOf, problemsOf, tellingOfValues, valuesOfTelling, type TellingValues } from "./values.ts";

function useValidate(): (values: TellingValues) => Errors {
  const { t } = useTranslation(["ticketTelling", "settings"]);
  return (values) => {
    const errors: Errors = {};
    for (const { path, code, about } of problemsOf(values)) {
      const fallback = t("settings:message.fallback");
      if (code === "too_long") errors[path] ??= t("ticketTelling:settings.problems.too_long");
      else if (about === "chamado.atendente")
        errors[path] ??= t("ticketTelling:settings.problems.nobody", { example: `{{${about}|—}}` });
      else errors[path] ??= t(`settings:problems.${code}`, { about, example: `{{${about}|${fallback}}}` });
    }
    return errors;
  };
}

type Known = { saved: TicketTellingSettings; statuses: readonly TicketStatus[]; teamName: string };

function TellingForm({ saved, statuses, teamName }: Known): ReactElement {
  const { t } = useTranslation(["ticketTelling", "settings", "tickets"]);
  const { data: templates } = useSharedTemplates();
  const editor = useEditor<TicketTellingSettings, TellingValues>({
    saved,
    valuesOf: (settings) => valuesOfTelling(settings, statuses),
    validate: useValidate(),
    save: (values, from) =>
      api<TicketTellingSettings>("/api/settings/ticket-telling", {
        method: "PUT",
        body: tellingOfValues(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keepTelling(settings);
      toast(t("settings:form.saved"));
    },
    onConflict: (current) => keepTelling(current as TicketTellingSettings),
  });
  const { values, change } = editor;
  const statusName = (id: string): string => statuses.find((status) => status.id === id)?.name ?? "";
  const fieldName = (field: keyof TellingValues): string =>
    field === "resumes" ? t("ticketTelling:settings.resumes") : statusName(String(field));
  const fieldText = (field: keyof TellingValues, from: TellingValues): string => {
    if (field === "resumes") return t(from.resumes ? "settings:on" : "settings:off");
    const notice = noticeOf(from, String(field));
    return notice?.enabled ? notice.text : t("settings:off");
  };
  const pathName = (path: string): string => statusName(path.split(".")[1] ?? "");
  return (
    <FormFrame editor={editor} fieldName={fieldName} pathName={pathName} fieldText={fieldText}>
      <Section title={t("ticketTelling:settings.answers")} lead={t("ticketTelling:settings.answersLead")}>
        <Switch
          label={t("ticketTelling:settings.resumes")}
          description={
            values.resumes
              ? t("ticketTelling:settings.resumesOn", { stage: t("tickets:stage.in_progress") })
              : t("ticketTelling:settings.resumesOff")
          }
          checked={values.resumes}
          onChange={(event) => change({ resumes: event.currentTarget.checked })}
        />
      </Section>
      <Section title={t("ticketTelling:settings.title")} lead={t("ticketTelling:settings.lead")}>
        {statuses.map((status) => (
          <NoticeField
            key={status.id}
            status={status}
            editor={editor}
            teamName={teamName}
            templates={templates}
          />
        ))}
      </Section>
    </FormFrame>
  );
}

/** Configurações > Chamados > Avisos ao cliente: what is told customers of their tickets, and what their answers do. */
export function TellingPage(): ReactElement {
  // asked for further in: a catalogue that comes late would hide the whole page for a moment
  useTranslation(["ticketTelling", "settings", "tickets", "ticketSettings", "templates"]);
  const { data, error, refetch } = useTelling();
  const { data: choices, error: missing, refetch: again } = useTicketChoices();
  const { data: settings } = useSettings();
  const { data: teams } = useTeams();
  const team = teams?.find(({ id }) => id === settings?.firstTeamId)?.name ?? "";
  const failure = error ?? missing;
  return (
    <>
      <TicketsHead />
      {data && choices ? (
        <TellingForm saved={data} statuses={choices.statuses} teamName={team} />
      ) : failure ? (
        <ErrorNotice error={failure} retry={() => void Promise.all([refetch(), again()])} />
      ) : (
        <Loading />
      )}
    </>
  );
}
