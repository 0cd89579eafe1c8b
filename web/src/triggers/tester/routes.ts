import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "../../app/routes.ts";
import { pagePart } from "../../lib/part.ts";

/** A case of two hundred long messages would not fit an address anyway. */
const LONGEST_CASE = 32_000;
const MOST_VERSIONS = 1_000_000;

/** `play`: steps to play (encodeSteps), on the `number` of that id; `from`: the trigger to begin at; `version`: the published one under test, else the draft. */
export type TesterSearch = { play?: string; number?: string; from?: string; version?: number };

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f-]{36}$/iu.test(value);

function readSearch(search: Record<string, unknown>): TesterSearch {
  const { play, number, from, version } = search;
  return {
    ...(typeof play === "string" && play.length <= LONGEST_CASE ? { play } : {}),
    ...(isId(number) ? { number } : {}),
    ...(isId(from) ? { from } : {}),
    ...(typeof version === "number" && Number.isInteger(version) && version > 0 && version < MOST_VERSIONS
      ? { version }
      : {}),
  };
}

const testerRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/test",
  validateSearch: readSearch,
  component: pagePart(() => import("./tester-page.tsx"), "TesterPage"),
});

const historyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/history",
  component: pagePart(() => import("../history/history-page.tsx"), "HistoryPage"),
});

/** The tester of the bot, and its draft against real conversations. */
export const testerRoutes = [testerRoute, historyRoute] as const;
