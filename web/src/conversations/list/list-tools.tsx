import { Search, SlidersHorizontal, X } from "lucide-react";
import { Suspense, useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { useKeys } from "../../lib/keys.ts";
import { useTeams } from "../../lib/queries.ts";
import type { ListOrder } from "../../realtime/order.ts";
import { focusResults } from "../focus.ts";
import { Choice } from "./choice.tsx";
import classes from "./list-tools.module.css";
import { ordersOf, statusesOf, useListFilter } from "./use-list-filter.ts";

/** Time after the last letter before the server is asked. */
const REST_MS = 220;

const ListFilters = lazyAhead(async () => ({ default: (await import("./list-filters.tsx")).ListFilters }));

function SearchField(): ReactElement {
  const { t } = useTranslation("desk");
  const { filter, change } = useListFilter();
  const [text, setText] = useState(filter.q ?? "");
  const field = useRef<HTMLInputElement>(null);
  const shown = useRef(filter.q ?? "");
  useEffect(() => {
    // Back, or a link: the address bar changed by itself
    if ((filter.q ?? "") !== shown.current) {
      shown.current = filter.q ?? "";
      setText(shown.current);
    }
  }, [filter.q]);
  useEffect(() => {
    if (text.trim() === shown.current) return;
    const timer = setTimeout(() => {
      shown.current = text.trim();
      change({ q: shown.current || undefined });
    }, REST_MS);
    return () => clearTimeout(timer);
  });
  useKeys([{ id: "search", palette: true, run: () => field.current?.select() }]);
  return (
    <div className={classes.search} role="search">
      <Search size={15} aria-hidden />
      <input
        ref={field}
        type="search"
        value={text}
        placeholder={t("search.placeholder")}
        aria-label={t("search.label")}
        maxLength={100}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            focusResults();
          }
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (text) setText("");
          else field.current?.blur();
        }}
      />
      {text && (
        <button type="button" aria-label={t("search.clear")} onClick={() => setText("")}>
          <X size={15} />
        </button>
      )}
    </div>
  );
}

const EXTRA = ["label", "priority", "agent", "unread"] as const;

/** Search, filters and order of the list. */
export function ListTools(): ReactElement {
  const { t } = useTranslation("desk");
  const { filter, change } = useListFilter();
  const { data: teams } = useTeams();
  const statuses = statusesOf(filter.tab);
  const isNarrowed = EXTRA.some((name) => filter[name] !== undefined);
  const [isOpen, setOpen] = useState(isNarrowed);
  useEffect(() => {
    // by a link, Back or a saved view
    if (isNarrowed) setOpen(true);
  }, [isNarrowed]);
  return (
    <div className={classes.tools}>
      <div className={classes.searchLine}>
        <SearchField />
        <button
          type="button"
          className={classes.more}
          aria-label={t("filter.more")}
          title={t("filter.more")}
          aria-expanded={isOpen}
          data-active={isNarrowed || undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <SlidersHorizontal size={16} />
        </button>
      </div>
      <div className={classes.selects}>
        <Choice
          label={t("filter.team")}
          value={filter.team ?? ""}
          change={(team) => change({ team: team || undefined })}
          options={(teams ?? [])
            .filter(({ kind }) => kind === "whatsapp")
            .map(({ id, name }) => ({ value: id, text: name }))}
        />
        <Choice
          label={t("filter.status")}
          value={filter.status ?? ""}
          change={(value) => change({ status: statuses.find((status) => status === value) })}
          options={statuses.map((status) => ({ value: status, text: t(`conversationStatus.${status}`) }))}
        />
        <Choice
          label={t("filter.order")}
          value={filter.order}
          optional={false}
          change={(order) => change({ order: order as ListOrder })}
          options={ordersOf(filter.tab).map((order) => ({ value: order, text: t(`order.${order}`) }))}
        />
      </div>
      <Suspense>{isOpen && <ListFilters />}</Suspense>
    </div>
  );
}
