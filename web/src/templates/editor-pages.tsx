import type { TemplateList, TemplateView } from "@balcao/api";
import { draftOf, EMPTY_DRAFT, formatPhone, type TemplateDraft } from "@balcao/core";
import { NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import parts from "../settings/parts/parts.module.css";
import { createTemplate, editTemplate } from "./commands.ts";
import { TemplateForm } from "./editor/template-form.tsx";
import { useTemplates } from "./queries.ts";

/** The list once it is there, or what stands in its place. */
export function WithTemplates({ children }: { children: (list: TemplateList) => ReactNode }): ReactElement {
  const { data: list, error, refetch } = useTemplates();
  if (list) return <>{children(list)}</>;
  return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Loading />;
}

export function useTemplatesBack(): { to: "/settings/templates"; label: string } {
  const { t } = useTranslation("templates");
  return { to: "/settings/templates", label: t("title") };
}

/** Leads to a template's page once the form has seen that nothing is unsaved any more. */
function useLeave(): (template: TemplateView) => void {
  const navigate = useNavigate();
  const [saved, setSaved] = useState<TemplateView | null>(null);
  useEffect(() => {
    if (saved) void navigate({ to: "/settings/templates/$id", params: { id: saved.id }, replace: true });
  }, [saved, navigate]);
  return setSaved;
}

function NewTemplate({ list, from }: { list: TemplateList; from: TemplateView | null }): ReactElement {
  const { t } = useTranslation(["templateEditor", "templates"]);
  const navigate = useNavigate();
  const leave = useLeave();
  const accounts = list.accounts.filter((account) => account.wabaId !== "");
  const [wabaId, setWabaId] = useState(from?.wabaId ?? accounts[0]?.wabaId ?? "");
  const [begin] = useState<TemplateDraft>(() => (from ? { ...draftOf(from), name: "" } : EMPTY_DRAFT));
  if (accounts.length === 0)
    return <Notice title={t("templateEditor:noNumber")}>{t("templateEditor:noNumberText")}</Notice>;
  return (
    <TemplateForm
      template={null}
      begin={begin}
      wabaId={wabaId}
      taken={(name, language) =>
        list.items.some((one) => one.wabaId === wabaId && one.name === name && one.language === language)
      }
      save={(draft) => createTemplate(wabaId, draft, from?.id ?? null)}
      onSaved={(template) => {
        toast(t("templateEditor:sent", { name: template.name }));
        leave(template);
      }}
      cancel={() => void navigate({ to: "/settings/templates" })}
    >
      {accounts.length > 1 ? (
        <NativeSelect
          className={parts.short}
          label={t("templateEditor:number")}
          value={wabaId}
          data={accounts.map((account) => ({
            value: account.wabaId,
            label: account.channels
              .map(({ name, displayPhone }) => `${name} · ${formatPhone(displayPhone)}`)
              .join(", "),
          }))}
          onChange={(event) => setWabaId(event.currentTarget.value)}
        />
      ) : null}
    </TemplateForm>
  );
}

/** + Novo template, from nothing or as a copy of another. */
export function NewTemplatePage(): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { from } = useSearch({ from: "/desk/settings/templates/new" });
  return (
    <>
      <PageHead title={t("new")} lead={t("newLead")} back={useTemplatesBack()} />
      <WithTemplates>
        {(list) => (
          <NewTemplate key={from ?? ""} list={list} from={list.items.find(({ id }) => id === from) ?? null} />
        )}
      </WithTemplates>
    </>
  );
}

function EditTemplate({ template }: { template: TemplateView }): ReactElement {
  const { t } = useTranslation("templateEditor");
  const navigate = useNavigate();
  const leave = useLeave();
  const { id } = template;
  return (
    <TemplateForm
      template={template}
      begin={EMPTY_DRAFT}
      wabaId={template.wabaId}
      taken={() => false}
      save={(draft) => editTemplate(id, draft)}
      onSaved={(saved) => {
        toast(t("sent", { name: saved.name }));
        leave(saved);
      }}
      cancel={() => void navigate({ to: "/settings/templates/$id", params: { id } })}
    />
  );
}

/** An own template taken up again; it goes to review once more. */
export function EditTemplatePage(): ReactElement {
  const { t } = useTranslation("templateEditor");
  const { id } = useParams({ from: "/desk/settings/templates/$id/edit" });
  const { data: list } = useTemplates();
  const name = list?.items.find((one) => one.id === id)?.name;
  return (
    <>
      <PageHead
        title={name ? t("edit", { name }) : t("editOne")}
        lead={t("editLead")}
        back={useTemplatesBack()}
      />
      <WithTemplates>
        {({ items }) => {
          const template = items.find((one) => one.id === id);
          return template ? (
            <EditTemplate key={template.id} template={template} />
          ) : (
            <Notice title={t("gone")}>{t("goneText")}</Notice>
          );
        }}
      </WithTemplates>
    </>
  );
}
