import type { Agent, AgentAccess as Access } from "@balcao/api";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { queryClient } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { AskDialog } from "../parts/ask-dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";

const keyOf = (id: string) => ["agents", id, "access"] as const;

function ResetTwoStep({ id, name }: Pick<Agent, "id" | "name">): ReactElement {
  const { t } = useTranslation("security");
  const [asks, setAsks] = useState(false);
  return (
    <div>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t("agent.reset")}
      </Button>
      {asks && (
        <AskDialog
          title={t("agent.resetTitle", { name })}
          text={t("agent.resetText", { name })}
          submit={t("agent.reset")}
          run={async () => {
            await api(`/api/agents/${id}/reset-two-step`, { method: "POST" });
            await queryClient.invalidateQueries({ queryKey: keyOf(id) });
            toast(t("agent.wasReset", { name }));
          }}
          close={() => setAsks(false)}
        />
      )}
    </div>
  );
}

function EndSessions({ id, name }: Pick<Agent, "id" | "name">): ReactElement {
  const { t } = useTranslation("security");
  const [asks, setAsks] = useState(false);
  return (
    <div>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t("agent.end")}
      </Button>
      {asks && (
        <AskDialog
          title={t("agent.endTitle", { name })}
          text={t("agent.endText", { name })}
          submit={t("agent.end")}
          run={async () => {
            await api(`/api/agents/${id}/end-sessions`, { method: "POST" });
            await queryClient.invalidateQueries({ queryKey: keyOf(id) });
            toast(t("agent.ended", { name }));
          }}
          close={() => setAsks(false)}
        />
      )}
    </div>
  );
}

/** Where an agent is signed in, and the way to end it: for administrators. */
export function AgentAccess({ agent: { id, name } }: { agent: Agent }): ReactElement {
  const { t } = useTranslation("security");
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(id),
    queryFn: () => api<Access>(`/api/agents/${id}/access`),
    refetchOnMount: "always",
  });
  return (
    <Section title={t("agent.title")}>
      {data ? (
        <>
          <p>
            {t("agent.devices", {
              count: data.devices,
              time: data.seenAt === null ? "" : formats.full(Date.parse(data.seenAt)),
            })}
          </p>
          {data.devices > 0 && <EndSessions id={id} name={name} />}
          {data.hasPassword && <p>{t(data.twoStep ? "agent.twoStepOn" : "agent.twoStepOff")}</p>}
          {data.twoStep && <ResetTwoStep id={id} name={name} />}
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}
