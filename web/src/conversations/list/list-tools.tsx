import { Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useKeys } from "../../lib/keys.ts";
import { useTeams } from "../../lib/queries.ts";
import type { ListOrder } from "../../realtime/order.ts";
import { focusResults } from "../focus.ts";
import classes from "./list-tools.module.css";
import { statusesOf, useListFilter } from "./use-list-filter.ts";

/** Time after the last letter before the server is asked. */
const REST_MS = 220;
const ORDERS: readonly ListOrder[] = ["waiting", "recent", "window"];

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
  useKeys([
    {
      id: "search",
      keys: "[Shift]+/",
      label: t("keys.search"),
      group: "global",
      palette: true,
      run: () => field.current?.select(),
    },
  ]);
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

/** Search, team, state and order of the list. */
export function ListTools(): ReactElement {
  const { t } = useTranslation("desk");
  const { filter, change } = useListFilter();
  const { data: teams } = useTeams();
  const statuses = statusesOf(filter.tab);
  const shown = (teams ?? []).filter(({ kind }) => kind === "whatsapp");
  return (
    <div className={classes.tools}>
      <SearchField />
      <div className={classes.selects}>
        <label className={classes.select} data-active={filter.team ? true : undefined}>
          <span className="visually-hidden">{t("filter.team")}</span>
          <select
            value={filter.team ?? ""}
            onChange={(event) => change({ team: event.currentTarget.value || undefined })}
          >
            <option value="">{t("filter.allTeams")}</option>
            {shown.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className={classes.select} data-active={filter.status ? true : undefined}>
          <span className="visually-hidden">{t("filter.status")}</span>
          <select
            value={filter.status ?? ""}
            onChange={(event) =>
              change({ status: statuses.find((status) => status === event.currentTarget.value) })
            }
          >
            <option value="">{t("filter.allStatuses")}</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {t(`conversationStatus.${status}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={classes.select}>
          <span className="visually-hidden">{t("filter.order")}</span>
          <select
            value={filter.order}
            onChange={(event) => change({ order: event.currentTarget.value as ListOrder })}
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`order.${order}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
