import type { TemplateList } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FileText, Plus, RefreshCw, TriangleAlert } from "lucide-react";
import { useCallback, useEffect, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { sentenceOf } from "../lib/api.ts";
import { useFormats } from "../lib/format.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { PageHead } from "../settings/parts/page-head.tsx";
import table from "../settings/parts/table.module.css";
import { isNarrowed, narrow, type TemplateFilter } from "./filter.ts";
import { readTemplatesAgain, useTemplates } from "./queries.ts";
import { StoppedNotice } from "./stopped-notice.tsx";
import classes from "./templates-page.module.css";
import { TemplateFilters } from "./template-filters.tsx";
import { TemplateTable } from "./template-table.tsx";
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

/** The list, as far as the address narrows it down. */
function Narrowed({ list }: { list: TemplateList }): ReactElement {
  const { t } = useTranslation("templates");
  const filter = useSearch({ from: "/desk/settings/templates" });
  const navigate = useNavigate();
  const change = useCallback(
    (next: (filter: TemplateFilter) => TemplateFilter) =>
      void navigate({
        from: "/settings/templates",
        search: (before) => next(before),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const { shown, counts } = useMemo(() => narrow(list.items, filter), [list.items, filter]);
  return (
    <>
      <TemplateFilters
        filter={filter}
        change={change}
        counts={counts}
        accounts={list.accounts}
        found={shown.length}
      />
      {shown.length > 0 ? (
        <TemplateTable templates={shown} key={JSON.stringify(filter)} />
      ) : (
        <Notice icon={<FileText size={24} aria-hidden />} title={t("list.nothing")}>
          {isNarrowed(filter) && (
            <Button variant="default" onClick={() => change(() => ({}))}>
              {t("list.clear")}
            </Button>
          )}
        </Notice>
      )}
    </>
  );
}

/** Configurações > Conversas > Template de Envio de Mensagens WhatsApp: what Meta has approved, refused or paused. */
export function TemplatesPage(): ReactElement {
  const { t } = useTranslation("templates");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const navigate = useNavigate();
  const { data: list, error, refetch } = useTemplates();
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
          <StoppedNotice list={list} />
          <Synced list={list} />
          {list.items.length === 0 ? (
            <Notice icon={<FileText size={24} aria-hidden />} title={t("list.empty")}>
              {t("list.emptyText")}
            </Notice>
          ) : (
            <Narrowed list={list} />
          )}
        </>
      )}
    </>
  );
}
