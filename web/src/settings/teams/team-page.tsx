import type { Team } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { hasRole, useAgents, useSelf, useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { keepTeam } from "../queries.ts";
import { DeleteTeamDialog } from "./delete-team-dialog.tsx";
import { TeamForm } from "./team-form.tsx";

/** + Nova Equipe > WhatsApp. */
export function NewTeamPage(): ReactElement {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const { data: agents, error, refetch } = useAgents();
  const [created, setCreated] = useState<Team | null>(null);
  useEffect(() => {
    // after the form has seen that nothing is unsaved any more
    if (created) void navigate({ to: "/settings/teams/$id", params: { id: created.id }, replace: true });
  }, [created, navigate]);
  return (
    <>
      <PageHead
        title={t("team.new")}
        lead={t("team.newLead")}
        back={{ to: "/settings/teams", label: t("teams.title") }}
      />
      {agents ? (
        <TeamForm
          team={null}
          agents={agents}
          readOnly={false}
          cancel={() => void navigate({ to: "/settings/teams" })}
          onSaved={(team) => {
            keepTeam(team);
            toast(t("team.created", { team: team.name }));
            setCreated(team);
          }}
        />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function ExistingTeam({ team }: { team: Team }): ReactElement {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const { data: agents } = useAgents();
  const readOnly = !hasRole(useSelf(), "administrator");
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <PageHead
        title={team.name}
        lead={[t(`kinds.${team.kind}`), ...(team.firstContact ? [t("teams.firstContact")] : [])].join(" · ")}
        back={{ to: "/settings/teams", label: t("teams.title") }}
      >
        {!readOnly && (
          <Button
            variant="default"
            color="red"
            leftSection={<Trash2 size={16} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            {t("team.delete")}
          </Button>
        )}
      </PageHead>
      <TeamForm
        key={team.id}
        team={team}
        agents={agents ?? []}
        readOnly={readOnly}
        cancel={() => undefined}
        onSaved={(saved) => {
          keepTeam(saved);
          toast(t("form.saved"));
        }}
      />
      {isDeleting && (
        <DeleteTeamDialog
          team={team}
          close={() => setDeleting(false)}
          onDeleted={() => void navigate({ to: "/settings/teams", ignoreBlocker: true })}
        />
      )}
    </>
  );
}

/** Configurações > Equipes > one team. */
export function TeamPage(): ReactElement {
  const { t } = useTranslation("settings");
  const { id } = useParams({ from: "/desk/settings/teams/$id" });
  const { data: teams, error, refetch } = useTeams();
  const { data: agents } = useAgents();
  const team = teams?.find((other) => other.id === id);
  if (team && agents) return <ExistingTeam team={team} />;
  const back = { to: "/settings/teams", label: t("teams.title") } as const;
  return (
    <>
      <PageHead title={team?.name ?? t("team.one")} back={back} />
      {error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : teams && !team ? (
        <Notice title={t("team.gone")}>{t("team.goneText")}</Notice>
      ) : (
        <Loading />
      )}
    </>
  );
}
