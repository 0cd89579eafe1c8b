import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../lib/format.ts";
import { useTeams } from "../lib/queries.ts";
import type { Tongue } from "./sentences.ts";

/** What the sentences of triggers need, in the reader's language. */
export function useTongue(): Tongue {
  const { t } = useTranslation("triggers");
  const { number } = useFormats();
  const { data: teams } = useTeams();
  return useMemo(() => {
    const names = new Map((teams ?? []).map(({ id, name }) => [id, name]));
    return { t, number, team: (id) => names.get(id) ?? t("form.unknownTeam") };
  }, [t, number, teams]);
}
