import type { ConversationRow } from "@balcao/api";
import { PRIORITIES } from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useAgents, useTeams } from "../lib/queries.ts";

type Common = { disabled?: boolean };

/** Any team that works, of either kind. */
export function TeamChoice({
  value,
  choose,
  ...rest
}: Common & { value: string; choose: (teamId: string) => void }): ReactElement {
  const { t } = useTranslation("tickets");
  const { data: teams } = useTeams();
  return (
    <NativeSelect
      {...rest}
      label={t("field.team")}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      data={(teams ?? [])
        .filter(({ id, active }) => active || id === value)
        .map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

/** Who works in the team, or oversees; or nobody yet. */
export function AgentChoice({
  value,
  teamId,
  choose,
  ...rest
}: Common & {
  value: string | null;
  teamId: string;
  choose: (agentId: string | null) => void;
}): ReactElement {
  const { t } = useTranslation("tickets");
  const { data: agents } = useAgents();
  const able = (agents ?? []).filter(
    ({ id, active, role, teamIds }) =>
      id === value || (active && (role !== "agent" || teamIds.includes(teamId))),
  );
  return (
    <NativeSelect
      {...rest}
      label={t("field.agent")}
      value={value ?? ""}
      onChange={(event) => choose(event.currentTarget.value || null)}
      data={[{ value: "", label: t("nobody") }, ...able.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}

type Priority = ConversationRow["priority"];

export function PriorityChoice({
  value,
  choose,
  ...rest
}: Common & { value: Priority; choose: (priority: Priority) => void }): ReactElement {
  const { t } = useTranslation(["tickets", "desk"]);
  return (
    <NativeSelect
      {...rest}
      label={t("tickets:field.priority")}
      value={String(value)}
      onChange={(event) => {
        const chosen = PRIORITIES.find((priority) => String(priority) === event.currentTarget.value);
        if (chosen !== undefined) choose(chosen);
      }}
      data={PRIORITIES.map((priority) => ({
        value: String(priority),
        label: t(`desk:priority.${priority}`),
      }))}
    />
  );
}
