import type { Team } from "@balcao/api";
import { useMemo } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useFormats } from "../lib/format.ts";
import { useTeams } from "../lib/queries.ts";
import type { Tongue } from "./sentences.ts";

/** What sentences lean on, for these teams. */
export function tongueOf(t: Tongue["t"], number: Tongue["number"], teams: readonly Team[]): Tongue {
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return { t, number, team: (id) => names.get(id) ?? t("form.unknownTeam") };
}

/** What the sentences of triggers need, in the reader's language. */
export function useTongue(): Tongue {
  const { t } = useTranslation("triggers");
  const { number } = useFormats();
  const { data: teams } = useTeams();
  return useMemo(() => tongueOf(t, number, teams ?? []), [t, number, teams]);
}
