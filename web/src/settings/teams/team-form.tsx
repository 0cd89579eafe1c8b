import type { Agent, Team } from "@balcao/api";
import { Switch, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { api } from "../../lib/api.ts";
import { CheckList } from "../parts/check-list.tsx";
import { FormFrame } from "../parts/form-frame.tsx";
import { HoursEditor } from "../parts/hours-editor.tsx";
import { describeHours, fromHoursDraft, weekdayName } from "../parts/hours.ts";
import { writeDecimal } from "../parts/numbers.ts";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import { keepTeam, useSettings } from "../queries.ts";
import { ColorChoice } from "./color-choice.tsx";
import { fieldsOfTeam, newTeamValues, problemsOfTeam, valuesOfTeam, type TeamValues } from "./values.ts";

type Props = {
  /** null = a new team of WhatsApp */
  team: Team | null;
  agents: readonly Agent[];
  readOnly: boolean;
  cancel: () => void;
  onSaved: (team: Team) => void;
};
type PartProps = { editor: Editor<TeamValues>; readOnly: boolean };

/** Dados cadastrais: name, colour, description, active. */
function Data({ editor: { values, change, errors }, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <Section title={t("team.data")}>
      <TextInput
        label={t("team.name")}
        data-path="name"
        maxLength={80}
        autoComplete="off"
        required
        disabled={readOnly}
        value={values.name}
        error={errors["name"]}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <ColorChoice value={values.color} change={(color) => change({ color })} />
      <Textarea
        label={t("team.description")}
        description={t("team.descriptionHelp")}
        data-path="description"
        maxLength={500}
        autosize
        minRows={2}
        maxRows={6}
        disabled={readOnly}
        value={values.description}
        error={errors["description"]}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Switch
        label={t("team.active")}
        description={t(values.active ? "team.activeOn" : "team.activeOff")}
        data-path="active"
        disabled={readOnly}
        checked={values.active}
        error={errors["active"]}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      <Switch
        label={t("team.signsReplies")}
        description={t(values.signsReplies ? "team.signsRepliesOn" : "team.signsRepliesOff")}
        data-path="signsReplies"
        disabled={readOnly}
        checked={values.signsReplies}
        onChange={(event) => change({ signsReplies: event.currentTarget.checked })}
      />
    </Section>
  );
}

/** Its own inactivity time and hours; left alone, the account's hold. */
function Times({ editor: { values, change, errors }, readOnly }: PartProps): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const { data: settings } = useSettings();
  const hours = settings?.businessHours;
  return (
    <Section title={t("team.times")}>
      <TextInput
        label={t("whatsapp.inactivityHours")}
        description={
          settings &&
          t("team.inactivityHelp", { hours: writeDecimal(settings.inactivityHours, i18n.language) })
        }
        classNames={{ wrapper: parts.short ?? "" }}
        data-path="inactivityHours"
        inputMode="decimal"
        maxLength={7}
        autoComplete="off"
        rightSection={<span className={parts.unit}>{t("unitHours")}</span>}
        rightSectionWidth={64}
        disabled={readOnly}
        value={values.inactivityHours}
        error={errors["inactivityHours"]}
        onChange={(event) => change({ inactivityHours: event.currentTarget.value })}
      />
      <HoursEditor
        label={t("team.hours")}
        noneLabel={t("team.accountHours")}
        noneText={
          settings &&
          (hours ? describeHours(hours, i18n.language) || t("hours.closed") : t("hours.alwaysOpen"))
        }
        ownLabel={t("team.ownHours")}
        draft={values.businessHours}
        errors={errors}
        readOnly={readOnly}
        change={(businessHours) => change({ businessHours })}
      />
      <Switch
        label={t("team.worksHolidays")}
        description={t(values.worksHolidays ? "team.worksHolidaysOn" : "team.worksHolidaysOff")}
        data-path="worksHolidays"
        disabled={readOnly}
        checked={values.worksHolidays}
        onChange={(event) => change({ worksHolidays: event.currentTarget.checked })}
      />
    </Section>
  );
}

/** Integrantes: everybody who works here, those of the team first. */
function Members({
  editor: { values, change },
  agents,
}: PartProps & { agents: readonly Agent[] }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const shown = agents.filter(({ id, active }) => active || values.memberIds.includes(id));
  return (
    <Section title={t("team.members")} lead={t("team.membersLead")}>
      <CheckList
        label={t("team.people")}
        help={t("team.memberCount", { count: values.memberIds.length })}
        searchLabel={t("team.searchPeople")}
        nothing={t("team.nobody")}
        path="memberIds"
        chosen={values.memberIds}
        choose={(memberIds) => change({ memberIds: memberIds.sort() })}
        items={shown.map(({ id, name, email, role, active }) => ({
          id,
          label: name,
          facts: [t(`common:roles.${role}`), email, ...(active ? [] : [t("agents.inactive")])].join(" · "),
          isOff: !active,
          mark: <Avatar id={id} name={name} size={30} />,
        }))}
      />
    </Section>
  );
}

/** One team: data, members, times; new or changed. */
export function TeamForm({ team, agents, readOnly, cancel, onSaved }: Props): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const locale = i18n.language;
  const editor = useEditor<Team, TeamValues>({
    saved: team,
    valuesOf: (saved) => valuesOfTeam(saved, locale),
    empty: newTeamValues(),
    validate: (values) => {
      const errors: Errors = {};
      for (const { path, code, day } of problemsOfTeam(values, team?.firstContact ?? false)) {
        const text = t(`problems.${code}`);
        errors[path] ??=
          day === undefined ? text : t("hours.problem", { day: weekdayName(day, locale), text });
      }
      return errors;
    },
    save: (values, saved) =>
      saved
        ? api<Team>(`/api/teams/${saved.id}`, {
            method: "PUT",
            body: { ...fieldsOfTeam(values), version: saved.version },
          })
        : api<Team>("/api/teams", { method: "POST", body: { ...fieldsOfTeam(values), kind: "whatsapp" } }),
    onSaved,
    onConflict: (current) => keepTeam(current as Team),
  });
  const props = { editor, readOnly };
  const text = (field: keyof TeamValues, values: TeamValues): string => {
    if (field === "active" || field === "signsReplies" || field === "worksHolidays")
      return t(values[field] ? "on" : "off");
    if (field === "memberIds")
      return values.memberIds.map((id) => agents.find((agent) => agent.id === id)?.name ?? "").join(", ");
    if (field === "businessHours") {
      const hours = fromHoursDraft(values.businessHours);
      return hours ? describeHours(hours, locale) || t("hours.closed") : t("team.accountHours");
    }
    return values[field];
  };
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      isNew={team === null}
      cancel={cancel}
      fieldName={(field) => t(`team.fields.${field}`)}
      pathName={(path) => (path in editor.values ? t(`team.fields.${path as keyof TeamValues}`) : "")}
      fieldText={text}
    >
      <Data {...props} />
      <Members {...props} agents={agents} />
      <Times {...props} />
    </FormFrame>
  );
}
