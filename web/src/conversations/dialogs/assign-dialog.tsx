import type { Conversation, ConversationRow } from "@balcao/api";
import { Button, Modal } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type FormEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../app/avatar.tsx";
import { useAgents, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { assign, mayFollow } from "../commands.ts";
import { useNames } from "../use-names.ts";
import classes from "./dialogs.module.css";
import { PickList } from "./pick-list.tsx";

/** Atribuir: to somebody of the conversation's team, or back to the team. */
export function AssignDialog({
  conversation,
  close,
}: {
  conversation: Conversation | ConversationRow;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const names = useNames();
  const me = useSelf();
  const { data: agents } = useAgents();
  const [agentId, setAgentId] = useState(conversation.agentId ?? "");
  const members = (agents ?? []).filter(
    (agent) =>
      agent.active && (agent.teamIds.includes(conversation.teamId) || agent.id === conversation.agentId),
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const before = conversation.agentId;
    close();
    if (!(await assign(conversation.id, agentId || null))) return;
    const text = agentId
      ? t("desk:done.assigned", { name: names.agent(agentId) })
      : t("desk:done.unassigned", { team: names.team(conversation.teamId) });
    const undo = () => void assign(conversation.id, before);
    toast(text, {
      action: mayFollow(me, conversation.teamId, agentId || null)
        ? { label: t("common:undo"), run: undo }
        : null,
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("desk:acts.assign")}
      size="md"
      radius="lg"
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
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
              label: t("desk:assign.team", { team: names.team(conversation.teamId) }),
              facts: t("desk:forward.anyoneText"),
              mark: null,
            },
            ...members.map(({ id, name, role }) => ({
              id,
              label: name,
              facts: t(`common:roles.${role}`),
              mark: <Avatar id={id} name={name} size={30} />,
            })),
          ]}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={agentId === (conversation.agentId ?? "")}>
            {t("desk:acts.assign")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
