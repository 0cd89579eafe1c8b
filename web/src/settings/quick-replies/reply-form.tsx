import type { QuickReply, Team } from "@balcao/api";
import { NativeSelect, Radio, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api } from "../../lib/api.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { keepReply } from "../../quick-replies/queries.ts";
import { MessageText } from "../general/message-text.tsx";
import { FormFrame } from "../parts/form-frame.tsx";
import { Section } from "../parts/page-head.tsx";
import { useEditor, type Editor, type Errors } from "../parts/use-editor.ts";
import {
  fieldsOfReply,
  LONGEST_TEXT,
  newReplyValues,
  problemsOfReply,
  valuesOfReply,
  type ReplyValues,
} from "./values.ts";

type Props = {
  /** null = a new one */
  reply: QuickReply | null;
  teams: readonly Team[];
  cancel: () => void;
  onSaved: (reply: QuickReply) => void;
  /** the file, which is kept apart */
  children: ReactNode;
};
type PartProps = { editor: Editor<ReplyValues>; readOnly: boolean; teams: readonly Team[] };

/** One's own, a team's or the account's: only who administers decides for others. */
function Whose({ editor: { values, change, errors }, readOnly, teams }: PartProps): ReactElement | null {
  const { t } = useTranslation("replies");
  if (!hasRole(useSelf(), "administrator")) return null;
  return (
    <Section title={t("whose")}>
      <Radio.Group
        value={values.scope}
        aria-label={t("whose")}
        data-path="scope"
        onChange={(scope) => change({ scope: scope as ReplyValues["scope"] })}
      >
        {(["personal", "team", "account"] as const).map((scope) => (
          <Radio key={scope} value={scope} label={t(`scope.${scope}`)} disabled={readOnly} mb={8} />
        ))}
      </Radio.Group>
      {values.scope === "team" && (
        <NativeSelect
          label={t("team")}
          data-path="teamId"
          disabled={readOnly}
          value={values.teamId}
          error={errors["teamId"]}
          data={[
            { value: "", label: t("chooseTeam") },
            ...teams.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => change({ teamId: event.currentTarget.value })}
        />
      )}
    </Section>
  );
}

function Words({ editor: { values, change, errors }, readOnly, teams }: PartProps): ReactElement {
  const { t } = useTranslation(["replies", "settings"]);
  const me = useSelf();
  const team =
    teams.find(({ id }) => id === values.teamId) ??
    teams.find(({ id }) => me.teamIds.includes(id)) ??
    teams[0];
  return (
    <Section
      title={t("settings:quickReplies.title")}
      lead={t("replies:textHelp", { place: "{{valor}}", interpolation: { skipOnVariables: true } })}
    >
      <TextInput
        label={t("replies:shortcut")}
        description={t("replies:shortcutHelp")}
        data-path="shortcut"
        leftSection="/"
        maxLength={31}
        autoComplete="off"
        required
        disabled={readOnly}
        value={values.shortcut}
        error={errors["shortcut"]}
        onChange={(event) => change({ shortcut: event.currentTarget.value })}
      />
      <TextInput
        label={t("replies:title")}
        data-path="title"
        maxLength={80}
        autoComplete="off"
        required
        disabled={readOnly}
        value={values.title}
        error={errors["title"]}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <MessageText
        label={t("replies:text")}
        path="text"
        value={values.text}
        longest={LONGEST_TEXT}
        error={errors["text"]}
        teamName={team?.name ?? ""}
        readOnly={readOnly}
        change={(text) => change({ text })}
      />
    </Section>
  );
}

/** A quick reply: whose it is, its shortcut and title, its text. */
export function ReplyForm({ reply, teams, cancel, onSaved, children }: Props): ReactElement {
  const { t } = useTranslation("replies");
  const editor = useEditor<QuickReply, ReplyValues>({
    saved: reply,
    valuesOf: valuesOfReply,
    empty: newReplyValues(),
    validate: (values) => {
      const errors: Errors = {};
      for (const { path, code } of problemsOfReply(values))
        errors[path] ??= t(`problems.${code}`, { most: LONGEST_TEXT });
      return errors;
    },
    save: (values, saved) =>
      saved
        ? api<QuickReply>(`/api/quick-replies/${saved.id}`, {
            method: "PUT",
            body: { ...fieldsOfReply(values), version: saved.version },
          })
        : api<QuickReply>("/api/quick-replies", { method: "POST", body: fieldsOfReply(values) }),
    onSaved,
    onConflict: (current) => keepReply(current as QuickReply),
  });
  const readOnly = reply !== null && !reply.canChange;
  const props = { editor, readOnly, teams };
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      isNew={reply === null}
      cancel={cancel}
      fieldName={(field) => t(`fields.${field}`)}
      pathName={(path) => (path in editor.values ? t(`fields.${path as keyof ReplyValues}`) : "")}
      fieldText={(field, values) =>
        field === "scope"
          ? t(`scope.${values.scope}`)
          : field === "teamId"
            ? (teams.find(({ id }) => id === values.teamId)?.name ?? "")
            : values[field]
      }
    >
      <Whose {...props} />
      <Words {...props} />
      {children}
    </FormFrame>
  );
}
