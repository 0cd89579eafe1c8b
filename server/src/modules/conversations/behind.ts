import { templatesByKey, type Templates, type TemplateUse } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { templatesBehind, type BotChooser } from "../bot/index.ts";
import type { AccountContext } from "../settings/index.ts";
import { findTemplates, type WantedTemplate } from "../templates/index.ts";
import type { LoadedConversation } from "./load.queries.ts";

/** The templates that stand behind automatic texts of a conversation, as its number can send them now. */
export type Behind = (conversation: Pick<LoadedConversation, "channelId">) => Templates;

const NONE: Templates = new Map();
export const nothingBehind: Behind = () => NONE;

const behindMessages = (context: AccountContext | undefined): TemplateUse[] =>
  Object.values(context?.autoMessages ?? {}).flatMap((message) =>
    typeof message === "object" && message.enabled && message.template ? [message.template] : [],
  );

/** What may be said in these conversations after their window closed: one query, and none where nothing of ours names a template. */
export async function loadBehind(
  tx: Tx,
  contexts: ReadonlyMap<string, AccountContext>,
  bots: BotChooser,
  conversations: readonly LoadedConversation[],
): Promise<Behind> {
  const wanted = new Map<string, WantedTemplate>();
  for (const { accountId, channelId, state } of conversations) {
    const running = bots(accountId, state.bot.menu ? state.bot.versionId : null);
    const uses = [...behindMessages(contexts.get(accountId)), ...(running ? templatesBehind(running) : [])];
    for (const { name, language } of uses)
      wanted.set(`${channelId} ${name} ${language}`, { accountId, channelId, name, language });
  }
  if (wanted.size === 0) return nothingBehind;
  const found = Map.groupBy(await findTemplates(tx, [...wanted.values()]), ({ channelId }) => channelId);
  const byChannel = new Map([...found].map(([id, templates]) => [id, templatesByKey(templates)]));
  return ({ channelId }) => byChannel.get(channelId) ?? NONE;
}
