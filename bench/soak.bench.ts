/** A shift of eight hours, compressed: 5,000 messages come in while an agent goes from one of 60 conversations to the next and answers. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../e2e/browser.ts";
import { fillBusyDesk, type Customer } from "./lib/busy-desk.ts";
import { connect, startMeta } from "./lib/desk-line.ts";
import { signIn } from "./lib/desk.ts";
import { holds, InboxPage, now, pause } from "./lib/inbox-page.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note, Times } from "./lib/report.ts";

const MESSAGES = Number(process.env["BENCH_MESSAGES"] ?? 5_000);
const PER_SECOND = 12;
const PROBES = 20;
const LETTERS = "Certo, já verifico e volto a falar com você em um instante. ";
const MEGABYTE = 1024 * 1024;
const MOST_MB = 250;
/** so much slower may be chance, on a quiet machine too */
const AS_FAST = 1.25;

const meta = await startMeta();
const installation = await install(meta.url);
const view = look(installation.url);
await machine(installation.url);
const desk = await fillBusyDesk(view, installation.company);
const server = await startServer(installation);
await connect(meta, server, installation, desk.open, view);
const browser = await launchBrowser();
const inbox = await InboxPage.open(
  browser,
  server,
  await signIn(server, installation.company.agents["Ana"] ?? ""),
);
const { page } = inbox;
const errors: string[] = [];
page.on("pageerror", (error) => errors.push(error.message));

/** What the tab itself holds in memory, shared libraries apart: the browser's own word for it is private footprint. Null without /proc. */
async function tabBytes(of: Browser): Promise<number | null> {
  const session = await of.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo.flatMap(({ type, id }) => {
    if (type !== "renderer") return [];
    try {
      const kilobytes = /RssAnon:\s+(\d+) kB/u.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1];
      return kilobytes === undefined ? [] : [Number(kilobytes) * 1024];
    } catch {
      return [];
    }
  });
  return sizes.length === 0 ? null : Math.max(...sizes);
}

/** Not the first row: what came in meanwhile is told over it. */
async function shownCustomers(): Promise<Customer[]> {
  const ids = (await inbox.rowIds()).slice(1, 7);
  return ids.flatMap((id) => desk.open.find((customer) => customer.id === id) ?? []);
}

const away = (): Promise<void> => page.mouse.move(800, 400);

type Probe = {
  opening: Times;
  key: Times;
  arrival: Times;
  openingMs: number;
  letterMs: number;
  arrivalMs: number;
};

/** How fast it is at this moment, with nothing else going on: the same acts each time, on conversations that are known. */
async function probe(): Promise<Probe> {
  const [opening, key, arrival] = [new Times(), new Times(), new Times()];
  const customers = (await shownCustomers()).slice(0, 6);
  for (const customer of customers) {
    await inbox.from(() => inbox.clickRow(customer), holds.opened(customer));
    await pause(300);
  }
  const before = await inbox.processorMs();
  for (let round = 0; round < PROBES; round++) {
    const customer = customers[round % customers.length] as Customer;
    opening.add((await inbox.from(() => inbox.clickRow(customer), holds.opened(customer))).ms);
    await pause(250);
  }
  const openingMs = ((await inbox.processorMs()) - before) / PROBES;
  await away();
  await page.locator("[data-composer]").focus();
  const { keyTimes, processorMs: letterMs } = await inbox.typed(LETTERS);
  for (const time of keyTimes) key.add(time);
  await page.locator("[data-composer]").fill("");
  const begun = await inbox.processorMs();
  for (let round = 0; round < PROBES; round++) {
    const words = `sonda ${round} ${Math.round(now())}`;
    const from = customers[round % customers.length] as Customer;
    const painted = inbox.until(`${holds.row(words)} || ${holds.bubble(words)}`);
    const sent = now();
    meta.sendAsUser(from.id, { type: "text", text: words });
    arrival.add((await painted).at - sent);
    await pause(300);
  }
  const arrivalMs = ((await inbox.processorMs()) - begun) / PROBES;
  return { opening, key, arrival, openingMs, letterMs, arrivalMs };
}

let sent = 0;
/** Customers write, one after the other in no order, until all is said. */
async function customersWrite(): Promise<void> {
  const begun = performance.now();
  while (sent < MESSAGES) {
    const due = Math.min(MESSAGES, Math.floor(((performance.now() - begun) / 1000) * PER_SECOND));
    for (; sent < due; sent++) {
      const from = desk.open[(sent * 37) % desk.open.length] as Customer;
      meta.sendAsUser(from.id, { type: "text", text: `Mensagem ${sent}: e o meu pedido, já tem previsão?` });
    }
    await pause(20);
  }
}

let switched = 0;
let answered = 0;
/** The agent goes from one to the next, reads back in some, and answers every second one. */
async function agentWorks(): Promise<void> {
  while (sent < MESSAGES) {
    // under the pointer the order of the rows stands still
    await page.mouse.move(200, 500);
    await pause(100);
    const customers = await shownCustomers();
    const customer = customers[switched % customers.length];
    if (!customer) throw new Error("the list is empty");
    await inbox.from(() => inbox.clickRow(customer), holds.opened(customer));
    switched += 1;
    await away();
    if (switched % 5 === 0) {
      await page.mouse.wheel(0, -3000);
      await pause(300);
    }
    if (switched % 2 === 0) {
      const words = `Resposta ${answered}: já verifico.`;
      await page.locator("[data-composer]").fill(words);
      await inbox.from(() => page.locator("[data-composer]").press("Enter"), holds.bubble(words));
      answered += 1;
    }
    await pause(400);
  }
}

await page.goto(`${server.url}/conversations?tab=mine&order=recent`);
await page.getByRole("row").first().waitFor();
// what is fetched after the first screen
await pause(5000);
await probe();
const first = await probe();
const firstHeap = await inbox.heapBytes();
const firstNodes = await inbox.nodes();
const begun = performance.now();
const elsewhere = await view.number("SELECT count(*) FROM message WHERE direction = 'in'");
await Promise.all([customersWrite(), agentWorks()]);
await view.lanesEmpty(120);
const came = (await view.number("SELECT count(*) FROM message WHERE direction = 'in'")) - elsewhere;
if (came !== MESSAGES) throw new Error(`${MESSAGES} messages were sent and ${came} came in`);
note(
  `${MESSAGES} messages came in within ${((performance.now() - begun) / 1000).toFixed(0)} s; ${switched} times another conversation was opened, ${answered} answers were sent`,
);
await pause(3000);
const last = await probe();
const heap = await inbox.heapBytes();
const tab = await tabBytes(browser);
if (errors.length > 0) throw new Error(`the page met errors: ${errors.join("; ")}`);

figure("JavaScript objects at the shift's start", firstHeap / MEGABYTE, "MB");
figure("  at its end", heap / MEGABYTE, "MB", { atMost: MOST_MB });
if (tab === null) note("the tab's memory: not told by this system");
else figure("the tab's own memory at the end", tab / MEGABYTE, "MB", { atMost: MOST_MB });
figure("nodes the tab keeps, at the end to at the start", (await inbox.nodes()) / firstNodes, "x", {
  atMost: 1.5,
});
const pairs = [
  ["open a known conversation", first.opening, last.opening, first.openingMs, last.openingMs],
  ["key to letter in the answer", first.key, last.key, first.letterMs, last.letterMs],
  ["message came in, phone to screen", first.arrival, last.arrival, first.arrivalMs, last.arrivalMs],
] as const;
for (const [what, before, after, beforeMs, afterMs] of pairs) {
  figure(`${what}, p75 at the start`, before.percentile(75), "ms");
  figure("  at the end", after.percentile(75), "ms");
  figure("  processor time of the page each, at the start", beforeMs, "ms");
  figure(`  ${what}: processor time at the end to at the start`, afterMs / beforeMs, "x", {
    atMost: AS_FAST,
  });
}
await browser.close();
await server.stop();
await view.close();
await installation.close();
await meta.stop();
endByTargets();
