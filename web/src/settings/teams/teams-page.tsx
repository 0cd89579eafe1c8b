import type { Team } from "@balcao/api";
import { fold } from "@balcao/core";
import { Button, Menu } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronDown, MessageCircle, Plus, Star, TriangleAlert, UsersRound } from "lucide-react";
import { useDeferredValue, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useAgents, useSelf, useTeams } from "../../lib/queries.ts";
import { describeHours } from "../parts/hours.ts";
import { ListFrame } from "../parts/list-frame.tsx";
import { People } from "../parts/people.tsx";
import { SearchField } from "../parts/search-field.tsx";
import table from "../parts/table.module.css";

/** + Nova Equipe: asks for the kind first. */
function NewTeamMenu(): ReactElement {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false} width={260}>
      <Menu.Target>
        <Button
          leftSection={<Plus size={16} aria-hidden />}
          rightSection={<ChevronDown size={16} aria-hidden />}
        >
          {t("team.new")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<MessageCircle size={18} aria-hidden />}
          onClick={() => void navigate({ to: "/settings/teams/new" })}
        >
          {t("kinds.whatsapp")}
          <small className={table.hint}>{t("kinds.whatsappText")}</small>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function EntryTrigger({ team }: { team: Team }): ReactElement {
  const { t } = useTranslation("settings");
  if (team.entryTrigger)
    return (
      <span className={table.withIcon}>
        <Star size={14} aria-hidden /> {team.entryTrigger}
      </span>
    );
  // new conversations start there by a message, not by being handed over
  if (team.firstContact) return <span className={table.faint}>{t("teams.noneNeeded")}</span>;
  return (
    <span className={table.withIcon} data-warn>
      <TriangleAlert size={14} aria-hidden /> {t("teams.noEntryTrigger")}
    </span>
  );
}

function TeamRow({ team, names }: { team: Team; names: ReadonlyMap<string, string> }): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const formats = useFormats();
  const members = team.memberIds.map((id) => ({ id, name: names.get(id) ?? "" }));
  return (
    <tr data-off={!team.active || undefined}>
      <th scope="row" aria-label={team.name}>
        <i className={table.dot} style={{ background: team.color }} aria-hidden />
        <span className={table.main}>
          <Link to="/settings/teams/$id" params={{ id: team.id }} className={table.link}>
            {team.name}
          </Link>
          <span className={table.tags}>
            <span>{t(`kinds.${team.kind}`)}</span>
            {team.firstContact && <span data-tone="accent">{t("teams.firstContact")}</span>}
            {!team.active && <span data-tone="off">{t("teams.inactive")}</span>}
          </span>
        </span>
      </th>
      <td data-label={t("teams.members")}>
        <People people={members} />
      </td>
      <td data-label={t("teams.open")} className={table.number}>
        <Link to="/conversations" search={{ team: team.id }} className={table.over}>
          {formats.number(team.openConversations)}{" "}
          <span className="visually-hidden">
            {t("teams.openIn", { count: team.openConversations, team: team.name })}
          </span>
        </Link>
      </td>
      <td data-label={t("teams.entryTrigger")}>
        <EntryTrigger team={team} />
      </td>
      <td data-label={t("teams.hours")} className={table.wide}>
        {team.businessHours
          ? describeHours(team.businessHours, i18n.language) || t("hours.closed")
          : t("team.accountHours")}
      </td>
    </tr>
  );
}

function TeamTable({ teams }: { teams: readonly Team[] }): ReactElement {
  const { t } = useTranslation("settings");
  const { data: agents } = useAgents();
  const names = new Map((agents ?? []).map(({ id, name }) => [id, name]));
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t("teams.name")}</th>
          <th scope="col">{t("teams.members")}</th>
          <th scope="col" className={table.number}>
            {t("teams.open")}
          </th>
          <th scope="col">{t("teams.entryTrigger")}</th>
          <th scope="col" className={table.wide}>
            {t("teams.hours")}
          </th>
        </tr>
      </thead>
      <tbody>
        {teams.map((team) => (
          <TeamRow key={team.id} team={team} names={names} />
        ))}
      </tbody>
    </table>
  );
}

/** Configurações > Equipes: all teams of the account. */
export function TeamsPage(): ReactElement {
  const { t } = useTranslation("settings");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const all = useTeams();
  const [query, setQuery] = useState("");
  const wanted = fold(useDeferredValue(query));
  return (
    <ListFrame
      title={t("teams.title")}
      lead={t("teams.lead")}
      acts={isAdministrator && <NewTeamMenu />}
      query={all}
      icon={UsersRound}
      empty={t("teams.empty")}
      emptyText={t("teams.emptyText")}
    >
      {(teams) => {
        const shown = teams.filter(({ name, description }) =>
          fold(`${name} ${description}`).includes(wanted),
        );
        return (
          <>
            <SearchField
              label={t("teams.search")}
              value={query}
              change={setQuery}
              found={t("teams.count", { count: shown.length })}
            />
            {shown.length > 0 && <TeamTable teams={shown} />}
          </>
        );
      }}
    </ListFrame>
  );
}
