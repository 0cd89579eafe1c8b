import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "../../app/routes.ts";
import { only } from "../only.ts";
import { pagePart } from "../../lib/part.ts";

const costsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/costs",
  beforeLoad: only("supervisor"),
  /** month: "2026-11"; none = the one that is now */
  validateSearch: ({ month }: Record<string, unknown>): { month?: string } =>
    typeof month === "string" && /^20\d\d-(?:0[1-9]|1[0-2])$/.test(month) ? { month } : {},
  component: pagePart(() => import("./costs-page.tsx"), "CostsPage"),
});

const ratesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/costs/rates",
  beforeLoad: only("administrator"),
  component: pagePart(() => import("./rates-page.tsx"), "RatesPage"),
});

/** Configurações > Custos. */
export const costRoutes = [costsRoute, ratesRoute] as const;
