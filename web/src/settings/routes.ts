import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { settingsRoute } from "../app/routes.ts";

const settingsHome = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/me", replace: true });
  },
});

const ownSettings = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/me",
  component: lazyRouteComponent(() => import("./me-page.tsx"), "MePage"),
});

/** Every page under Configurações. A new page = a route here and a line in pages.ts. */
export const settingsPageRoutes = [settingsHome, ownSettings] as const;
