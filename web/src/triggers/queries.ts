import type {
  BotExamples,
  BotFile,
  BotImport,
  BotVersionList,
  BotVersionView,
  BotView,
  TriggerFields,
  TriggerView,
} from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "../lib/texts.ts";
import type { z } from "zod";
import { api } from "../lib/api.ts";
import { queryClient } from "../lib/queries.ts";

/** `bot` is also the word by which the server says that it changed. */
const BOT = ["bot"] as const;
const VERSIONS = [...BOT, "versions"] as const;

export const useBot = (): UseQueryResult<BotView> =>
  useQuery({ queryKey: BOT, queryFn: () => api<BotView>("/api/bot") });

export const botNow = (): BotView | undefined => queryClient.getQueryData<BotView>(BOT);
export const askBotAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: BOT });

/** Every change answers the whole bot: it becomes what the screen shows. */
function adopt(bot: BotView): BotView {
  queryClient.setQueryData(BOT, bot);
  return bot;
}

/** Shows a guess until the server answers. */
export function guessTrigger(id: string, patch: Partial<TriggerView>): void {
  queryClient.setQueryData<BotView>(
    BOT,
    (bot) =>
      bot && {
        ...bot,
        triggers: bot.triggers.map((trigger) => (trigger.id === id ? { ...trigger, ...patch } : trigger)),
      },
  );
}

/** The fields of a trigger as they are saved, without what the server adds. */
export function fieldsOfView(trigger: TriggerView): TriggerFields {
  const { description, team, fires, idle, expectedReply, action, active } = trigger;
  return { description, team, fires, idle, expectedReply, action, active };
}

export const createTrigger = async (
  fields: TriggerFields,
  restore?: { id: string; position: number },
): Promise<BotView> =>
  adopt(
    await api<BotView>("/api/bot/triggers", {
      method: "POST",
      body: restore ? { ...fields, restore } : fields,
    }),
  );

export const updateTrigger = async (id: string, fields: TriggerFields, version: number): Promise<BotView> =>
  adopt(await api<BotView>(`/api/bot/triggers/${id}`, { method: "PUT", body: { ...fields, version } }));

export const deleteTrigger = async (id: string): Promise<BotView> =>
  adopt(await api<BotView>(`/api/bot/triggers/${id}`, { method: "DELETE" }));

/** The whole draft in a new order. The caller shows the answer when no later order is on its way. */
export const orderTriggers = (ids: readonly string[]): Promise<BotView> =>
  api<BotView>("/api/bot/order", { method: "PUT", body: { ids } });
export const showBot = adopt;

/** Refused with `bot_has_errors`, or with `bot_has_warnings` while they are not accepted. */
export async function publishBot(note: string, acceptWarnings: boolean): Promise<BotView> {
  const bot = await api<BotView>("/api/bot/publish", { method: "POST", body: { note, acceptWarnings } });
  void queryClient.invalidateQueries({ queryKey: VERSIONS });
  return adopt(bot);
}

type VersionList = z.infer<typeof BotVersionList>["items"];

/** Newest first. */
export const useVersions = (): UseQueryResult<VersionList> =>
  useQuery({
    queryKey: VERSIONS,
    queryFn: async () => (await api<z.infer<typeof BotVersionList>>("/api/bot/versions")).items,
  });

/** One version; it never changes. `number` null = not asked. */
export const useVersion = (number: number | null): UseQueryResult<BotVersionView> =>
  useQuery({
    queryKey: ["bot-version", number],
    queryFn: () => api<BotVersionView>(`/api/bot/versions/${number}`),
    enabled: number !== null,
  });

/** The draft becomes what the version was. */
export const restoreVersion = async (number: number): Promise<BotView> =>
  adopt(await api<BotView>(`/api/bot/versions/${number}/restore`, { method: "POST" }));

/** Bots to begin with, in the reader's language. */
export function useExamples(): UseQueryResult<BotFile[]> {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ["bot-examples", i18n.language],
    queryFn: async () => (await api<z.infer<typeof BotExamples>>("/api/bot/examples")).items,
  });
}

/** The draft as a file. */
export const fetchFile = (): Promise<BotFile> => api<BotFile>("/api/bot/file");

/** Replaces the draft. `teams`: which team of ours each name of the file is. */
export const importFile = async (body: z.infer<typeof BotImport>): Promise<BotView> =>
  adopt(await api<BotView>("/api/bot/file", { method: "POST", body }));
