import type { BotScript, BotScriptFields, BotScriptList } from "@balcao/api";
import type { RunningBot, Trigger } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { z } from "zod";
import { api } from "../../lib/api.ts";
import { queryClient, useSelf, useTeams } from "../../lib/queries.ts";
import { useSettings } from "../../settings/queries.ts";
import { useSharedTemplates } from "../../templates/queries.ts";
import { useBot, useVersion } from "../queries.ts";
import { companyOf, runningOf, type Company } from "./world.ts";

/** Under "bot": the server says by that word that any of it changed. */
const SCRIPTS = ["bot", "scripts"] as const;

export const useScripts = (): UseQueryResult<BotScript[]> =>
  useQuery({
    queryKey: SCRIPTS,
    queryFn: async () => (await api<z.infer<typeof BotScriptList>>("/api/bot/scripts")).items,
  });

export const askScriptsAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: SCRIPTS });

/** Every change answers all scripts: they become what the screen shows. */
async function adopt(answer: Promise<z.infer<typeof BotScriptList>>): Promise<void> {
  queryClient.setQueryData<BotScript[]>(SCRIPTS, (await answer).items);
}
export const keepScript = (body: BotScriptFields): Promise<void> =>
  adopt(api("/api/bot/scripts", { method: "POST", body }));
export const changeScript = ({ id, ...body }: BotScript): Promise<void> =>
  adopt(api(`/api/bot/scripts/${id}`, { method: "PUT", body }));
export const removeScript = (id: string): Promise<void> =>
  adopt(api(`/api/bot/scripts/${id}`, { method: "DELETE" }));

/** All that a test plays with. */
export type Bench = {
  company: Company;
  /** triggers of the bot under test, in their order */
  triggers: readonly Trigger[];
  running: RunningBot | null;
  /** what publishing would let speak: kept scripts are played with it, whatever is under test */
  draft: RunningBot | null;
  /** descriptions by id, also of triggers that only one of the two has */
  names: Readonly<Record<string, string>>;
};

/** The bot under test (`version` null = the draft) in this company, once all of it is there. */
export function useBench(version: number | null): { bench: Bench | null; error: unknown; retry: () => void } {
  const { account } = useSelf();
  const [bot, teams, settings, older] = [useBot(), useTeams(), useSettings(), useVersion(version)];
  const templates = useSharedTemplates();
  const drafted = bot.data?.triggers;
  const published = version === null ? drafted : older.data?.triggers;
  const bench = useMemo((): Bench | null => {
    if (!drafted || !published || !teams.data || !settings.data || !templates.data) return null;
    const company = companyOf(account, settings.data, teams.data, templates.data);
    const make = (triggers: readonly Trigger[], id: string): RunningBot | null =>
      runningOf(triggers, company, settings.data, id);
    const draft = make(drafted, "draft");
    return {
      company,
      triggers: published,
      draft,
      running: version === null ? draft : make(published, `version-${version}`),
      names: Object.fromEntries([...drafted, ...published].map(({ id, description }) => [id, description])),
    };
  }, [account, drafted, published, teams.data, settings.data, templates.data, version]);
  const asked = [bot, teams, settings, templates, ...(version === null ? [] : [older])];
  return {
    bench,
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const query of asked) if (query.error) void query.refetch();
    },
  };
}
