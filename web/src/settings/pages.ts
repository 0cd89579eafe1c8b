import type { Role } from "@balcao/api";
import type { ParseKeys } from "i18next";

/** One page of Configurações, as the menu and the palette show it. `role` = who may open it, at least. */
export type SettingsPage = {
  to:
    | "/settings/teams"
    | "/settings/agents"
    | "/settings/general/whatsapp"
    | "/settings/labels"
    | "/settings/fields"
    | "/settings/tickets/statuses"
    | "/settings/channels"
    | "/settings/costs"
    | "/settings/triggers"
    | "/settings/quick-replies"
    | "/settings/templates"
    | "/settings/audit"
    | "/settings/me";
  label: ParseKeys<"settings">;
  role: Role;
};

export const settingsPages: readonly SettingsPage[] = [
  { to: "/settings/teams", label: "teams.title", role: "supervisor" },
  { to: "/settings/agents", label: "agents.title", role: "supervisor" },
  { to: "/settings/general/whatsapp", label: "general.title", role: "supervisor" },
  { to: "/settings/labels", label: "labels.title", role: "supervisor" },
  { to: "/settings/fields", label: "fields.title", role: "administrator" },
  { to: "/settings/tickets/statuses", label: "tickets.title", role: "administrator" },
  { to: "/settings/channels", label: "channels.title", role: "administrator" },
  { to: "/settings/costs", label: "costs.title", role: "supervisor" },
  { to: "/settings/triggers", label: "triggers.title", role: "agent" },
  { to: "/settings/templates", label: "templates.title", role: "supervisor" },
  { to: "/settings/quick-replies", label: "quickReplies.title", role: "agent" },
  { to: "/settings/audit", label: "audit.title", role: "administrator" },
  { to: "/settings/me", label: "me.title", role: "agent" },
];
