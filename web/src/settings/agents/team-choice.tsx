import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useTeams } from "../../lib/queries.ts";
import { CheckList } from "../parts/check-list.tsx";
import table from "../parts/table.module.css";

type Props = { value: readonly string[]; change: (teamIds: string[]) => void };

/** The teams somebody works in. */
export function TeamChoice({ value, change }: Props): ReactElement {
  const { t } = useTranslation("settings");
  const { data: teams } = useTeams();
  return (
    <CheckList
      label={t("agent.teams")}
      help={t("agent.teamsHelp")}
      searchLabel={t("teams.search")}
      nothing={t("teams.none")}
      path="teamIds"
      chosen={value}
      choose={(teamIds) => change(teamIds.sort())}
      items={(teams ?? [])
        .filter(({ id, active }) => active || value.includes(id))
        .map(({ id, name, color, kind, active, memberIds }) => ({
          id,
          label: name,
          facts: [
            t(`kinds.${kind}`),
            t("teams.memberCount", { count: memberIds.length }),
            ...(active ? [] : [t("teams.inactive")]),
          ].join(" · "),
          isOff: !active,
          mark: <i className={table.dot} style={{ background: color }} />,
        }))}
    />
  );
}
