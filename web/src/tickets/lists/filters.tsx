import type { TicketOrder } from "@balcao/api";
import { PRIORITIES } from "@balcao/core";
import { ArrowDownWideNarrow, ArrowUpNarrowWide, X } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { Choice } from "../../conversations/list/choice.tsx";
import { useAgents, useLabels, useSelf, useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { SearchField } from "../../settings/parts/search-field.tsx";
import { pathName, useTicketChoices } from "../use-choices.ts";
import { FIRST_DIRECTION, isNarrowed } from "./filter.ts";
import classes from "./page.module.css";
import { useTicketSearch } from "./use-search.ts";

/** A search begins once nobody has typed for this long. */
const PAUSE_MS = 200;
const ORDERS = ["updated", "created", "priority", "status", "due", "sla"] as const satisfies TicketOrder[];

const named = (all: readonly { id: string; name: string }[] = []) =>
  all.map(({ id, name }) => ({ value: id, text: name }));

function Search(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search, change } = useTicketSearch();
  const [typed, setTyped] = useState(search.q ?? "");
  useEffect(() => setTyped(search.q ?? ""), [search.q]);
  const q = typed.trim() || undefined;
  useEffect(() => {
    if (q === search.q) return;
    const timer = setTimeout(() => change({ q }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q, search.q, change]);
  return <SearchField label={t("search")} value={typed} change={setTyped} found="" />;
}

/** Team, agent and priority. */
function WhoseFilters(): ReactElement {
  const { t } = useTranslation(["ticketLists", "desk"]);
  const { search, change } = useTicketSearch();
  const me = useSelf().agent.id;
  const { data: teams } = useTeams();
  const { data: agents = [] } = useAgents();
  return (
    <>
      <Choice
        label={t("ticketLists:filter.team")}
        value={search.team ?? ""}
        change={(team) => change({ team: team || undefined })}
        options={named(teams)}
      />
      <Choice
        label={t("ticketLists:filter.agent")}
        value={search.agent === me ? "me" : (search.agent ?? "")}
        change={(agent) => change({ agent: agent || undefined })}
        options={[
          { value: "none", text: t("ticketLists:filter.nobody") },
          ...agents.map(({ id, name }) =>
            id === me
              ? { value: "me", text: t("ticketLists:filter.me", { name }) }
              : { value: id, text: name },
          ),
        ]}
      />
      <Choice
        label={t("ticketLists:filter.priority")}
        value={search.priority === undefined ? "" : String(search.priority)}
        change={(value) =>
          change({ priority: value === "" ? undefined : PRIORITIES.find((level) => String(level) === value) })
        }
        options={PRIORITIES.map((level) => ({ value: String(level), text: t(`desk:priority.${level}`) }))}
      />
    </>
  );
}

/** What the account itself tells its tickets apart by; a list that is empty is not offered. */
function KindFilters(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search, change } = useTicketSearch();
  const { data: choices } = useTicketChoices();
  const { data: labels } = useLabels();
  const categories = choices?.categories ?? [];
  const lists = [
    {
      name: "category",
      label: t("filter.category"),
      options: categories
        .map(({ id }) => ({ value: id, text: pathName(categories, id) }))
        .toSorted((a, b) => a.text.localeCompare(b.text)),
    },
    { name: "type", label: t("filter.type"), options: named(choices?.types) },
    { name: "label", label: t("filter.tag"), options: named(labels) },
  ] as const;
  return (
    <>
      {lists.map(
        ({ name, label, options }) =>
          options.length > 0 && (
            <Choice
              key={name}
              label={label}
              value={search[name] ?? ""}
              change={(value) => change({ [name]: value || undefined })}
              options={options}
            />
          ),
      )}
    </>
  );
}

/** The order, for where no heads of columns are there to press. */
function OrderChoice(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search, filter, change } = useTicketSearch();
  const isBoard = search.as === "board";
  const orders = ORDERS.filter((order) => !isBoard || order !== "status");
  const isDown = filter.direction === "desc";
  const Arrow = isDown ? ArrowDownWideNarrow : ArrowUpNarrowWide;
  return (
    <div className={classes.order} data-always={isBoard || undefined}>
      <Choice
        label={t("order.label")}
        value={isBoard ? (search.sort ?? "priority") : filter.order}
        optional={false}
        change={(value) => change({ sort: ORDERS.find((order) => order === value), direction: undefined })}
        options={orders.map((order) => ({
          value: order,
          text: t("order.by", { order: t(`order.${order}`) }),
        }))}
      />
      {!isBoard && (
        <button
          type="button"
          className={classes.direction}
          aria-label={t(isDown ? "order.desc" : "order.asc")}
          title={t(isDown ? "order.desc" : "order.asc")}
          onClick={() => {
            const next = isDown ? "asc" : "desc";
            change({ direction: next === FIRST_DIRECTION[filter.order] ? undefined : next });
          }}
        >
          <Arrow size={16} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** Search, filters and order; all of it stands in the address bar. */
export function Filters(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { search, change, clear } = useTicketSearch();
  const { data: choices } = useTicketChoices();
  return (
    <div className={classes.filters}>
      <Search />
      <div className={classes.choices} role="group" aria-label={t("filter.label")}>
        {search.as !== "board" && (
          <Choice
            label={t("filter.status")}
            value={search.progress ?? ""}
            change={(progress) => change({ progress: progress || undefined })}
            options={[{ value: "all", text: t("filter.all") }, ...named(choices?.statuses)]}
          />
        )}
        <WhoseFilters />
        <KindFilters />
        <label className={classes.overdue}>
          <input
            type="checkbox"
            checked={search.overdue ?? false}
            onChange={(event) => change({ overdue: event.currentTarget.checked || undefined })}
          />
          {t("filter.overdue")}
        </label>
        <OrderChoice />
        {isNarrowed(search) && (
          <button type="button" className={classes.clear} onClick={clear}>
            <X size={14} aria-hidden /> {t("filter.clear")}
          </button>
        )}
      </div>
    </div>
  );
}
