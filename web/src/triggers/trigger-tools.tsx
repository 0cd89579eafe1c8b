import type { Team } from "@balcao/api";
import { NativeSelect } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { SearchField } from "../settings/parts/search-field.tsx";
import type { TriggerFilter } from "./search.ts";
import classes from "./trigger-tools.module.css";

/** Time after the last letter before the list is narrowed. */
const REST_MS = 150;

/** Search by word and choice of team; both stand in the address bar. */
export function TriggerTools({ teams, shown }: { teams: readonly Team[]; shown: number }): ReactElement {
  const { t } = useTranslation("triggers");
  const navigate = useNavigate();
  const filter = useSearch({ from: "/desk/settings/triggers" });
  const change = (patch: TriggerFilter): void => {
    const next = { ...filter, ...patch };
    const search: TriggerFilter = {
      ...(next.q ? { q: next.q } : {}),
      ...(next.team ? { team: next.team } : {}),
    };
    void navigate({ to: "/settings/triggers", search, replace: true });
  };
  const [typed, setTyped] = useState(filter.q ?? "");
  const sent = useRef(filter.q ?? "");
  useEffect(() => {
    // Back, or the link that clears: the address bar changed by itself
    if ((filter.q ?? "") === sent.current) return;
    sent.current = filter.q ?? "";
    setTyped(sent.current);
  }, [filter.q]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      change({ q: typed });
    }, REST_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className={classes.tools}>
      <SearchField
        label={t("search.placeholder")}
        value={typed}
        change={setTyped}
        found={t("count", { count: shown })}
      />
      <NativeSelect
        aria-label={t("search.team")}
        value={filter.team ?? ""}
        data={[
          { value: "", label: t("search.allTeams") },
          ...teams
            .filter(({ kind }) => kind === "whatsapp")
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => change({ team: event.currentTarget.value })}
      />
    </div>
  );
}
