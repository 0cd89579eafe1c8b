import type { ConversationRow, Team } from "@balcao/api";
import { Button, Checkbox, Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { TriangleAlert } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { useAgents, useTeams } from "../../lib/queries.ts";
import { stateOf, usePeople } from "../../realtime/presence.ts";
import { perform } from "../marks/perform.ts";
import { useStateText } from "../state-text.ts";
import { useNames } from "../use-names.ts";
import classes from "./dialogs.module.css";
import { useClosedNow, useHandOverNotice } from "./hand-over.ts";
import { PickList } from "./pick-list.tsx";

const LONGEST_REASON = 500;

type ForwardTo = {
  teamId: string;
  agentId: string | null;
  reason: string;
  notifyContact: boolean;
  runBot: boolean;
};

type ExtrasProps = {
  conversations: readonly ConversationRow[];
  to: ForwardTo;
  team: Team | undefined;
  change: (next: Partial<ForwardTo>) => void;
};

/** Reason, telling the customer, running the team's bot: all optional. */
function Extras({ conversations, to, team, change }: ExtrasProps): ReactElement {
  const { t } = useTranslation(["desk", "common"]);
  const names = useNames();
  const notice = useHandOverNotice(conversations, team);
  return (
    <>
      <Textarea
        label={t("desk:forward.reason")}
        description={t("desk:forward.reasonText")}
        autosize
        minRows={2}
        maxLength={LONGEST_REASON}
        value={to.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
      />
      <Checkbox
        label={t("desk:forward.notify")}
        description={notice ?? t("desk:forward.notifyText", { team: team?.name ?? names.team(null) })}
        checked={to.notifyContact}
        onChange={(event) => change({ notifyContact: event.currentTarget.checked })}
      />
      <Checkbox
        label={t("desk:forward.runBot")}
        description={
          team?.entryTrigger
            ? t("desk:forward.runBotText", { trigger: team.entryTrigger })
            : t("desk:forward.noEntryTrigger")
        }
        checked={to.runBot}
        disabled={!team?.entryTrigger || to.agentId !== null}
        onChange={(event) => change({ runBot: event.currentTarget.checked })}
      />
    </>
  );
}

/** Encaminhar conversa para outra equipe: the team first, the rest only if wanted. */
export function ForwardDialog({
  conversations,
  close,
}: {
  conversations: readonly ConversationRow[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "common", "dialogs"]);
  const { data: teams } = useTeams();
  const { data: agents } = useAgents();
  const stateText = useStateText();
  const people = usePeople();
  const isClosedNow = useClosedNow();
  const [to, setTo] = useState<ForwardTo>({
    teamId: "",
    agentId: null,
    reason: "",
    notifyContact: false,
    runBot: false,
  });
  const change = (next: Partial<ForwardTo>): void => setTo((current) => ({ ...current, ...next }));
  const team = teams?.find(({ id }) => id === to.teamId);
  const members = (agents ?? []).filter((agent) => agent.active && team?.memberIds.includes(agent.id));

  const onlineIn = (those: readonly { id: string }[]): number =>
    those.filter(({ id }) => stateOf(people, id) === "online").length;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!team) return;
    close();
    void perform({ type: "forward", ...to }, conversations);
  };

  return (
    <Dialog onClose={close} title={t("desk:acts.forward")} size="md">
      <form className={classes.form} onSubmit={submit}>
        <PickList
          focus
          label={t("desk:forward.team")}
          placeholder={t("desk:forward.searchTeam")}
          nothing={t("desk:forward.noTeam")}
          value={to.teamId || null}
          choose={(teamId) => change({ teamId, agentId: null })}
          items={(teams ?? [])
            .filter(
              ({ id, kind, active }) =>
                active && kind === "whatsapp" && conversations.some(({ teamId }) => teamId !== id),
            )
            .map(({ id, name, color, memberIds, openConversations }) => ({
              id,
              label: name,
              facts: `${t("desk:forward.members", { count: memberIds.length })} · ${t("desk:count", { count: openConversations })}`,
              mark: <i className={classes.dot} style={{ background: color }} />,
            }))}
        />
        {team && members.length === 0 && (
          <p className={classes.warning} role="alert">
            <TriangleAlert size={16} aria-hidden /> {t("desk:forward.empty", { team: team.name })}
          </p>
        )}
        {team && members.length > 0 && people.isKnown && onlineIn(members) === 0 && (
          <p className={classes.warning} role="alert">
            <TriangleAlert size={16} aria-hidden /> {t("desk:forward.nobodyOnline", { team: team.name })}
          </p>
        )}
        {team && isClosedNow(team) && (
          <p className={classes.warning} role="status">
            <TriangleAlert size={16} aria-hidden /> {t("dialogs:forward.closedNow", { team: team.name })}
          </p>
        )}
        {members.length > 0 && (
          <PickList
            label={t("desk:forward.person")}
            placeholder={t("desk:forward.searchPerson")}
            nothing={t("desk:forward.noPerson")}
            value={to.agentId ?? ""}
            choose={(agentId) => change({ agentId: agentId || null, runBot: agentId ? false : to.runBot })}
            items={[
              { id: "", label: t("desk:forward.anyone"), facts: t("desk:forward.anyoneText"), mark: null },
              ...members.map(({ id, name, role }) => ({
                id,
                label: name,
                facts: [t(`common:roles.${role}`), stateText(id)].filter(Boolean).join(" · "),
                mark: <Avatar id={id} name={name} size={30} />,
              })),
            ]}
          />
        )}
        <Extras conversations={conversations} to={to} team={team} change={change} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={!team}>
            {t("desk:forward.ok")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
