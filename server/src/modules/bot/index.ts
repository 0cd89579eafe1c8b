/**
 * Bot: the triggers an account drafts and the versions it publishes.
 * Owns: the draft, publishing, which version speaks in a conversation.
 * Tables: trigger, bot_version.
 * Emits: bot.changed, bot.published.
 * Hears: nothing.
 */
export { insertVersion, saveTrigger } from "./bot.queries.ts";
export { botRoutes } from "./bot.routes.ts";
export { botTeamOwner } from "./bot.service.ts";
export { loadBots, type BotChooser } from "./running.ts";
