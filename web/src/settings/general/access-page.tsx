import type { AccessSettings } from "@balcao/api";
import { Stack, Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api, sentenceOf } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import { GeneralFrame } from "./general-frame.tsx";

const KEY = ["settings", "access"] as const;

function TwoStepForAll({ settings }: { settings: AccessSettings }): ReactElement {
  const { t } = useTranslation("security");
  const save = useMutation({
    mutationFn: (twoStepRequired: boolean) =>
      api<AccessSettings>("/api/settings/access", { method: "PUT", body: { twoStepRequired } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(KEY, saved);
      toast(t(saved.twoStepRequired ? "access.on" : "access.off"));
    },
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
  });
  return (
    <>
      <Switch
        label={t("access.require")}
        description={t("access.requireHelp")}
        checked={save.isPending ? save.variables : settings.twoStepRequired}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
      <p>{t("access.count", { count: settings.people, protected: settings.protected })}</p>
    </>
  );
}

/** Configurações Gerais do Sistema > Acesso: what the company asks for at sign-in. */
export function AccessPage(): ReactElement {
  const { t } = useTranslation("security");
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: () => api<AccessSettings>("/api/settings/access"),
    refetchOnMount: "always",
  });
  return (
    <GeneralFrame>
      <Stack maw={760}>
        <Section title={t("access.title")}>
          {data ? (
            <TwoStepForAll settings={data} />
          ) : error ? (
            <ErrorNotice error={error} retry={() => void refetch()} />
          ) : (
            <Loading />
          )}
        </Section>
      </Stack>
    </GeneralFrame>
  );
}
