import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "../app/routes.ts";
import type { Example } from "./examples.ts";
import type { TriggerFilter } from "./search.ts";
import { testerRoutes } from "./tester/routes.ts";
import { pagePart } from "../lib/part.ts";

const LONGEST = 256;
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value).trim() !== ""
    ? String(value).slice(0, LONGEST)
    : undefined;
const id = (value: unknown): string | undefined =>
  typeof value === "string" && /^[0-9a-f-]{36}$/iu.test(value) ? value : undefined;

/** What is there, without the keys of what is not: the address bar stays clean. */
const given = <T extends Record<string, string | number | undefined>>(search: T) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const listRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers",
  validateSearch: (search): TriggerFilter => given({ q: text(search["q"]), team: id(search["team"]) }),
  component: pagePart(() => import("./triggers-page.tsx"), "TriggersPage"),
});

/** What a new trigger begins with: a copy of one, one of the examples, or the answer to an option of a menu. */
export type NewTriggerSearch = { copy?: string; example?: Example; reply?: string; team?: string };

const newRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/new",
  validateSearch: (search): NewTriggerSearch => ({
    ...given({ copy: id(search["copy"]), reply: text(search["reply"]), team: id(search["team"]) }),
    ...(search["example"] === "welcome" || search["example"] === "move" || search["example"] === "entry"
      ? { example: search["example"] }
      : {}),
  }),
  component: pagePart(() => import("./trigger-page.tsx"), "NewTriggerPage"),
});

const triggerRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/$id",
  component: pagePart(() => import("./trigger-page.tsx"), "TriggerPage"),
});

const whole = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;

/** The two versions that are compared; without `to`, with the draft. */
export type VersionsSearch = { from?: number; to?: number };

const versionsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/versions",
  validateSearch: (search): VersionsSearch => given({ from: whole(search["from"]), to: whole(search["to"]) }),
  component: pagePart(() => import("./versions/versions-page.tsx"), "VersionsPage"),
});

/** `example`: which of the ready bots is looked at, from 1. */
export type ImportSearch = { example?: number };

const importRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/import",
  validateSearch: (search): ImportSearch => given({ example: whole(search["example"]) }),
  component: pagePart(() => import("./file/import-page.tsx"), "ImportPage"),
});

/** `lit`: the path that is lit, ids of triggers or edges with commas between them. */
export type FlowSearch = { lit?: string; view?: "list" };

const flowRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/triggers/flow",
  validateSearch: (search): FlowSearch => ({
    ...(typeof search["lit"] === "string" && search["lit"] !== "" ? { lit: search["lit"] } : {}),
    ...(search["view"] === "list" ? { view: "list" } : {}),
  }),
  // also when a hand or the focus only nears the link: the drawing is begun by then
  loader: () => void import("./flow/draw.ts").then(({ drawAhead }) => drawAhead()),
  component: pagePart(() => import("./flow/flow-page.tsx"), "FlowPage"),
});

/** Configurações > Gatilhos Conversas: the list, its drawing, its versions and files, and one trigger at a time. */
export const triggerRoutes = [
  listRoute,
  newRoute,
  flowRoute,
  versionsRoute,
  importRoute,
  triggerRoute,
  ...testerRoutes,
] as const;
