import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import parts from "../parts/parts.module.css";
import table from "../parts/table.module.css";
import { refreshPeople, useInvitations, type Invitation } from "../queries.ts";
import classes from "./invitations.module.css";

/** Asks before a link that somebody may have in their mailbox stops working. */
function RevokeDialog({ invitation, close }: { invitation: Invitation; close: () => void }): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const revoke = useMutation({
    mutationFn: () => api(`/api/invitations/${invitation.id}`, { method: "DELETE" }),
    onSuccess: () => {
      close();
      toast(t("settings:invitations.revoked", { email: invitation.email }));
      refreshPeople();
    },
    onError: refreshPeople,
  });
  return (
    <Dialog onClose={close} title={t("settings:invitations.revokeTitle", { email: invitation.email })}>
      <div className={parts.dialog}>
        <p>{t("settings:invitations.revokeText")}</p>
        {revoke.error && (
          <p role="alert" className={parts.error}>
            {sentenceOf(revoke.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("settings:invitations.keep")}
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t("settings:invitations.revoke")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function InvitationRow({
  invitation,
  again,
  revoke,
}: {
  invitation: Invitation;
  again: () => void;
  revoke: () => void;
}): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  const formats = useFormats();
  const { data: teams } = useTeams();
  const names = (teams ?? []).flatMap(({ id, name }) => (invitation.teamIds.includes(id) ? [name] : []));
  const isExpired = invitation.state === "expired";
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <span className={classes.name}>{invitation.name || invitation.email}</span>
          {invitation.name && <span className={table.sub}>{invitation.email}</span>}
        </span>
      </th>
      <td data-label={t("settings:agent.role")}>{t(`common:roles.${invitation.role}`)}</td>
      <td data-label={t("settings:teams.title")}>{names.join(", ") || t("settings:agents.noTeam")}</td>
      <td data-label={t("settings:invitations.until")}>
        <span className={table.withIcon} data-warn={isExpired || undefined}>
          {isExpired ? t("settings:invitations.expired") : formats.full(Date.parse(invitation.expiresAt))}
        </span>
      </td>
      <td className={table.acts}>
        {isExpired && (
          <Button variant="subtle" size="compact-sm" onClick={again}>
            {t("settings:invitations.again")}
            <span className="visually-hidden"> ({invitation.email})</span>
          </Button>
        )}
        <Button variant="subtle" size="compact-sm" onClick={revoke}>
          {t("settings:invitations.revoke")}
          <span className="visually-hidden"> ({invitation.email})</span>
        </Button>
      </td>
    </tr>
  );
}

/** Convites abertos: who was invited and has not come yet. */
export function Invitations({ again }: { again: (invitation: Invitation) => void }): ReactElement | null {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = useInvitations(true);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const open = data?.filter(({ state }) => state === "waiting" || state === "expired") ?? [];
  if (!error && open.length === 0) return null;
  return (
    <section className={classes.invitations} aria-labelledby="invitations">
      <h2 id="invitations">{t("invitations.title")}</h2>
      {error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("invitations.who")}</th>
              <th scope="col">{t("agent.role")}</th>
              <th scope="col">{t("teams.title")}</th>
              <th scope="col">{t("invitations.until")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("acts")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {open.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                again={() => again(invitation)}
                revoke={() => setRevoking(invitation)}
              />
            ))}
          </tbody>
        </table>
      )}
      {revoking && <RevokeDialog invitation={revoking} close={() => setRevoking(null)} />}
    </section>
  );
}
