import type { BotScript, BotScriptFields, BotScriptList } from "@balcao/api";
import type { RunningBot, Trigger } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { z } from "zod";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { runningOf, type Company } from "../company.ts";
import { useBot, useVersion } from "../queries.ts";
import { useSurroundings } from "../use-surroundings.ts";

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
  const { around, error, retry } = useSurroundings();
  const [bot, older] = [useBot(), useVersion(version)];
  const drafted = bot.data?.triggers;
  const published = version === null ? drafted : older.data?.triggers;
  const bench = useMemo((): Bench | null => {
    if (!drafted || !published || !around) return null;
    const draft = runningOf(drafted, around, "draft");
    return {
      company: around.company,
      triggers: published,
      draft,
      running: version === null ? draft : runningOf(published, around, `version-${version}`),
      names: Object.fromEntries([...drafted, ...published].map(({ id, description }) => [id, description])),
    };
  }, [around, drafted, published, version]);
  const asked = [bot, ...(version === null ? [] : [older])];
  return {
    bench,
    error: error ?? asked.find((query) => query.error !== null)?.error ?? null,
    retry: () => {
      retry();
      for (const query of asked) if (query.error) void query.refetch();
    },
  };
}
