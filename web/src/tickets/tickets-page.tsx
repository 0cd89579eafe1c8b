import type { TicketRow } from "@balcao/api";
import { Button, NativeSelect } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Ticket } from "lucide-react";
import { useCallback, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { ErrorNotice, Notice } from "../app/page-states.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { PriorityMark } from "../conversations/marks/priority-mark.tsx";
import { nameOf } from "../conversations/names.ts";
import { useNames } from "../conversations/use-names.ts";
import { useFormats } from "../lib/format.ts";
import { useKeys } from "../lib/keys.ts";
import { useSelf, useTeams } from "../lib/queries.ts";
import { Loading } from "../settings/parts/loading.tsx";
import { SearchField } from "../settings/parts/search-field.tsx";
import table from "../settings/parts/table.module.css";
import { useTickets, type TicketSearch } from "./queries.ts";
import { StatusChip } from "./status-chip.tsx";
import classes from "./tickets.module.css";
import { useTicketChoices } from "./use-choices.ts";

const HERE = { from: "/desk/tickets" } as const;
/** A search begins once nobody has typed for this long. */
const PAUSE_MS = 200;
const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("[data-ticket]")];

/** J and K walk through the tickets; Enter opens the one that has the keyboard, as it opens any link. */
function useRowKeys(): void {
  const walk = (by: number) => () => {
    const all = links();
    const now = all.indexOf(document.activeElement as HTMLAnchorElement);
    all[now === -1 ? 0 : Math.max(0, Math.min(all.length - 1, now + by))]?.focus();
  };
  useKeys([
    { id: "ticketNext", run: walk(1) },
    { id: "ticketPrevious", run: walk(-1) },
  ]);
}

function Row({ ticket }: { ticket: TicketRow }): ReactElement {
  const { t } = useTranslation(["tickets", "desk"]);
  const names = useNames();
  const formats = useFormats();
  const { number, title, requester, statusId, priority, teamId, agentId, updatedAt } = ticket;
  return (
    <tr>
      <td className={table.number} data-label={t("tickets:field.number")}>
        #{number}
      </td>
      <th scope="row">
        <Link to="/tickets/$number" params={{ number: String(number) }} className={table.link} data-ticket>
          {title}
        </Link>
        <PriorityMark priority={priority} />
      </th>
      <td data-label={t("tickets:field.requester")}>{nameOf(requester, t("desk:unknownContact"))}</td>
      <td data-label={t("tickets:field.status")}>
        <StatusChip statusId={statusId} />
      </td>
      <td data-label={t("tickets:field.team")}>{names.team(teamId)}</td>
      <td data-label={t("tickets:field.agent")}>{agentId ? names.agent(agentId) : t("tickets:nobody")}</td>
      <td data-label={t("tickets:field.updated")}>
        <time dateTime={updatedAt}>{formats.full(Date.parse(updatedAt))}</time>
      </td>
    </tr>
  );
}

const COLUMNS = ["number", "title", "requester", "status", "team", "agent", "updated"] as const;

function List({ search }: { search: TicketSearch }): ReactElement {
  const { t } = useTranslation("tickets");
  const me = useSelf();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTickets(
    search,
    me.agent.id,
  );
  useRowKeys();
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const rows = data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) {
    const isNarrowed = Object.keys(search).length > 0;
    return (
      <Notice icon={<Ticket size={32} aria-hidden />} title={t(isNarrowed ? "none.found" : "none.title")}>
        {t(isNarrowed ? "none.foundText" : "none.text")}
      </Notice>
    );
  }
  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={column === "number" ? table.number : undefined}>
                {t(`field.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}

type Patch = { [name in keyof TicketSearch]?: TicketSearch[name] | undefined };

function Filters({ search, change }: { search: TicketSearch; change: (patch: Patch) => void }): ReactElement {
  const { t } = useTranslation("tickets");
  const { data: teams } = useTeams();
  const [typed, setTyped] = useState(search.q ?? "");
  useEffect(() => setTyped(search.q ?? ""), [search.q]);
  const q = typed.trim() || undefined;
  useEffect(() => {
    if (q === search.q) return;
    const timer = setTimeout(() => change({ q }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q, search.q, change]);
  const { data: choices } = useTicketChoices();
  return (
    <div className={classes.filters}>
      <SearchField label={t("search")} value={typed} change={setTyped} found="" />
      <NativeSelect
        aria-label={t("field.status")}
        value={search.progress ?? ""}
        onChange={(event) => change({ progress: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("filter.active") },
          { value: "all", label: t("filter.all") },
          ...(choices?.statuses ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        aria-label={t("field.team")}
        value={search.team ?? ""}
        onChange={(event) => change({ team: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("filter.anyTeam") },
          ...(teams ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        aria-label={t("field.agent")}
        value={search.agent ?? ""}
        onChange={(event) => change({ agent: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("filter.anyone") },
          { value: "me", label: t("filter.mine") },
          { value: "none", label: t("filter.unassigned") },
        ]}
      />
    </div>
  );
}

/** Atendimento > Chamados. */
export function TicketsPage(): ReactElement {
  const { t } = useTranslation("tickets");
  const search = useSearch(HERE);
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Patch) =>
      void navigate({ to: "/tickets", search: definedOf({ ...search, ...patch }), replace: true }),
    [navigate, search],
  );
  usePageTitle(t("title"));
  return (
    <div className={classes.scroll}>
      <header className={classes.pageHead}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </header>
      <Filters search={search} change={change} />
      <List search={search} />
    </div>
  );
}

/** The same without what is undefined: the address bar shows only what was chosen. */
const definedOf = (search: Record<string, unknown>): TicketSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
