import type { Team } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";
import { refreshPeople } from "../queries.ts";
import classes from "./delete-team-dialog.module.css";
import { groupUses, type TeamUse } from "./uses.ts";

/** What leans on the team, so that nobody deletes blindly. */
function Uses({ uses }: { uses: readonly TeamUse[] }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <ul className={classes.uses}>
      {groupUses(uses).map(({ kind, count, labels }) => (
        <li key={kind}>
          <span>{t(`uses.${kind}`, { count })}</span>
          {labels.length > 0 && <small>{labels.join(" · ")}</small>}
        </li>
      ))}
    </ul>
  );
}

function DeleteForm({
  team,
  uses,
  close,
  onDeleted,
}: {
  team: Team;
  uses: readonly TeamUse[];
  close: () => void;
  onDeleted: () => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const { data: teams } = useTeams();
  const choices = (teams ?? []).filter(
    ({ id, kind, active }) => id !== team.id && kind === team.kind && active,
  );
  const [moveTo, setMoveTo] = useState("");
  const [isMissing, setMissing] = useState(false);
  const mustMove = uses.length > 0;
  const remove = useMutation({
    mutationFn: () =>
      api(`/api/teams/${team.id}`, {
        method: "DELETE",
        body: { moveTo: moveTo || null, version: team.version },
      }),
    onSuccess: () => {
      close();
      toast(t("settings:deleteTeam.done", { team: team.name }));
      onDeleted();
      refreshPeople();
    },
    onError: refreshPeople,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(mustMove && moveTo === "");
    if (!mustMove || moveTo !== "") remove.mutate();
  };
  return (
    <form className={parts.dialog} onSubmit={submit} noValidate>
      {mustMove ? (
        <>
          <p>{t("settings:deleteTeam.inUse")}</p>
          <Uses uses={uses} />
          <NativeSelect
            label={t("settings:deleteTeam.moveTo")}
            description={t("settings:deleteTeam.moveToHelp")}
            value={moveTo}
            error={isMissing ? t("settings:deleteTeam.chooseTeam") : undefined}
            onChange={(event) => {
              setMoveTo(event.currentTarget.value);
              setMissing(false);
            }}
            data={[
              { value: "", label: t("settings:deleteTeam.choose") },
              ...choices.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </>
      ) : (
        <p>{t("settings:deleteTeam.unused")}</p>
      )}
      {remove.error && (
        <p role="alert" className={parts.error}>
          {sentenceOf(remove.error)}
        </p>
      )}
      <div className={parts.buttons}>
        <Button variant="default" data-autofocus onClick={close}>
          {t("settings:deleteTeam.keep")}
        </Button>
        <Button type="submit" color="red" loading={remove.isPending}>
          {t("settings:team.delete")}
        </Button>
      </div>
    </form>
  );
}

/** Excluir equipe: what points at it is listed, and another team takes it over. */
export function DeleteTeamDialog({
  team,
  close,
  onDeleted,
}: {
  team: Team;
  close: () => void;
  onDeleted: () => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const { data, error } = useQuery({
    queryKey: ["teams", team.id, "uses"],
    queryFn: async () => (await api<{ items: TeamUse[] }>(`/api/teams/${team.id}/uses`)).items,
    // counts of conversations move by the minute
    gcTime: 0,
  });
  return (
    <Dialog onClose={close} title={t("settings:deleteTeam.title", { team: team.name })}>
      {data ? (
        <DeleteForm team={team} uses={data} close={close} onDeleted={onDeleted} />
      ) : (
        <p role={error ? "alert" : "status"} className={error ? parts.error : undefined}>
          {error ? sentenceOf(error) : t("settings:loading")}
        </p>
      )}
    </Dialog>
  );
}
