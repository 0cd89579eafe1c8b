import type { TemplateList, TemplateView } from "@balcao/api";
import { fold, formatPhone } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate } from "@tanstack/react-router";
import { FileText, Plus, RefreshCw, TriangleAlert } from "lucide-react";
import { useDeferredValue, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import { SearchField } from "../settings/parts/search-field.tsx";
import table from "../settings/parts/table.module.css";
import { readTemplatesAgain, useTemplates } from "./queries.ts";
import { StoppedNotice } from "./stopped-notice.tsx";
import classes from "./templates-page.module.css";
import { useWords } from "./words.ts";

/** Longer than a reading lasts when Meta answers; then the button can be pressed again. */
const PATIENCE_MS = 20_000;

const stamps = (list: TemplateList): string =>
  list.accounts.map(({ syncedAt, problem }) => `${syncedAt ?? ""}${problem ?? ""}`).join(" ");

/** Has the list read again; busy until a newer one is there. */
function SyncButton({ list }: { list: TemplateList }): ReactElement {
  const { t } = useTranslation("templates");
  const [asked, setAsked] = useState<string | null>(null);
  const now = stamps(list);
  useEffect(() => {
    if (asked === null) return;
    const timer = setTimeout(() => setAsked(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  const isBusy = asked === now;
  const ask = (): void => {
    setAsked(now);
    readTemplatesAgain().catch((error: unknown) => {
      setAsked(null);
      toast(sentenceOf(error), { tone: "error" });
    });
  };
  return (
    <Button
      variant="default"
      leftSection={<RefreshCw size={16} aria-hidden />}
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={ask}
    >
      {t(isBusy ? "syncing" : "sync")}
    </Button>
  );
}

/** When each number's templates were read, and why not since. */
function Synced({ list }: { list: TemplateList }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const formats = useFormats();
  return (
    <ul className={classes.accounts}>
      {list.accounts.map(({ wabaId, channels, syncedAt, problem }) => (
        <li key={wabaId}>
          <span>
            {channels.map(({ name, displayPhone }) => `${name} · ${formatPhone(displayPhone)}`).join(", ")}
          </span>
          <span>
            {syncedAt === null
              ? t("list.never")
              : t("list.synced", { time: formats.full(Date.parse(syncedAt)) })}
          </span>
          {problem !== null && (
            <span className={table.withIcon} data-warn role="status">
              <TriangleAlert size={14} aria-hidden /> {words.problem(problem)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Row({ template }: { template: TemplateView }): ReactElement {
  const { t } = useTranslation("templates");
  const words = useWords();
  const { status, reason, quality, coming, unsendable } = template;
  return (
    <tr>
      <th scope="row" aria-label={template.name}>
        <span className={classes.name}>
          <Link to="/settings/templates/$id" params={{ id: template.id }} className={table.link}>
            {template.name}
          </Link>
          <span className={table.sub}>{template.body}</span>
        </span>
      </th>
      <td data-label={t("list.status")}>
        <span className={classes.status}>
          <span className={classes.chip} data-status={status}>
            {words.status(status)}
          </span>
          {reason !== null && <span className={table.sub}>{words.reason(reason)}</span>}
          {unsendable.length > 0 && (
            <span className={table.sub}>{t("list.unsendable", { part: unsendable.join(", ") })}</span>
          )}
        </span>
      </td>
      <td data-label={t("list.category")}>
        <span className={classes.status}>
          {words.category(template.category)}
          {coming !== null && (
            <span className={table.sub}>
              {t("list.coming", { category: words.category(coming.category) })}
            </span>
          )}
        </span>
      </td>
      <td data-label={t("list.language")}>{words.language(template.language)}</td>
      <td data-label={t("list.quality")}>
        {quality === null ? t("list.noQuality") : words.quality(quality)}
      </td>
    </tr>
  );
}

function Table({ templates }: { templates: readonly TemplateView[] }): ReactElement {
  const { t } = useTranslation("templates");
  return (
    <table className={table.table}>
      <thead>
        <tr>
          {(["name", "status", "category", "language", "quality"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`list.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {templates.map((template) => (
          <Row key={template.id} template={template} />
        ))}
      </tbody>
    </table>
  );
}

/** Configurações > Conversas > Template de Envio de Mensagens WhatsApp: what Meta has approved, refused or paused. */
export function TemplatesPage(): ReactElement {
  const { t } = useTranslation("templates");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const navigate = useNavigate();
  const { data: list, error, refetch } = useTemplates();
  const [query, setQuery] = useState("");
  const wanted = fold(useDeferredValue(query));
  const shown = list?.items.filter(({ name, body }) => fold(`${name} ${body}`).includes(wanted)) ?? [];
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        {isAdministrator && list && <SyncButton list={list} />}
        {isAdministrator && (
          <Button
            leftSection={<Plus size={16} aria-hidden />}
            onClick={() => void navigate({ to: "/settings/templates/new" })}
          >
            {t("new")}
          </Button>
        )}
      </PageHead>
      {!list ? (
        error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <>
          <StoppedNotice />
          <Synced list={list} />
          {list.items.length === 0 ? (
            <Notice icon={<FileText size={24} aria-hidden />} title={t("list.empty")}>
              {t("list.emptyText")}
            </Notice>
          ) : (
            <>
              <SearchField
                label={t("list.search")}
                value={query}
                change={setQuery}
                found={t("list.count", { count: shown.length })}
              />
              {shown.length > 0 && <Table templates={shown} />}
            </>
          )}
        </>
      )}
    </>
  );
}
