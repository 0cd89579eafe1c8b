import { LONGEST_CHOICE_NAME } from "@balcao/api";
import { Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { keys } from "../../lib/queries.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { saveChoice, type List } from "./choices.ts";

type Props = {
  list: List;
  /** the title of a new one */
  add: string;
  choice: { id: string; version: number; name: string; active: boolean } | null;
  /** what is saved beside name and active */
  more?: Record<string, unknown>;
  children?: (fault: (field: string) => string | undefined) => ReactNode;
  close: () => void;
};

/** An entry of one of the lists: its name, whether it is offered, and what else the list has. */
export function ChoiceDialog({ list, add, choice, more = {}, children, close }: Props): ReactElement {
  const { t } = useTranslation(["ticketSettings", "settings", "common"]);
  const [name, setName] = useState(choice?.name ?? "");
  const [active, setActive] = useState(choice?.active ?? true);
  const body = { ...more, name: name.trim(), ...(choice && { active }) };
  return (
    <EditDialog
      title={choice ? t("settings:fields.edit", { name: choice.name }) : add}
      submit={t("common:save")}
      saved={t(choice ? "ticketSettings:saved" : "ticketSettings:created", { name: name.trim() })}
      list={keys.ticketChoices}
      isReady={name.trim() !== ""}
      save={() => saveChoice(list, choice, body)}
      close={close}
      fields={["name", "parentId"]}
    >
      {(fault) => (
        <>
          <TextInput
            data-autofocus
            label={t("ticketSettings:name")}
            value={name}
            maxLength={LONGEST_CHOICE_NAME}
            required
            autoComplete="off"
            error={fault("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {children?.(fault)}
          {choice && (
            <Switch
              label={t("settings:fields.active")}
              description={t("ticketSettings:activeHelp")}
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </EditDialog>
  );
}
