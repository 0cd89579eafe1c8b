/** The budgets of the inbox's screen in a browser, on an account of more than 10,000 conversations; each once more with the processor slowed. */
import { join } from "node:path";
import { launchBrowser } from "../e2e/browser.ts";
import { FIRST_LOAD_LIMIT, firstLoad } from "../web/scripts/first-load.ts";
import { Acts, Judge, timesOf } from "./lib/budget.ts";
import { fillBusyDesk, WAITING, type Customer } from "./lib/busy-desk.ts";
import { connect, startMeta } from "./lib/desk-line.ts";
import { signIn } from "./lib/desk.ts";
import { holds, InboxPage, now, pause } from "./lib/inbox-page.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note, Times } from "./lib/report.ts";
import { Yardstick } from "./lib/yardstick.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 30);
const LOADS = 7;
/** long enough for all that one message changes on the screen */
const WORK_MS = 900;
const SLOWER = 4;
const MEGABYTE = 1024 * 1024;
/** 10 Mbit/s, in bytes a second, and the way to a server in the same country */
const LINE = { offline: false, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000, latency: 20 };
const LETTERS =
  "Bom dia! O seu pedido saiu hoje cedo e chega amanhã até o meio-dia; qualquer coisa me chame. ";

const meta = await startMeta();
const installation = await install(meta.url);
const view = look(installation.url);
await machine(installation.url);
const filled = performance.now();
const desk = await fillBusyDesk(view, installation.company);
note(
  `${await view.number("SELECT count(*) FROM conversation")} conversations made in ${((performance.now() - filled) / 1000).toFixed(0)} s`,
);
const server = await startServer(installation);
await connect(meta, server, installation, [...desk.open, ...desk.waiting], view);
const cookie = await signIn(server, installation.company.agents["Ana"] ?? "");
const browser = await launchBrowser();

/** From nothing to a list that can be used, over a line of 10 Mbit/s; then once more with what the browser kept. */
async function loads(rate: number, judge: Judge): Promise<void> {
  const cold = new Times();
  const warm = new Times();
  let shifted = 0;
  const load = async (inbox: InboxPage, first: boolean): Promise<number> => {
    const begun = now();
    await inbox.page.goto(first ? `${server.url}/conversations` : inbox.page.url(), { waitUntil: "commit" });
    const { at } = await inbox.until(`document.querySelector("[role=row]")`);
    return at - begun;
  };
  for (let round = 0; round < LOADS; round++) {
    const inbox = await InboxPage.open(browser, server, cookie);
    await inbox.devtools.send("Network.enable");
    await inbox.devtools.send("Network.emulateNetworkConditions", LINE);
    await inbox.slow(rate);
    cold.add(await load(inbox, true));
    await pause(1000);
    shifted = Math.max(shifted, await inbox.page.evaluate<number>("pageClock.shifted"));
    warm.add(await load(inbox, false));
    await inbox.page.context().close();
  }
  judge.budget("first load to a usable inbox, 10 Mbit/s", cold, [1500, 2500]);
  judge.budget("loaded again", warm, [500, 1000]);
  figure(judge.name("layout shifted (CLS), worst"), shifted, "", { atMost: 0.1 });
}

/** Opening: first without anything known of them (no pointer came near), then again. */
async function openings(inbox: InboxPage, judge: Judge): Promise<void> {
  const { page } = inbox;
  await page.goto(`${server.url}/conversations?tab=mine&order=recent`);
  await page.getByRole("row").first().waitFor();
  // what is fetched after the first screen must be there
  await pause(5000);
  const unknown = new Acts();
  const known = new Acts();
  const rows = await page
    .locator("[role=row]")
    .evaluateAll((all) => all.map((row) => row.getAttribute("data-id")));
  const shown = desk.open.filter(({ id }) => rows.includes(id));
  for (const customer of shown) {
    const press = `pageClock.lastActAt = performance.now(); document.querySelector('[role=row][data-id="${customer.id}"] a').click()`;
    unknown.add(await inbox.from(() => page.evaluate(press), holds.opened(customer)));
    await pause(150);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const customer = shown[round % shown.length] as Customer;
    known.add(await inbox.from(() => inbox.clickRow(customer), holds.opened(customer)));
    await pause(150);
  }
  judge.budget("open a conversation not known yet", unknown.ms, [300, 800], unknown.work);
  judge.budget("open a conversation known, or switch back", known.ms, [50, 100], known.work);
  figure(judge.name("elements of the page with list, conversation and contact"), await inbox.elements(), "");
}

/** Writing and sending. */
async function writing(inbox: InboxPage, judge: Judge): Promise<void> {
  const { page } = inbox;
  const [customer] = desk.open;
  if (!customer) throw new Error("nobody to write to");
  await page.goto(`${server.url}/conversations/${customer.id}?tab=mine&order=recent`);
  await page.locator("[data-composer]").focus();
  await inbox.typed("x");
  await page.keyboard.press("Backspace");
  const { keyTimes, processorMs } = await inbox.typed(LETTERS, judge.pace);
  judge.budget("key to letter in the answer", timesOf(keyTimes), [32, 50]);
  figure("  processor time of the page a letter", processorMs, "ms");
  await page.keyboard.press("Control+a");
  const own = new Acts();
  const ticked = new Times();
  for (let round = 0; round < 12; round++) {
    const words = `certo ${round} ${Math.round(now())}`;
    await page.keyboard.type(words);
    await pause(300);
    const accepted = inbox.until(holds.ticked(words));
    own.add(await inbox.from(() => page.keyboard.press("Enter"), holds.bubble(words)));
    ticked.add((await accepted).sinceAct);
    // the pace at which Meta takes messages to one person
    await pause(6_200);
  }
  judge.budget("send to own bubble", own.ms, [32, 50], own.work);
  judge.most("send to its tick, p95", ticked.percentile(95), 1000);
}

/** The list with all its rows: read to the end, then scrolled. */
async function scrolling(inbox: InboxPage, judge: Judge): Promise<void> {
  const { page } = inbox;
  await page.goto(`${server.url}/conversations?tab=new&order=recent`);
  await page.getByRole("row").first().waitFor();
  await pause(5000);
  const before = await inbox.heapBytes();
  const list = page.locator("[role=grid]");
  const begun = performance.now();
  while ((await list.getAttribute("aria-rowcount")) === "-1") {
    await list.evaluate((grid) => grid.parentElement?.scrollTo({ top: grid.parentElement.scrollHeight }));
    await pause(10);
  }
  const rows = Number(await list.getAttribute("aria-rowcount"));
  if (rows < WAITING) throw new Error(`the list ends with ${rows} rows`);
  note(`${rows} rows read page by page in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  figure(judge.name("heap for all rows"), ((await inbox.heapBytes()) - before) / MEGABYTE, "MB", {
    atMost: 15,
  });
  const box = await list.locator("xpath=..").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 150, (box?.y ?? 0) + 200);
  await list.evaluate((grid) => grid.parentElement?.scrollTo({ top: grid.parentElement.scrollHeight / 2 }));
  await pause(500);
  figure(judge.name("elements of the page with the long list"), await inbox.elements(), "", { atMost: 400 });
  const frames = page.evaluate<number[]>("pageClock.frames(4000)");
  const processor = await inbox.processorMs();
  for (const end = performance.now() + 3800; performance.now() < end; await pause(16))
    await page.mouse.wheel(0, performance.now() % 2000 < 1000 ? 240 : -240);
  const gaps = timesOf(await frames);
  judge.budget("frame while scrolling", gaps, [25, 25]);
  figure(
    "  processor time of the page a frame",
    ((await inbox.processorMs()) - processor) / gaps.count,
    "ms",
  );
  await list.evaluate((grid) => grid.parentElement?.scrollTo({ top: 0 }));
}

/** What comes in, while 10,000 rows are known and a conversation is open: for that one, and for others that move up. */
async function arrivals(inbox: InboxPage, judge: Judge): Promise<void> {
  const way = new Times();
  await inbox.page.locator("[role=row][data-index='0']").waitFor();
  // in sight without scrolling: what comes in moves to the top
  const ids = (await inbox.rowIds()).slice(1, 5);
  const open = desk.waiting.find(({ id }) => ids.includes(id));
  if (!open) throw new Error("nobody to write");
  await inbox.from(() => inbox.clickRow(open), holds.opened(open));
  await inbox.page.mouse.move(800, 500);
  const others = desk.waiting.filter((customer) => customer !== open);
  const writer = (round: number): Customer =>
    round % 3 === 0 ? open : (others[(round * 37) % others.length] as Customer);
  for (let round = 0; round < ROUNDS; round++) {
    const from = writer(round);
    const words = `chegou ${round} ${Math.round(now())}`;
    await pause(400);
    const painted = inbox.until(from === open ? holds.bubble(words) : holds.row(words));
    const begun = now();
    meta.sendAsUser(from.id, { type: "text", text: words });
    way.add((await painted).at - begun);
  }
  await pause(1000);
  // with nobody looking at each frame, which is work too; over a while that holds what follows: counts, the end of the thread
  const during = async (act: () => void): Promise<number> => {
    const before = await inbox.processorMs();
    act();
    await pause(WORK_MS);
    return (await inbox.processorMs()) - before;
  };
  const idle = new Times();
  for (let round = 0; round < 5; round++) idle.add(await during(() => undefined));
  const work = new Times();
  for (let round = 0; round < ROUNDS; round++) {
    const from = writer(round);
    const text = `chegou de novo ${round}`;
    work.add((await during(() => meta.sendAsUser(from.id, { type: "text", text }))) - idle.percentile(50));
  }
  judge.budget("message came in: the screen's work", work, [16, 50]);
  judge.budget("message came in: phone to screen", way, [500, 1000]);
}

/** Search by name, letter by letter. */
async function searching(inbox: InboxPage, judge: Judge): Promise<void> {
  const { page } = inbox;
  const field = page.locator("input[type=search]");
  await field.focus();
  const { keyTimes } = await inbox.typed("carla souza 7", { restEvery: 4, ...judge.pace });
  judge.budget("key to letter in the search of 10,000", timesOf(keyTimes), [50, 100]);
  const found = new Acts();
  for (const words of ["gabriela", "heitor lima", "alves 99", "iara"]) {
    await field.fill("");
    await page.locator("[data-results]").waitFor({ state: "detached" });
    found.add(
      await inbox.from(
        async () => {
          await page.keyboard.type(words, { delay: 40 });
        },
        `[...document.querySelectorAll("[data-results] [data-index]")].some(({ textContent }) => textContent.toLowerCase().includes(${JSON.stringify(words.split(" ")[0])}))`,
      ),
    );
  }
  judge.most("last key to what was found, p95", found.ms.percentile(95), 800);
  await field.fill("");
}

/** From one place of the desk to another, its code fetched when the pointer came near. */
async function routes(inbox: InboxPage, judge: Judge): Promise<void> {
  const { page } = inbox;
  const places = [
    ["Chamados", /^Chamados/],
    ["Configurações", /^Configurações/],
    ["Conversas", /^Conversas/],
  ] as const;
  const acts = new Acts();
  for (let round = 0; round < 4; round++)
    for (const [place, title] of places) {
      const link = page
        .getByRole("navigation", { name: "Menu principal" })
        .getByRole("link", { name: place });
      await link.hover();
      await pause(400);
      const there = `[...document.querySelectorAll("main h1, main h2")].some(({ textContent }) => ${title}.test(textContent)) || (${place === "Configurações"} && location.pathname.startsWith("/settings") && document.querySelector("main h1"))`;
      const time = await inbox.from(() => link.click(), there);
      // the first of each fetches what it shows
      if (round > 0) acts.add(time);
      await pause(300);
    }
  judge.budget("from one place to another", acts.ms, [100, 200], acts.work);
  const palette = new Acts();
  for (let round = 0; round < 8; round++) {
    palette.add(
      await inbox.from(
        () => page.keyboard.press("Control+k"),
        `document.querySelector("[role=dialog] [role=option], [role=dialog] button[data-action], [role=dialog] input")`,
      ),
    );
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  judge.budget("Ctrl+K to the palette", palette.ms, [100, 200], palette.work);
}

const first = firstLoad(join(import.meta.dirname, "../web/dist")).reduce((sum, { bytes }) => sum + bytes, 0);
figure("first load, JS + CSS gzipped", first / 1024, "KB", { atMost: FIRST_LOAD_LIMIT / 1024 });
for (const rate of [1, SLOWER]) {
  const judge = new Judge(rate);
  const yardstick = new Yardstick(browser, rate);
  const measured = async (acts: () => Promise<void>): Promise<void> => {
    judge.slowness = await yardstick.slowness();
    await acts();
  };
  await measured(() => loads(rate, judge));
  const inbox = await InboxPage.open(browser, server, cookie);
  await inbox.page.goto(`${server.url}/conversations`);
  await inbox.slow(rate);
  await measured(() => openings(inbox, judge));
  await measured(() => writing(inbox, judge));
  await measured(() => scrolling(inbox, judge));
  await measured(() => arrivals(inbox, judge));
  await measured(() => searching(inbox, judge));
  await measured(() => routes(inbox, judge));
  await inbox.page.context().close();
}
await browser.close();
await server.stop();
await view.close();
await installation.close();
await meta.stop();
endByTargets();
