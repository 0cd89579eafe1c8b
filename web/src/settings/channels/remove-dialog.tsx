import type { Channel, ChannelUses } from "@balcao/api";
import { Button, Checkbox } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../parts/loading.tsx";
import parts from "../parts/parts.module.css";
import classes from "./checks.module.css";

const COUNTED = ["conversations", "scheduled", "waiting", "triggers", "autoMessages", "templates"] as const;

/** Why it was refused: Meta's reason as the server tells it, else the sentence of the problem. */
function reasonOf(error: unknown): string {
  const data = error instanceof ApiError ? error.problem?.data : undefined;
  const told = [data?.["sentence"], data?.["repair"]].filter((text) => typeof text === "string");
  return [sentenceOf(error), ...told].join(" ");
}

/** What stops, each with how much of it there is; what there is nothing of is not named. */
function Stops({ uses }: { uses: ChannelUses }): ReactElement {
  const { t } = useTranslation("channels");
  return (
    <>
      <p>{t("remove.stops")}</p>
      <ul className={classes.stops}>
        {COUNTED.filter((what) => uses[what] > 0).map((what) => (
          <li key={what}>{t(`remove.${what}`, { count: uses[what] })}</li>
        ))}
        <li>{t("remove.incoming")}</li>
      </ul>
      <p>{t("remove.stays")}</p>
    </>
  );
}

type Props = { channel: Channel; close: () => void };

/** Desconectar número: names what stops and what stays, and what Meta can be asked to undo. */
export function RemoveDialog({ channel, close }: Props): ReactElement {
  const { t } = useTranslation(["channels", "common"]);
  const navigate = useNavigate();
  const [unsubscribe, setUnsubscribe] = useState(false);
  const [deregister, setDeregister] = useState(false);
  const { data: uses, error } = useQuery({
    queryKey: [...keys.channels, "uses", channel.id],
    queryFn: () => api<ChannelUses>(`/api/channels/${channel.id}/uses`),
    refetchOnMount: "always",
  });
  const removal = useMutation({
    mutationFn: () =>
      api(`/api/channels/${channel.id}/remove`, {
        method: "POST",
        body: { unsubscribe, deregister, version: channel.version },
      }),
    async onSuccess() {
      toast(t("channels:remove.done", { name: channel.name }));
      await navigate({ to: "/settings/channels" });
      await queryClient.invalidateQueries({ queryKey: keys.channels });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (uses) removal.mutate();
  };
  const refused = removal.error ?? error;
  return (
    <Dialog title={t("channels:remove.title", { name: channel.name })} onClose={close}>
      <form className={parts.dialog} onSubmit={submit}>
        {uses ? <Stops uses={uses} /> : !error && <Loading />}
        {uses && (
          <>
            <Checkbox
              label={t("channels:remove.unsubscribe")}
              description={t(
                uses.sharesAccount ? "channels:remove.unsubscribeShared" : "channels:remove.unsubscribeHelp",
              )}
              disabled={uses.sharesAccount}
              checked={unsubscribe}
              onChange={(event) => setUnsubscribe(event.currentTarget.checked)}
            />
            <Checkbox
              label={t("channels:remove.deregister")}
              description={t("channels:remove.deregisterHelp")}
              checked={deregister}
              onChange={(event) => setDeregister(event.currentTarget.checked)}
            />
          </>
        )}
        <div role="alert" className={classes.told}>
          {refused && <p className={classes.refused}>{reasonOf(refused)}</p>}
        </div>
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            {t("channels:remove.keep")}
          </Button>
          <Button type="submit" color="red" disabled={!uses} loading={removal.isPending}>
            {t("channels:remove.do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
