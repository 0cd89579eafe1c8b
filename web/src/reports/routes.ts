import { createRoute, redirect } from "@tanstack/react-router";
import { deskRoute } from "../app/routes.ts";
import { pagePart } from "../lib/part.ts";

/** Local days, "2026-11-23"; left out = the last thirty. */
export type ReportSearch = { from?: string; to?: string };

const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

const reportsHome = createRoute({
  getParentRoute: () => deskRoute,
  path: "/reports",
  beforeLoad: ({ location }) => {
    if (/^\/reports\/?$/u.test(location.pathname)) throw redirect({ to: "/reports/bot", replace: true });
  },
});

const botReportRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/reports/bot",
  validateSearch: (search): ReportSearch => {
    const from = day(search["from"]);
    const to = day(search["to"]);
    return from && to ? { from, to } : {};
  },
  component: pagePart(() => import("./bot-report-page.tsx"), "BotReportPage"),
});

/** Relatórios. */
export const reportRoutes = [reportsHome, botReportRoute] as const;
