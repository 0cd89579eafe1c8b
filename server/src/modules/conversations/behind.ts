import type { Templates } from "@balcao/core";
import { templatesByKey } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { templatesBehind, type BotChooser } from "../bot/index.ts";
import { findTemplates, type WantedTemplate } from "../templates/index.ts";
import type { LoadedConversation } from "./load.queries.ts";

/** The templates that stand behind automatic texts of a conversation, as its number can send them now. */
export type Behind = (conversation: Pick<LoadedConversation, "channelId">) => Templates;

const NONE: Templates = new Map();
export const nothingBehind: Behind = () => NONE;

/** What may be said in these conversations after their window closed. Without a bot that names a template, no query. */
export async function loadBehind(
  tx: Tx,
  bots: BotChooser,
  conversations: readonly LoadedConversation[],
): Promise<Behind> {
  const wanted = new Map<string, WantedTemplate>();
  for (const { accountId, channelId, state } of conversations) {
    const running = bots(accountId, state.bot.menu ? state.bot.versionId : null);
    for (const { name, language } of running ? templatesBehind(running) : [])
      wanted.set(`${channelId} ${name} ${language}`, { accountId, channelId, name, language });
  }
  if (wanted.size === 0) return nothingBehind;
  const found = Map.groupBy(await findTemplates(tx, [...wanted.values()]), ({ channelId }) => channelId);
  const byChannel = new Map([...found].map(([id, templates]) => [id, templatesByKey(templates)]));
  return ({ channelId }) => byChannel.get(channelId) ?? NONE;
}
