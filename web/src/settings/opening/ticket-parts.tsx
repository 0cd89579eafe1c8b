import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Braces } from "lucide-react";
import { useRef, type ReactElement } from "react";
import { useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { PriorityChoice } from "../../tickets/choices.tsx";
import { CategoryChoice, TypeChoice } from "../../tickets/list-choices.tsx";
import parts from "../parts/parts.module.css";
import { VariableMenu } from "../parts/variable-menu.tsx";
import type { PartProps } from "./part-props.ts";
import { LONGEST_TITLE } from "./values.ts";

/** The title, with the variables at hand: they are put in where the cursor stood. */
function Title({ editor: { values, change, errors } }: PartProps): ReactElement {
  const { t } = useTranslation(["opening", "settings"]);
  const field = useRef<HTMLInputElement>(null);
  const insert = (text: string): void => {
    const { selectionStart: start, selectionEnd: end } = field.current ?? {};
    const at = start ?? values.title.length;
    change({ title: `${values.title.slice(0, at)}${text}${values.title.slice(end ?? at)}` });
    // the menu gives the focus away while it closes
    setTimeout(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <TextInput
      ref={field}
      label={t("opening:fields.title")}
      description={t("opening:titleHelp")}
      maxLength={LONGEST_TITLE}
      data-path="title"
      value={values.title}
      error={errors["title"]}
      onChange={(event) => change({ title: event.currentTarget.value })}
      rightSection={
        <VariableMenu insert={insert}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("settings:message.insert")}
            title={t("settings:message.insert")}
          >
            <Braces size={15} aria-hidden />
          </ActionIcon>
        </VariableMenu>
      }
    />
  );
}

/** What the ticket begins with: title, team, category, type, priority. */
export function TicketParts(props: PartProps): ReactElement {
  const { t } = useTranslation("opening");
  const { data: teams } = useTeams();
  const { editor, teamName } = props;
  const { values, change, errors } = editor;
  const choices = (teams ?? []).filter(({ id, active }) => active || id === values.teamId);
  return (
    <>
      <Title {...props} />
      <div className={parts.two}>
        <NativeSelect
          label={t("fields.teamId")}
          data-path="teamId"
          value={values.teamId ?? ""}
          error={errors["teamId"]}
          onChange={(event) => change({ teamId: event.currentTarget.value || null })}
          data={[
            { value: "", label: t("teamOfConversationNamed", { team: teamName }) },
            ...choices.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <PriorityChoice value={values.priority} choose={(priority) => change({ priority })} />
        <CategoryChoice value={values.categoryId} choose={(categoryId) => change({ categoryId })} />
        <TypeChoice value={values.typeId} choose={(typeId) => change({ typeId })} />
      </div>
    </>
  );
}
