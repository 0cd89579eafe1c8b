import { createRoute, redirect } from "@tanstack/react-router";
import { settingsRoute } from "../app/routes.ts";
import { triggerRoutes } from "../triggers/routes.ts";
import { accessRoutes } from "./access-routes.ts";
import { costRoutes } from "./costs/routes.ts";
import { readFilter } from "../templates/filter.ts";
import { may, only } from "./only.ts";
import { pagePart } from "../lib/part.ts";

const settingsHome = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: may("supervisor") ? "/settings/teams" : "/settings/me", replace: true });
  },
});

const teamsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/teams",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./teams/teams-page.tsx"), "TeamsPage"),
});

const newTeamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/teams/new",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./teams/team-page.tsx"), "NewTeamPage"),
});

const teamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/teams/$id",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./teams/team-page.tsx"), "TeamPage"),
});

const agentsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/agents",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./agents/agents-page.tsx"), "AgentsPage"),
});

const agentRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/agents/$id",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./agents/agent-page.tsx"), "AgentPage"),
});

const generalHome = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general",
  beforeLoad: () => {
    throw redirect({ to: "/settings/general/whatsapp", replace: true });
  },
});

const whatsAppRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general/whatsapp",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./general/whatsapp-page.tsx"), "WhatsAppPage"),
});

const holidaysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general/holidays",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./general/holidays-page.tsx"), "HolidaysPage"),
});

const noticesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general/notices",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./general/notices-page.tsx"), "NoticesPage"),
});

const mailRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general/mail",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./mail/mail-page.tsx"), "MailPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/channels",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./channels/channels-page.tsx"), "ChannelsPage"),
});

const connectRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/channels/new",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./channels/connect-page.tsx"), "ConnectPage"),
});

const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/channels/webhooks",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./webhooks/webhooks-page.tsx"), "WebhooksPage"),
});

const channelRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/channels/$id",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./channels/channel-page.tsx"), "ChannelPage"),
});

const templatesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/templates",
  beforeLoad: only("supervisor"),
  validateSearch: readFilter,
  component: pagePart(() => import("../templates/templates-page.tsx"), "TemplatesPage"),
});

const newTemplateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/templates/new",
  beforeLoad: only("administrator"),
  /** from: the template that a copy begins with */
  validateSearch: (search: Record<string, unknown>): { from?: string } =>
    typeof search["from"] === "string" ? { from: search["from"] } : {},
  component: pagePart(() => import("../templates/editor-pages.tsx"), "NewTemplatePage"),
});

const templateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/templates/$id",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("../templates/template-page.tsx"), "TemplatePage"),
});

const editTemplateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/templates/$id/edit",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("../templates/editor-pages.tsx"), "EditTemplatePage"),
});

const labelsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/labels",
  beforeLoad: only("supervisor"),
  component: pagePart(() => import("./labels/labels-page.tsx"), "LabelsPage"),
});

const fieldsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/fields",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./fields/fields-page.tsx"), "FieldsPage"),
});

const ticketFieldsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/fields/tickets",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./fields/fields-page.tsx"), "TicketFieldsPage"),
});

const ticketsHome = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets",
  beforeLoad: () => {
    throw redirect({ to: "/settings/tickets/statuses", replace: true });
  },
});

const ticketStatusesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/statuses",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./tickets/statuses-page.tsx"), "StatusesPage"),
});

const ticketCategoriesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/categories",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./tickets/categories-page.tsx"), "CategoriesPage"),
});

const ticketTypesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/types",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./tickets/types-page.tsx"), "TypesPage"),
});

const ticketSlaRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/sla",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./tickets/sla-page.tsx"), "SlaPage"),
});

const ticketOpeningRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/opening",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./opening/opening-page.tsx"), "OpeningPage"),
});

const ticketTellingRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tickets/telling",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./telling/telling-page.tsx"), "TellingPage"),
});

const quickRepliesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/quick-replies",
  component: pagePart(() => import("./quick-replies/replies-page.tsx"), "RepliesPage"),
});

const newQuickReplyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/quick-replies/new",
  component: pagePart(() => import("./quick-replies/reply-page.tsx"), "NewReplyPage"),
});

const quickReplyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/quick-replies/$id",
  component: pagePart(() => import("./quick-replies/reply-page.tsx"), "ReplyPage"),
});

/** Every page under Configurações. A new page = a route here and a line in pages.ts. */
export const settingsPageRoutes = [
  settingsHome,
  teamsRoute,
  newTeamRoute,
  teamRoute,
  agentsRoute,
  agentRoute,
  generalHome,
  whatsAppRoute,
  holidaysRoute,
  noticesRoute,
  mailRoute,
  labelsRoute,
  fieldsRoute,
  ticketFieldsRoute,
  ticketsHome,
  ticketStatusesRoute,
  ticketCategoriesRoute,
  ticketTypesRoute,
  ticketSlaRoute,
  ticketOpeningRoute,
  ticketTellingRoute,
  ...triggerRoutes,
  quickRepliesRoute,
  newQuickReplyRoute,
  quickReplyRoute,
  channelsRoute,
  connectRoute,
  webhooksRoute,
  channelRoute,
  ...costRoutes,
  templatesRoute,
  newTemplateRoute,
  templateRoute,
  editTemplateRoute,
  ...accessRoutes,
] as const;
