import { AUDITED, type AuditGroup } from "@balcao/api";
import { NativeSelect, TextInput } from "@mantine/core";
import type { ChangeEvent, ReactElement } from "react";
import { useAgents } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./audit.module.css";
import { keyOfAct, type AuditFilter } from "./values.ts";

const GROUPS = Object.keys(AUDITED) as AuditGroup[];

type Props = { filter: AuditFilter; change: (next: (filter: AuditFilter) => AuditFilter) => void };

/** Narrows the log down: by person, act and days. */
export function AuditFilters({ filter, change }: Props): ReactElement {
  const { t } = useTranslation("audit");
  const { data: agents } = useAgents();
  const set = (name: keyof AuditFilter) => ({
    label: t(name),
    value: filter[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => {
      const { value } = event.currentTarget;
      change((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <div className={classes.filters} role="search">
      <NativeSelect
        {...set("agent")}
        data={[
          { value: "", label: t("everybody") },
          ...(agents ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        {...set("act")}
        data={[
          { value: "", label: t("all") },
          ...GROUPS.map((group) => ({
            group: t(`groups.${group}`),
            items: AUDITED[group].map((act) => ({ value: act, label: t(`acts.${keyOfAct(act)}`) })),
          })),
        ]}
      />
      <TextInput type="date" max={filter.until || undefined} {...set("from")} />
      <TextInput type="date" min={filter.from || undefined} {...set("until")} />
    </div>
  );
}
