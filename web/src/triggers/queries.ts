import type { BotView, TriggerFields, TriggerView } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { queryClient } from "../lib/queries.ts";

/** `bot` is also the word by which the server says that it changed. */
const BOT = ["bot"] as const;

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

export const publishBot = async (note: string): Promise<BotView> =>
  adopt(await api<BotView>("/api/bot/publish", { method: "POST", body: { note } }));
