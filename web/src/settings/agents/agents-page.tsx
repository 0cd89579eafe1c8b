import type { Agent } from "@balcao/api";
import { fold } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link } from "@tanstack/react-router";
import { UserPlus } from "lucide-react";
import { useDeferredValue, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { ErrorNotice } from "../../app/page-states.tsx";
import { hasRole, useAgents, useSelf, useTeams } from "../../lib/queries.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { SearchField } from "../parts/search-field.tsx";
import table from "../parts/table.module.css";
import { Invitations } from "./invitations.tsx";
import { InviteDialog, NOBODY, type InviteValues } from "./invite-dialog.tsx";

function State({ isActive }: { isActive: boolean }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <span className={table.tags}>
      <span data-tone={isActive ? undefined : "off"}>
        {t(isActive ? "agents.isActive" : "agents.inactive")}
      </span>
    </span>
  );
}

function AgentRow({ agent, teamNames }: { agent: Agent; teamNames: string }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const isSelf = useSelf().agent.id === agent.id;
  return (
    <tr data-off={!agent.active || undefined}>
      <th scope="row">
        <Avatar id={agent.id} name={agent.name} size={34} />
        <span className={table.main} data-face>
          <span className={table.tags}>
            <Link to="/settings/agents/$id" params={{ id: agent.id }} className={table.link}>
              {agent.name}
            </Link>
            {isSelf && <span data-tone="accent">{t("settings:agents.you")}</span>}
          </span>
          <span className={table.sub}>{agent.email}</span>
        </span>
      </th>
      <td data-label={t("settings:agent.role")}>{t(`common:roles.${agent.role}`)}</td>
      <td data-label={t("settings:teams.title")}>{teamNames || t("settings:agents.noTeam")}</td>
      <td data-label={t("settings:agents.state")}>
        <State isActive={agent.active} />
      </td>
    </tr>
  );
}

function AgentTable({ agents }: { agents: readonly Agent[] }): ReactElement {
  const { t } = useTranslation("settings");
  const { data: teams } = useTeams();
  const namesOf = (agent: Agent): string =>
    (teams ?? []).flatMap(({ id, name }) => (agent.teamIds.includes(id) ? [name] : [])).join(", ");
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t("agents.name")}</th>
          <th scope="col">{t("agent.role")}</th>
          <th scope="col">{t("teams.title")}</th>
          <th scope="col">{t("agents.state")}</th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} teamNames={namesOf(agent)} />
        ))}
      </tbody>
    </table>
  );
}

/** Configurações > Atendentes: who works here, and who is invited. */
export function AgentsPage(): ReactElement {
  const { t } = useTranslation("settings");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const { data: agents, error, refetch } = useAgents();
  const [query, setQuery] = useState("");
  const [inviting, setInviting] = useState<InviteValues | null>(null);
  const wanted = fold(useDeferredValue(query));
  const shown = agents?.filter(({ name, email }) => fold(`${name} ${email}`).includes(wanted));
  return (
    <>
      <PageHead title={t("agents.title")} lead={t("agents.lead")}>
        {isAdministrator && (
          <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setInviting(NOBODY)}>
            {t("invite.open")}
          </Button>
        )}
      </PageHead>
      {shown ? (
        <>
          <SearchField
            label={t("agents.search")}
            value={query}
            change={setQuery}
            found={t("agents.count", { count: shown.length })}
          />
          {shown.length > 0 && <AgentTable agents={shown} />}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {isAdministrator && (
        <Invitations
          again={({ name, email, role, teamIds }) => setInviting({ name, email, role, teamIds })}
        />
      )}
      {inviting && <InviteDialog initial={inviting} close={() => setInviting(null)} />}
    </>
  );
}
