/**
 * Bot: the triggers an account drafts and the versions it publishes.
 * Owns: the draft, its verification and publishing, versions, files, kept scripts, replay and report, which version speaks in a conversation.
 * Tables: trigger, bot_version, bot_script, bot_alarm (reads conversation, message, event and bot_trace for replay and report).
 * Emits: bot.changed, bot.published, bot.scripts_changed, bot.alarm.
 * Hears: changes of teams, agents, settings and templates (`verifyPublished`, called by whoever is above, filled in by web.ts and main.ts).
 */
export { botExamples, triggerOfFile } from "./bot-file.ts";
export { insertVersion, saveTrigger } from "./bot.queries.ts";
export { botRoutes } from "./bot.routes.ts";
export { botTeamOwner } from "./bot.service.ts";
export { verifyPublished } from "./publish.service.ts";
export { botTemplateUses } from "./template-uses.ts";
export { loadBots, templatesBehind, type BotChooser } from "./running.ts";
