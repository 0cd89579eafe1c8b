import type { AuditEntry, AuditList } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useState, type ReactElement } from "react";
import { api, urlOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { ListBody } from "../parts/list-frame.tsx";
import { PageHead } from "../parts/page-head.tsx";
import table from "../parts/table.module.css";
import { AuditFilters } from "./audit-filters.tsx";
import classes from "./audit.module.css";
import { EVERYTHING, keyOfAct, originOf, type AuditFilter } from "./values.ts";

/** A fact's word in the reader's language, where it is one of a few; else as it was told. */
function useFactTexts(): (entry: AuditEntry) => string {
  const { t } = useTranslation(["audit", "common"]);
  const said = (place: "by" | "cause" | "what", word: string | undefined): string[] => {
    if (word === undefined) return [];
    const texts: Readonly<Record<string, string>> = t(`audit:${place}`, { returnObjects: true });
    return [texts[word] ?? word];
  };
  const roleOf = (word: string): string =>
    word === "administrator" || word === "supervisor" || word === "agent" ? t(`common:roles.${word}`) : word;
  return ({ facts: { by, cause, what, from, to, count, passkey, team } }) =>
    [
      ...said("by", by),
      ...(count === undefined || !cause ? [] : [t("audit:count", { count: Number(count) })]),
      ...said("cause", cause),
      ...said("what", what),
      ...(from && to ? [t("audit:roleChange", { from: roleOf(from), to: roleOf(to) })] : []),
      ...(passkey === undefined ? [] : [t("audit:passkeyNamed", { name: passkey })]),
      ...(team === undefined ? [] : [team]),
    ].join(", ");
}

function Line({ entry }: { entry: AuditEntry }): ReactElement {
  const { t } = useTranslation("audit");
  const formats = useFormats();
  const details = useFactTexts()(entry);
  const { at, act, by, to } = entry;
  const origin = originOf(entry, (words) => t("device", words));
  const nobody = act === "security.backup_made" ? t("system") : t("nobody");
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <span className={classes.act}>{t(`acts.${keyOfAct(act)}`)}</span>
          {(to || details) && (
            <span className={table.sub}>
              {[...(to ? [t("toWhom", { name: to.name })] : []), ...(details ? [details] : [])].join(" · ")}
            </span>
          )}
        </span>
      </th>
      <td data-label={t("who")}>{by ? by.name : <span className={table.faint}>{nobody}</span>}</td>
      <td data-label={t("origin")} className={classes.origin}>
        {origin || "–"}
      </td>
      <td data-label={t("when")} className={classes.when}>
        {formats.precise(Date.parse(at))}
      </td>
    </tr>
  );
}

function Lines({ items }: { items: readonly AuditEntry[] }): ReactElement {
  const { t } = useTranslation("audit");
  return (
    <table className={table.table} aria-label={t("title")}>
      <thead>
        <tr>
          <th scope="col">{t("act")}</th>
          <th scope="col">{t("who")}</th>
          <th scope="col">{t("origin")}</th>
          <th scope="col">{t("when")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** Configurações > Registro de auditoria: who came in, who changed what, which data left. */
export function AuditPage(): ReactElement {
  const { t, i18n } = useTranslation("audit");
  const [filter, setFilter] = useState<AuditFilter>(EVERYTHING);
  const query = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) =>
      api<AuditList>("/api/audit", { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
  });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        <Button
          variant="default"
          component="a"
          download
          href={urlOf("/api/audit/export", { ...filter, locale: i18n.language })}
          leftSection={<Download size={16} aria-hidden />}
        >
          {t("export")}
        </Button>
      </PageHead>
      <AuditFilters filter={filter} change={setFilter} />
      <ListBody
        query={query}
        items={query.data?.pages.flatMap(({ items }) => items)}
        icon={ScrollText}
        empty={t("empty")}
        emptyText={t("emptyText")}
      >
        {(items) => <Lines items={items} />}
      </ListBody>
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}
