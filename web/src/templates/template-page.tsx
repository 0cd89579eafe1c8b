import type { TemplateList, TemplateView } from "@balcao/api";
import { editRight, renderTemplate, templateUnusable, unwritable } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Copy, Pencil, Play, Trash2 } from "lucide-react";
import { useState, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { Notice } from "../app/page-states.tsx";
import { sentenceOf } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { toast } from "../lib/toast.ts";
import { Caution } from "../settings/parts/caution.tsx";
import { PageHead, Section } from "../settings/parts/page-head.tsx";
import parts from "../settings/parts/parts.module.css";
import { AboutForm } from "./about-form.tsx";
import { CategoryChange } from "./category-change.tsx";
import { deleteTemplate, unpauseTemplate } from "./commands.ts";
import { useTemplatesBack, WithTemplates } from "./editor-pages.tsx";
import { MessagePreview } from "./message-preview.tsx";
import classes from "./template-page.module.css";
import list from "./templates-page.module.css";
import { UsesList } from "./uses-list.tsx";
import { usesOf, useTemplateUses, type TemplateUse } from "./uses.ts";
import { useWords } from "./words.ts";

/** Where appeals are made: Meta has no other way. */
const MANAGER = "https://business.facebook.com/wa/manage/message-templates/";

const told = (error: unknown): number => toast(sentenceOf(error), { tone: "error" });

/** Why it cannot be edited now; null when it can. */
function useEditBar(template: TemplateView): string | null {
  const { t } = useTranslation("templates");
  const words = useWords();
  const formats = useFormats();
  const foreign = unwritable(template);
  if (foreign.length > 0) return t("own.elsewhere", { part: foreign.join(", ") });
  const right = editRight(template.status, template.edits.map(Date.parse), serverNow());
  if (right.may) return null;
  return right.because === "limit"
    ? t("own.limit", { time: formats.full(right.until) })
    : t("own.state", { status: words.status(template.status).toLowerCase() });
}

function DeleteDialog({
  template,
  uses,
  close,
}: {
  template: TemplateView;
  uses: readonly TemplateUse[];
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["templates", "common"]);
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await deleteTemplate(template.id);
      close();
      toast(t("templates:own.deleting", { name: template.name }));
    } catch (error) {
      setBusy(false);
      told(error);
    }
  };
  return (
    <Dialog onClose={close} title={t("templates:own.deleteTitle", { name: template.name })}>
      <p className={parts.dialogText}>{t("templates:own.deleteText")}</p>
      {uses.length > 0 && (
        <>
          <p className={parts.dialogText}>
            <strong>{t("templates:own.deleteUses")}</strong>
          </p>
          <UsesList uses={uses} />
        </>
      )}
      <div className={parts.buttons}>
        <Button variant="default" data-autofocus onClick={close}>
          {t("templates:own.keep")}
        </Button>
        <Button color="red" loading={busy} onClick={() => void remove()}>
          {t("templates:own.delete")}
        </Button>
      </div>
    </Dialog>
  );
}

function Acts({ template, uses }: { template: TemplateView; uses: readonly TemplateUse[] }): ReactElement {
  const { t } = useTranslation("templates");
  const navigate = useNavigate();
  const bar = useEditBar(template);
  const [isDeleting, setDeleting] = useState(false);
  const { id, status } = template;
  const isGoing = status === "PENDING_DELETION" || status === "DELETED";
  return (
    <>
      {status === "PAUSED" && (
        <Button
          variant="default"
          leftSection={<Play size={16} aria-hidden />}
          onClick={() => void unpauseTemplate(id).then(() => toast(t("own.unpaused")), told)}
        >
          {t("own.unpause")}
        </Button>
      )}
      {unwritable(template).length === 0 && (
        <Button
          variant="default"
          leftSection={<Copy size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/settings/templates/new", search: { from: id } })}
        >
          {t("own.copy")}
        </Button>
      )}
      {!isGoing && (
        <Button
          variant="default"
          color="red"
          leftSection={<Trash2 size={16} aria-hidden />}
          onClick={() => setDeleting(true)}
        >
          {t("own.delete")}
        </Button>
      )}
      <Button
        leftSection={<Pencil size={16} aria-hidden />}
        disabled={bar !== null}
        aria-describedby={bar === null ? undefined : "edit-bar"}
        onClick={() => void navigate({ to: "/settings/templates/$id/edit", params: { id } })}
      >
        {t("own.edit")}
      </Button>
      {isDeleting && <DeleteDialog template={template} uses={uses} close={() => setDeleting(false)} />}
    </>
  );
}

/** What Meta thinks of it now. */
function State({ template, syncedAt }: { template: TemplateView; syncedAt: string | null }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const formats = useFormats();
  const { status, reason, detail, quality, category, coming, language } = template;
  const facts = [
    [t("list.category"), words.category(category)],
    [t("list.language"), words.language(language)],
    [t("list.quality"), quality === null ? t("list.noQuality") : words.quality(quality)],
    [t("own.synced"), syncedAt === null ? t("list.never") : formats.full(Date.parse(syncedAt))],
  ] as const;
  return (
    <Section title={t("own.state_title")}>
      <div className={classes.state}>
        <span className={list.chip} data-status={status}>
          {words.status(status)}
        </span>
        {reason !== null && <span>{words.reason(reason)}</span>}
      </div>
      {detail !== null && (
        <p>
          {t("own.metaSays")} <q>{detail}</q>
        </p>
      )}
      {coming !== null && <CategoryChange template={template} coming={coming} />}
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(status === "REJECTED" || status === "DISABLED" || coming !== null) && (
        <p>
          {t("own.appeal")}{" "}
          <a
            href={`${MANAGER}?waba_id=${encodeURIComponent(template.wabaId)}`}
            target="_blank"
            rel="noreferrer"
          >
            {t("own.manager")}
          </a>
        </p>
      )}
    </Section>
  );
}

function Uses({ template, uses }: { template: TemplateView; uses: readonly TemplateUse[] }): ReactElement {
  const { t } = useTranslation("templates");
  const hasStopped = templateUnusable(template).length > 0;
  return (
    <Section title={t("uses.title")} lead={t("uses.lead")}>
      {uses.length === 0 && <p>{t("uses.none")}</p>}
      {hasStopped && uses.length > 0 && <Caution>{t("uses.stopped")}</Caution>}
      {uses.length > 0 && <UsesList uses={uses} />}
    </Section>
  );
}

function Template({ template, all }: { template: TemplateView; all: TemplateList }): ReactElement {
  const { t } = useTranslation("templates");
  const { data } = useTemplateUses();
  const uses = data ? usesOf(data, template) : [];
  const bar = useEditBar(template);
  const isAdministrator = hasRole(useSelf(), "administrator");
  const account = all.accounts.find(({ wabaId }) => wabaId === template.wabaId);
  const places = template.samples;
  return (
    <>
      <PageHead title={template.name} back={useTemplatesBack()}>
        {isAdministrator && <Acts template={template} uses={uses} />}
      </PageHead>
      {isAdministrator && bar !== null && (
        <p id="edit-bar" className={classes.bar}>
          {bar}
        </p>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          <State template={template} syncedAt={account?.syncedAt ?? null} />
          <Uses template={template} uses={uses} />
          <AboutForm key={template.id} template={template} />
        </div>
        <aside className={classes.aside}>
          <h2 className={classes.previewTitle}>{t("own.preview")}</h2>
          <MessagePreview shown={renderTemplate(template, places)} />
        </aside>
      </div>
    </>
  );
}

/** Configurações > Conversas > Template de Envio de Mensagens WhatsApp > one. */
export function TemplatePage(): ReactElement {
  const { t } = useTranslation("templates");
  const { id } = useParams({ from: "/desk/settings/templates/$id" });
  const back = useTemplatesBack();
  return (
    <WithTemplates>
      {(all) => {
        const template = all.items.find((one) => one.id === id);
        return template ? (
          <Template template={template} all={all} />
        ) : (
          <>
            <PageHead title={t("own.one")} back={back} />
            <Notice title={t("own.gone")}>
              {t("own.goneText")} <Link to="/settings/templates">{t("title")}</Link>
            </Notice>
          </>
        );
      }}
    </WithTemplates>
  );
}
