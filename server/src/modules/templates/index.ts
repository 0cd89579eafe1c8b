/**
 * Templates: the messages Meta approves beforehand, the only ones that may be sent outside the 24-hour window.
 * Owns: reading them from Meta, what Meta says of them afterwards, their list.
 * Tables: template, template_sync.
 * Emits: template.changed, template.synced, template.sync_failed.
 * Hears: notices of webhooks, handed down by the conversations module.
 */
export { sharedTemplates } from "./shared.ts";
export { findTemplate, findTemplates, type WantedTemplate } from "./templates.queries.ts";
export { applyTemplateNotices } from "./notices.ts";
export { templateLoop } from "./sync.ts";
export { templateRoutes } from "./templates.routes.ts";
