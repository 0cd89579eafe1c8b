import { Inbox, SearchX } from "lucide-react";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { useTeams } from "../../lib/queries.ts";
import classes from "./list-states.module.css";
import { useListFilter } from "./use-list-filter.ts";

/** Nothing flickers for an answer that comes sooner than this. */
const PATIENCE_MS = 150;
const ROWS = 12;

/** True once the wait became worth showing. */
export function usePatience(milliseconds = PATIENCE_MS): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return over;
}

export function ListSkeleton(): ReactElement {
  const { t } = useTranslation("desk");
  const shown = usePatience();
  return (
    <div className={classes.skeleton} role="status" aria-label={t("loading")}>
      {shown &&
        Array.from({ length: ROWS }, (_, index) => (
          <div key={index} className={classes.row}>
            <i className={classes.circle} />
            <span>
              <i style={{ width: `${45 + ((index * 17) % 30)}%` }} />
              <i style={{ width: `${60 + ((index * 23) % 35)}%` }} />
              <i style={{ width: `${30 + ((index * 13) % 20)}%` }} />
            </span>
          </div>
        ))}
    </div>
  );
}

export function ListError({ error, retry }: { error: unknown; retry: () => void }): ReactElement {
  return <ErrorNotice error={error} retry={retry} />;
}

/** Why the list is empty, and the one thing to do about it. */
export function EmptyList({ openPhone }: { openPhone: (() => void) | null }): ReactElement {
  const { t } = useTranslation("desk");
  const { filter, clear, isFiltered } = useListFilter();
  const { data: teams } = useTeams();
  if (isFiltered) {
    const team = teams?.find(({ id }) => id === filter.team)?.name;
    return (
      <Notice
        icon={<SearchX size={24} aria-hidden />}
        title={team && Object.keys(filter).length === 3 ? t("empty.team", { team }) : t("empty.filtered")}
        action={
          <button type="button" onClick={clear}>
            {t("filter.clear")}
          </button>
        }
      />
    );
  }
  return (
    <Notice
      icon={<Inbox size={24} aria-hidden />}
      title={t(`empty.${filter.tab}`)}
      action={
        openPhone ? (
          <button type="button" onClick={openPhone}>
            {t("empty.phone")}
          </button>
        ) : null
      }
    >
      {t(`empty.${filter.tab}Text`)}
    </Notice>
  );
}
