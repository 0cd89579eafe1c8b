import type { TemplateAbout, TemplateView } from "@balcao/api";
import { Textarea } from "@mantine/core";
import type { ReactElement } from "react";
import { hasRole, useSelf, useTeams } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { CheckList } from "../settings/parts/check-list.tsx";
import { FormFrame } from "../settings/parts/form-frame.tsx";
import { Section } from "../settings/parts/page-head.tsx";
import { useEditor } from "../settings/parts/use-editor.ts";
import { saveAbout } from "./commands.ts";

const LONGEST_NOTE = 2000;

/** Who may choose a template, and what is remembered about it: ours, and none of Meta's business. */
export function AboutForm({ template }: { template: TemplateView }): ReactElement {
  const { t } = useTranslation("templates");
  const { data: teams } = useTeams();
  const isAdministrator = hasRole(useSelf(), "administrator");
  const all = (teams ?? []).filter((team) => team.kind === "whatsapp");
  const editor = useEditor<TemplateView, TemplateAbout>({
    saved: template,
    valuesOf: ({ teamIds, note }) => ({ teamIds, note: note ?? "" }),
    validate: () => ({}),
    save: (about) => saveAbout(template.id, about),
    onSaved: () => toast(t("about.saved")),
  });
  const { values, change, errors } = editor;
  const names = (ids: readonly string[]): string =>
    all
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(", ");
  return (
    <FormFrame
      editor={editor}
      readOnly={!isAdministrator}
      fieldName={(field) => t(`about.${field}`)}
      pathName={() => ""}
      fieldText={(field, shown) => (field === "note" ? shown.note : names(shown.teamIds))}
    >
      <Section title={t("about.title")}>
        <CheckList
          label={t("about.teamIds")}
          help={
            values.teamIds.length === 0
              ? t("about.everybody")
              : t("about.some", { count: values.teamIds.length })
          }
          searchLabel={t("about.searchTeams")}
          nothing={t("about.noTeam")}
          path="teamIds"
          items={all.map(({ id, name, color, active }) => ({
            id,
            label: name,
            facts: "",
            mark: <span aria-hidden style={{ width: 10, height: 10, borderRadius: 5, background: color }} />,
            isOff: !active,
          }))}
          chosen={values.teamIds}
          choose={(teamIds) => change({ teamIds })}
        />
        <Textarea
          label={t("about.note")}
          description={t("about.noteHelp")}
          data-path="note"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={LONGEST_NOTE}
          value={values.note}
          error={errors["note"]}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </Section>
    </FormFrame>
  );
}
