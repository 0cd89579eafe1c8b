/**
 * Settings: how an account wants WhatsApp conversations to be served.
 * Owns: automatic messages, team of first contact, inactivity, the two switches, bot texts, business hours, holidays, what opens as a ticket.
 * Tables: whatsapp_setting, number_setting, holiday_setting, ticket_opening (reads account and team facts for the contexts of decisions).
 * Emits: settings.changed.
 * Hears: nothing.
 */
export { defaultAutoMessages, defaultBotTexts } from "./defaults.ts";
export { foundingRoutes } from "./founding.routes.ts";
export { loadOpening, saveOpening } from "./opening.queries.ts";
export { saveSetting } from "./settings.queries.ts";
export {
  getSettings,
  loadContexts,
  settingsTeamOwner,
  settingsTemplateUses,
  type AccountContext,
} from "./settings.service.ts";
export { numberStarts, setNumberActive } from "./numbers.queries.ts";
export { messagesOf, readNumberSettings, writeNumberSettings } from "./numbers.service.ts";
export type { OnSettingsSaved } from "./settings.service.ts";
export { settingsRoutes } from "./settings.routes.ts";
