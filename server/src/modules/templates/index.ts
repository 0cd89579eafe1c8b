/**
 * Templates: the messages Meta approves beforehand, the only ones that may be sent outside the 24-hour window.
 * Owns: writing them, reading them from Meta, what Meta says of them afterwards, their list, who may choose them.
 * Tables: template, template_sync, template_team.
 * Emits: template.changed, template.written, template.about_changed, template.synced, template.sync_failed.
 * Hears: notices of webhooks, handed down by the conversations module.
 */
export { sharedTemplates } from "./shared.ts";
export { countTemplates, findTemplate, findTemplates, type WantedTemplate } from "./templates.queries.ts";
export { applyTemplateNotices } from "./notices.ts";
export { mayChoose, type TemplateChooser } from "./templates.policy.ts";
export { templatesTeamOwner, type UsedTemplate } from "./uses.ts";
export { templateLoop } from "./sync.ts";
export { templateRoutes } from "./templates.routes.ts";
