import { createRouter } from "@tanstack/react-router";
import { contactRoutes } from "../contacts/routes.ts";
import { conversationsRoute, conversationRoute } from "../conversations/routes.ts";
import { transcriptRoute } from "../conversations/transcript/routes.ts";
import { reportRoutes } from "../reports/routes.ts";
import { settingsPageRoutes } from "../settings/routes.ts";
import { ticketRoutes } from "../tickets/routes.ts";
import {
  deskRoute,
  firstAdministratorRoute,
  homeRoute,
  invitationRoute,
  rootRoute,
  settingsRoute,
  signInRoute,
  twoStepRoute,
} from "./routes.ts";

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  twoStepRoute,
  invitationRoute,
  firstAdministratorRoute,
  transcriptRoute,
  deskRoute.addChildren([
    conversationsRoute.addChildren([conversationRoute]),
    ...ticketRoutes,
    ...contactRoutes,
    ...reportRoutes,
    settingsRoute.addChildren(settingsPageRoutes),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadDelay: 30,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
