import { PRIORITIES } from "@balcao/core";
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { hasRole, useAgents, useLabels, useSelf } from "../../lib/queries.ts";
import classes from "./list-tools.module.css";
import { Choice } from "./choice.tsx";
import { useListFilter } from "./use-list-filter.ts";

/** Label, priority, agent, unread: what narrows the list down beside team and state. */
export function ListFilters(): ReactElement {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const { filter, change, clear, isFiltered } = useListFilter();
  const { data: labels = [] } = useLabels();
  const { data: agents = [] } = useAgents();
  const seesOthers = hasRole(me, "supervisor") || !me.segmentedView;
  return (
    <div className={classes.filters} role="group" aria-label={t("filter.more")}>
      <div className={classes.selects}>
        <Choice
          label={t("filter.label")}
          value={filter.label ?? ""}
          change={(label) => change({ label: label || undefined })}
          options={labels.map(({ id, name }) => ({ value: id, text: name }))}
        />
        <Choice
          label={t("filter.priority")}
          value={filter.priority === undefined ? "" : String(filter.priority)}
          change={(value) =>
            change({
              priority: value === "" ? undefined : PRIORITIES.find((level) => String(level) === value),
            })
          }
          options={PRIORITIES.map((level) => ({ value: String(level), text: t(`priority.${level}`) }))}
        />
        {seesOthers && (
          <Choice
            label={t("filter.agent")}
            value={filter.agent ?? ""}
            change={(agent) => change({ agent: agent || undefined })}
            options={agents.map(({ id, name }) => ({
              value: id,
              text: id === me.agent.id ? t("filter.me", { name }) : name,
            }))}
          />
        )}
      </div>
      <div className={classes.filterLine}>
        <label>
          <input
            type="checkbox"
            checked={filter.unread ?? false}
            onChange={(event) => change({ unread: event.currentTarget.checked || undefined })}
          />
          {t("filter.unread")}
        </label>
        {isFiltered && (
          <button type="button" onClick={clear}>
            <X size={14} aria-hidden /> {t("filter.clear")}
          </button>
        )}
      </div>
    </div>
  );
}
