import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tally } from "../scripts/lib/tally.ts";
import { enter, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { inspect, watch, type Happened } from "./hostile-eyes.ts";
import { PATIENCE_MS } from "./patience.ts";
import { PAYLOADS } from "./hostile-payloads.ts";
import { FOUND, marksOf, ofPerson, SINKS, type Sink } from "./hostile-texts.ts";
import { writeHostile, type HostileWorld } from "./hostile-world.ts";

let desk: RunningDesk;
let browser: Browser;
let page: Page;
let world: HostileWorld;
const happened: Happened = { dialogs: [], violations: [], requests: [], made: [] };
/** sinks of which every text was on the screen */
const shown = new Set<Sink>();

beforeAll(async () => {
  desk = await startDesk({ withBot: false });
  world = await writeHostile(desk);
  browser = await startBrowser();
  // so high that lists which draw what is seen draw all
  page = await openWindow(browser, { viewport: { width: 1600, height: 20_000 } });
  await watch(page.context(), [new URL(desk.url).host, new URL(desk.sim.url).host], happened);
  await enter(page, desk, "Helena");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Waits until all these marks have been on the page, which is looked at each time. */
async function seeMarks(marks: readonly string[], where: string): Promise<void> {
  let missing = [...marks];
  await expect
    .poll(async () => (missing = await inspect(page, where, happened, missing)).slice(0, 5), {
      timeout: PATIENCE_MS,
      interval: 50,
      message: `on ${where}`,
    })
    .toEqual([]);
}
async function see(sinks: readonly Sink[], where: string): Promise<void> {
  await seeMarks(sinks.flatMap(marksOf), where);
  for (const sink of sinks) shown.add(sink);
}

const MESSAGES: readonly Sink[] = [
  "message",
  "caption",
  "filename",
  "placename",
  "placeaddress",
  "cardname",
  "cardcompany",
  "replytitle",
  "replydescription",
  "formvalue",
  "ordertext",
  "adheadline",
  "adbody",
  "quoted",
  "agentmessage",
];

/** Each page, with what has to be on it. */
const PAGES: readonly [path: (ids: HostileWorld) => string, sinks: readonly Sink[]][] = [
  [({ conversation }) => `/conversations/${conversation}/print`, [...MESSAGES, "profilename"]],
  [() => `/conversations?tab=all&q=${FOUND}`, ["message", "team"]],
  [() => "/contacts", ["contactname", "label", "organisation"]],
  [
    ({ contact }) => `/contacts/${contact}`,
    ["profilename", "label", "fieldlabel", "fieldvalue", "contactnote"],
  ],
  [() => "/contacts/organisations", ["organisation"]],
  [() => "/tickets", ["team", "agent", "status", "tickettype", "category", "tickettitle"]],
  [({ ticket }) => `/tickets/${ticket}`, ["description", "comment", "status", "category"]],
  [() => "/settings/labels", ["label"]],
  [() => "/settings/teams", ["team"]],
  [() => "/settings/agents", ["agent"]],
  [() => "/settings/quick-replies", ["quickreply"]],
  [() => "/settings/fields", ["fieldlabel"]],
  [() => "/settings/tickets/statuses", ["status"]],
  [() => "/settings/tickets/types", ["tickettype"]],
  [() => "/settings/tickets/categories", ["category"]],
  [() => "/settings/templates", ["templatebody"]],
  [({ template }) => `/settings/templates/${template}`, ["templatebutton"]],
  [() => "/settings/triggers", ["triggertext", "triggerword"]],
  [() => "/settings/triggers/flow", ["triggerword"]],
];

it.each(
  PAGES.map(
    ([path, sinks]) =>
      [
        path({ conversation: ":id", people: [], contact: ":id", ticket: 0, template: ":id" }),
        path,
        sinks,
      ] as const,
  ),
)("%s shows what others wrote as text, and nothing else", async (name, path, sinks) => {
  await page.goto(`${desk.url}${path(world)}`);
  await see(sinks, name);
});

it("a conversation, its list and its panel do", async () => {
  await page.goto(`${desk.url}/conversations/${world.people[0]}?tab=mine`);
  await see(["contactname", "preview", "label"], "the list");
  for (const [n, id] of world.people.entries()) {
    await page.locator(`[role="row"] a[href*="${id}"]`).first().click();
    const sinks: Sink[] = [...MESSAGES, "profilename", "note"];
    await seeMarks(
      sinks.flatMap((sink) => ofPerson(marksOf(sink), n)),
      `conversation ${n}`,
    );
  }
  shown.add("note");
});

it("the raw webhooks do", async () => {
  await page.goto(`${desk.url}/settings/channels/webhooks`);
  await page.getByLabel("Buscar no conteúdo").fill(marksOf("unsupported")[0] ?? "");
  const rows = page
    .getByRole("table", { name: "Webhooks" })
    .getByRole("row")
    .filter({ has: page.getByRole("button") });
  await expect.poll(() => rows.count()).toBe(1);
  await rows.getByRole("button").click();
  await page.getByRole("dialog", { name: "Webhook recebido" }).waitFor();
  await see(["unsupported"], "the raw webhooks");
});

it("nothing ran, nothing was asked for, nothing was made of a text", () => {
  const through = Object.values(happened).reduce((sum, { length }) => sum + length, 0);
  tally("xss", { payloads: PAYLOADS.length, sinks: shown.size, through });
  expect(happened).toEqual({ dialogs: [], violations: [], requests: [], made: [] });
  expect(SINKS.filter((sink) => !shown.has(sink))).toEqual([]);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(600);
});
