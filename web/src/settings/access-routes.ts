import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "../app/routes.ts";
import { pagePart } from "../lib/part.ts";
import { only } from "./only.ts";

const accessRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general/access",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./general/access-page.tsx"), "AccessPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/audit",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./audit/audit-page.tsx"), "AuditPage"),
});

const ownSettings = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/me",
  component: pagePart(() => import("./me-page.tsx"), "MePage"),
});

const ownSecurity = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/me/security",
  component: pagePart(() => import("./me/security-page.tsx"), "SecurityPage"),
});

/** What concerns how one gets in, and oneself. */
export const accessRoutes = [accessRoute, auditRoute, ownSettings, ownSecurity] as const;
