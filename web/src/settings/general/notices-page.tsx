import type { PushMaker, PushSettingsView } from "@balcao/api";
import { Checkbox, Stack, Switch } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { api } from "../../lib/api.ts";
import { hasRole, queryClient, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { FormFrame } from "../parts/form-frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page-head.tsx";
import { useEditor, type Errors } from "../parts/use-editor.ts";
import { PUSH_SETTINGS, usePushSettings } from "../queries.ts";
import { GeneralFrame } from "./general-frame.tsx";

type Values = { enabled: boolean; makers: PushMaker[] };
const MAKERS: readonly PushMaker[] = ["google", "mozilla", "apple", "microsoft"];

const keep = (settings: PushSettingsView): void => void queryClient.setQueryData(PUSH_SETTINGS, settings);

function NoticesForm({ saved }: { saved: PushSettingsView }): ReactElement {
  const { t } = useTranslation("settings");
  const readOnly = !hasRole(useSelf(), "administrator");
  const editor = useEditor<PushSettingsView, Values>({
    saved,
    valuesOf: ({ enabled, makers }) => ({ enabled, makers }),
    validate: ({ enabled, makers }): Errors =>
      enabled && makers.length === 0 ? { makers: t("push.makersRequired") } : ({} as Errors),
    save: (values, from) =>
      api<PushSettingsView>("/api/settings/push", {
        method: "PUT",
        body: { ...values, version: from?.version ?? saved.version },
      }),
    onSaved: (settings) => {
      keep(settings);
      toast(t("form.saved"));
    },
    onConflict: (current) => keep(current as PushSettingsView),
  });
  const { values, change, errors } = editor;
  const fieldName = (field: string): string => t(field === "enabled" ? "push.enabled" : "push.makers");
  return (
    <FormFrame
      editor={editor}
      readOnly={readOnly}
      fieldName={fieldName}
      pathName={() => ""}
      fieldText={(field, { enabled, makers }) =>
        field === "enabled"
          ? t(enabled ? "on" : "off")
          : makers.map((maker) => t(`push.${maker}`)).join(", ") || t("push.none")
      }
    >
      <Section title={t("push.title")} lead={t("push.lead")}>
        <Switch
          label={t("push.enabled")}
          description={t(values.enabled ? "push.enabledOn" : "push.enabledOff")}
          disabled={readOnly}
          checked={values.enabled}
          onChange={(event) => {
            const enabled = event.currentTarget.checked;
            // who allows it for the first time most likely means everybody's browser, and sees which those are
            change({ enabled, makers: enabled && values.makers.length === 0 ? [...MAKERS] : values.makers });
          }}
        />
        {values.enabled && (
          <Checkbox.Group
            label={t("push.makers")}
            description={t("push.makersEffect")}
            data-path="makers"
            error={errors["makers"]}
            value={values.makers}
            onChange={(chosen) => change({ makers: MAKERS.filter((maker) => chosen.includes(maker)) })}
          >
            <Stack gap="sm" mt="xs">
              {MAKERS.map((maker) => (
                <Checkbox
                  key={maker}
                  value={maker}
                  disabled={readOnly}
                  label={t(`push.${maker}`)}
                  description={saved.hosts[maker].join(", ")}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
      </Section>
    </FormFrame>
  );
}

/** Configurações Gerais do Sistema > Avisos: may anything leave for the browsers' makers, and for which of them. */
export function NoticesPage(): ReactElement {
  useTranslation("settings");
  const { data, error, refetch } = usePushSettings();
  return (
    <GeneralFrame>
      {data ? (
        <NoticesForm saved={data} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </GeneralFrame>
  );
}
