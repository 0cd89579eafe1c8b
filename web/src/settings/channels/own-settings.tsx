import type { AutoMessageKind, NumberSettings } from "@balcao/api";
import { NativeSelect, Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { keys, queryClient, useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { MessageText } from "../general/message-text.tsx";
import { AUTO_MESSAGES, LONGEST_TEXT } from "../general/values.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import parts from "../parts/parts.module.css";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import { useSettings } from "../queries.ts";
import classes from "./checks.module.css";
import { bodyOfOwn, problemsOfOwn, valuesOfOwn, type OwnValues } from "./own-values.ts";

const keyOf = (id: string) => [...keys.channels, "settings", id] as const;
const pathOf = (id: string): string => `/api/channels/${id}/settings`;

type Teams = { id: string; name: string }[];

/** The first-contact team of this number: the account's, or one of its own. */
function FirstTeam({ editor, teams }: { editor: Editor<OwnValues>; teams: Teams }): ReactElement {
  const { t } = useTranslation("channels");
  const { data: settings } = useSettings();
  const shared = teams.find(({ id }) => id === settings?.firstTeamId)?.name ?? "";
  return (
    <NativeSelect
      className={parts.short}
      label={t("own.firstTeam")}
      description={t("own.firstTeamHelp")}
      data-path="firstTeamId"
      value={editor.values.firstTeamId}
      error={editor.errors["firstTeamId"]}
      onChange={(event) => editor.change({ firstTeamId: event.currentTarget.value })}
      data={[
        { value: "", label: t("own.asAccount", { team: shared }) },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

/** One automatic message: the account's, or one with this number's own words. */
function OwnMessage({
  kind,
  editor,
  teamName,
}: {
  kind: AutoMessageKind;
  editor: Editor<OwnValues>;
  teamName: string;
}): ReactElement {
  const { t } = useTranslation(["channels", "settings"]);
  const { data: settings } = useSettings();
  const message = editor.values[kind];
  const name = t(`settings:autoMessages.${kind}`);
  const path = `autoMessages.${kind}.text`;
  const shared = settings?.autoMessages[kind] ?? { enabled: false, text: "" };
  return (
    <>
      <Switch
        label={t("channels:own.ownText", { name })}
        checked={message !== null}
        onChange={(event) => {
          const { enabled, text } = shared;
          editor.change({ [kind]: event.currentTarget.checked ? { enabled, text } : null });
        }}
      />
      {message && (
        <div className={classes.ownMessage}>
          <Switch
            label={t("channels:own.sends", { name })}
            checked={message.enabled}
            onChange={(event) =>
              editor.change({ [kind]: { ...message, enabled: event.currentTarget.checked } })
            }
          />
          {(message.enabled || editor.errors[path] !== undefined) && (
            <MessageText
              label={t("settings:message.label")}
              about={name}
              path={path}
              value={message.text}
              longest={LONGEST_TEXT}
              error={editor.errors[path]}
              teamName={teamName}
              readOnly={false}
              change={(text) => editor.change({ [kind]: { ...message, text } })}
            />
          )}
        </div>
      )}
    </>
  );
}

function OwnForm({ id, saved, teams }: { id: string; saved: NumberSettings; teams: Teams }): ReactElement {
  const { t } = useTranslation(["channels", "settings"]);
  const keep = (settings: NumberSettings): void => void queryClient.setQueryData(keyOf(id), settings);
  const nameOf = (field: keyof OwnValues): string =>
    field === "firstTeamId" ? t("channels:own.firstTeam") : t(`settings:autoMessages.${field}`);
  const teamNameOf = (team: string): string => teams.find((one) => one.id === team)?.name ?? "";
  const editor = useEditor<NumberSettings, OwnValues>({
    saved,
    valuesOf: valuesOfOwn,
    validate: (values) => {
      const errors: Errors = {};
      for (const { path, code, about = "" } of problemsOfOwn(values))
        errors[path] ??= t(`settings:problems.${code}`, {
          about,
          example: `{{${about}|${t("settings:message.fallback")}}}`,
        });
      return errors;
    },
    save: (values, from) =>
      api<NumberSettings>(pathOf(id), {
        method: "PUT",
        body: bodyOfOwn(values, from?.version ?? saved.version),
      }),
    onSaved: (settings) => {
      keep(settings);
      toast(t("settings:form.saved"));
    },
    onConflict: (current) => keep(current as NumberSettings),
  });
  return (
    <FormFrame
      editor={editor}
      fieldName={nameOf}
      pathName={(path) => {
        const kind = AUTO_MESSAGES.find((one) => path.startsWith(`autoMessages.${one}.`));
        return nameOf(kind ?? "firstTeamId");
      }}
      fieldText={(field, of) =>
        field === "firstTeamId" ? teamNameOf(of.firstTeamId) : (of[field]?.text ?? t("channels:own.accounts"))
      }
    >
      <Section title={t("channels:own.title")} lead={t("channels:own.lead")}>
        <FirstTeam editor={editor} teams={teams} />
        {AUTO_MESSAGES.map((kind) => (
          <OwnMessage
            key={kind}
            kind={kind}
            editor={editor}
            teamName={teamNameOf(editor.values.firstTeamId)}
          />
        ))}
      </Section>
    </FormFrame>
  );
}

/** What this number does otherwise than the account: where its conversations begin, and its own words. */
export function OwnSettings({ id }: { id: string }): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(id),
    queryFn: () => api<NumberSettings>(pathOf(id)),
  });
  const { data: teams } = useTeams();
  if (!data || !teams)
    return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Loading />;
  const usable = teams.filter(
    ({ kind, active, id: team }) => (kind === "whatsapp" && active) || team === data.firstTeamId,
  );
  return <OwnForm id={id} saved={data} teams={usable} />;
}
