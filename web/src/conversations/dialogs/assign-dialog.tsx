import type { ConversationRow } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { useAgents } from "../../lib/queries.ts";
import { perform } from "../marks/perform.ts";
import { useStateText } from "../state-text.ts";
import { useNames } from "../use-names.ts";
import classes from "./dialogs.module.css";
import { PickList } from "./pick-list.tsx";

/** Atribuir: to somebody who works in the teams of all these conversations, or back to the team. */
export function AssignDialog({
  conversations,
  close,
}: {
  conversations: readonly ConversationRow[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const names = useNames();
  const { data: agents } = useAgents();
  const stateText = useStateText();
  const before = new Set(conversations.map((conversation) => conversation.agentId ?? ""));
  const teamIds = [...new Set(conversations.map(({ teamId }) => teamId))];
  const [common = ""] = before.size === 1 ? [...before] : [];
  const [agentId, setAgentId] = useState(common);
  const members = (agents ?? []).filter(
    (agent) => agent.active && (teamIds.every((id) => agent.teamIds.includes(id)) || before.has(agent.id)),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    close();
    void perform({ type: "assign", agentId: agentId || null }, conversations);
  };
  return (
    <Dialog onClose={close} title={t("desk:acts.assign")} size="md">
      <form className={classes.form} onSubmit={submit}>
        <PickList
          focus
          label={t("desk:assign.who")}
          placeholder={t("desk:forward.searchPerson")}
          nothing={t("desk:forward.noPerson")}
          value={agentId}
          choose={setAgentId}
          items={[
            {
              id: "",
              label: t("desk:assign.team", { team: teamIds.map((id) => names.team(id)).join(", ") }),
              facts: t("desk:forward.anyoneText"),
              mark: null,
            },
            ...members.map(({ id, name, role }) => ({
              id,
              label: name,
              facts: [t(`common:roles.${role}`), stateText(id)].filter(Boolean).join(" · "),
              mark: <Avatar id={id} name={name} size={30} />,
            })),
          ]}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={before.size === 1 && agentId === common}>
            {t("desk:acts.assign")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
