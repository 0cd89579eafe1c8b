/** How it feels to work on a bot of 200 triggers: letters in a trigger's form, the search of the list, the drawn flow. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { BotFile, BotView } from "../api/src/index.ts";
import type { Bot } from "../core/src/index.ts";
import { enter, openWindow, launchBrowser } from "../e2e/browser.ts";
import { bigBot, menuBot, TRIGGERS } from "./lib/big-bot.ts";
import { signIn } from "./lib/desk.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times, type Target } from "./lib/report.ts";

const LETTERS =
  "Olá! Recebemos o seu pedido e respondemos ainda hoje, assim que um analista puder; não vá embora. ";
/** a quick typist; a rest now and then, in which the verifier answers */
const KEY_MS = 70;
const REST_EVERY = 12;
const REST_MS = 420;
const OPENINGS = 5;
const SLOWER = 4;
const CLOCK = readFileSync(join(import.meta.dirname, "lib/page-clock.js"), "utf8");

const installation = await install("http://127.0.0.1:9");
await machine(installation.url);
const server = await startServer(installation);
const cookie = await signIn(server, installation.company.agents["Helena"] ?? "");

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { cookie, origin: server.url, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const teamIds: Record<string, string> = { "team-0": installation.company.teams.principal };

/** The draft becomes this bot, each of its teams a real one; the first is the one of first contact. */
async function fillDraft({ triggers, teams }: Bot): Promise<BotView> {
  for (const { id: name } of teams)
    teamIds[name] ??= (
      await call<{ id: string }>("POST", "/api/teams", {
        name,
        kind: "whatsapp",
        color: "#0f766e",
        description: "",
        active: true,
        inactivityHours: null,
        businessHours: null,
        memberIds: Object.values(installation.company.agents),
      })
    ).id;
  const file: BotFile = {
    format: "balcao-bot",
    version: 1,
    name: "200",
    firstContactTeam: "team-0",
    triggers: triggers.map(({ id: _id, position: _position, ...fields }) => ({
      ...fields,
      expectedReply: fields.expectedReply && [...fields.expectedReply],
      action:
        fields.action.type === "smart_message"
          ? { ...fields.action, keywords: [...fields.action.keywords] }
          : fields.action,
    })),
  };
  const used = Object.fromEntries(teams.map(({ id }) => [id, teamIds[id]]));
  return call<BotView>("POST", "/api/bot/file", { file, teams: used });
}

const bot = await fillDraft(menuBot());
const edited = bot.triggers.find(
  ({ action, fires }) => action.type === "smart_message" && fires === "on_message",
);
if (bot.triggers.length !== TRIGGERS || !edited)
  throw new Error(`the draft has ${bot.triggers.length} triggers`);
const browser = await launchBrowser();
const page = await openWindow(browser, { reducedMotion: "no-preference" });
page.setDefaultTimeout(30_000);
await page.addInitScript(CLOCK);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
const slow = (rate: number): Promise<unknown> => devtools.send("Emulation.setCPUThrottlingRate", { rate });

type Taken = { keyTimes: { key: string; ms: number }[]; slowEvents: number[]; blockedMs: number };
const take = (): Promise<Taken> => page.evaluate<Taken>("pageClock.take()");
/** Processor time of the page's own thread so far, whatever else runs on the machine. */
async function processorMs(): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Typed = Taken & { processorMs: { key: string; ms: number }[] };

/** Types the letters into what has the focus; gives every key's time to the screen, and the work until the next. */
async function typed(letters: string): Promise<Typed> {
  await take();
  const worked: Typed["processorMs"] = [];
  let before = await processorMs();
  for (const key of letters) {
    const due = performance.now() + KEY_MS;
    await page.keyboard.type(key);
    const isRest = (worked.length + 1) % REST_EVERY === 0 || worked.length + 1 === letters.length;
    await pause(isRest ? REST_MS : Math.max(0, due - performance.now()));
    const after = await processorMs();
    worked.push({ key, ms: after - before });
    before = after;
  }
  return { ...(await take()), processorMs: worked };
}

/** The figures of one series, and which letter was the slowest. */
function tellSlowest(what: string, series: readonly { key: string; ms: number }[], target?: Target): void {
  const slowest = series.reduce((most, each) => (each.ms > most.ms ? each : most));
  figure(
    `  ${what}, slowest: letter ${series.indexOf(slowest) + 1}, “${slowest.key}”`,
    slowest.ms,
    "ms",
    target,
  );
}

function tell(
  what: string,
  { keyTimes, slowEvents, blockedMs, processorMs }: Typed,
  targeted: boolean,
): void {
  const times = new Times();
  for (const { ms } of keyTimes) times.add(ms);
  const target = targeted ? { atMost: 50 } : undefined;
  figure(`${what}: key to screen, p50 of ${times.count}`, times.percentile(50), "ms");
  figure("  p75", times.percentile(75), "ms");
  figure("  p95", times.percentile(95), "ms", target);
  tellSlowest(`${what}: key to screen`, keyTimes, target);
  const sum = processorMs.reduce((total, { ms }) => total + ms, 0);
  figure("  processor time of the page a letter, with what follows it", sum / processorMs.length, "ms");
  tellSlowest(`${what}: processor time`, processorMs, target);
  const late = slowEvents.filter((duration) => duration > 50).length;
  if (late > 0 || blockedMs > 0)
    note(`${late} events over 50 ms by Event Timing; long tasks took ${Math.round(blockedMs)} ms`);
}

const FIELDS = [
  ["Descrição", "description"],
  ["Mensagem", "action.text"],
  ["Palavras-chave", "action.keywords"],
  ["Resposta esperada", "expectedReply"],
] as const;

async function typeInForm(targeted: boolean, rate: number): Promise<void> {
  await page.goto(`${server.url}/settings/triggers/${edited?.id}`);
  await slow(rate);
  for (const [name, path] of FIELDS) {
    await page.locator(`[data-path="${path}"]`).first().focus();
    tell(rate === 1 ? name : `${name}, processor ${rate} times slower`, await typed(LETTERS), targeted);
  }
  await slow(1);
  await page.getByRole("button", { name: "Descartar" }).click();
}

/** From the comma behind a word that nobody answers until the verifier's sentence about it stands at the top of the form. */
async function findings(): Promise<Times> {
  const times = new Times();
  await page.goto(`${server.url}/settings/triggers/${edited?.id}`);
  const field = page.locator('[data-path="action.keywords"]').first();
  for (let round = 0; round < OPENINGS; round++) {
    await field.focus();
    await page.keyboard.type(`Nada ${round}`);
    await pause(REST_MS);
    await page.keyboard.type(",");
    const said = `pageClock.untilSaid('section[aria-label="O que o verificador diz"]', "“Nada ${round}”")`;
    times.add(await page.evaluate<number>(said));
  }
  await page.getByRole("button", { name: "Descartar" }).click();
  return times;
}

/** Milliseconds from a click on Fluxo until the boxes stand where they belong and are painted. */
async function openFlow(target: Page): Promise<number> {
  const link = target.getByRole("link", { name: "Fluxo", exact: true }).first();
  await link.waitFor();
  await link.hover();
  await pause(REST_MS);
  return target.evaluate<number>(`new Promise((resolve) => {
    const link = [...document.querySelectorAll("a")].find((a) => a.pathname === "/settings/triggers/flow");
    const begun = performance.now();
    const look = () => {
      const nodes = [...document.querySelectorAll(".react-flow__node")];
      const isDrawn = nodes.length > 0 && nodes.every((node) => node.style.visibility !== "hidden");
      const moved = document.querySelector(".react-flow__viewport")?.style.transform ?? "";
      if (isDrawn && moved !== "" && !moved.includes("translate(0px, 0px) scale(1)"))
        pageClock.afterPaint(() => resolve(performance.now() - begun));
      else requestAnimationFrame(look);
    };
    link.click();
    look();
  })`);
}

/** From the list, cold after a load of the page, and warm once more. */
async function tellFlow(what: string, targeted: boolean): Promise<void> {
  const cold = new Times();
  const warm = new Times();
  for (let round = 0; round < OPENINGS; round++) {
    await page.goto(`${server.url}/settings/triggers`);
    cold.add(await openFlow(page));
    await page.getByRole("link", { name: "Lista", exact: true }).first().click();
    warm.add(await openFlow(page));
  }
  const target = targeted ? { atMost: 1000 } : undefined;
  figure(`${what}, page just loaded, p50`, cold.percentile(50), "ms");
  figure("  slowest", cold.percentile(100), "ms", target);
  figure("  opened again, p50", warm.percentile(50), "ms");
  figure("  slowest", warm.percentile(100), "ms", target);
}

await enter(page, server, "Helena", "/settings/triggers");
await tellFlow(`flow of ${TRIGGERS} triggers`, true);
await page.goto(`${server.url}/settings/triggers`);
await page.getByRole("searchbox").first().focus();
tell("search in the list", await typed("opção 3 palavra 7 team 12"), true);
await typeInForm(true, 1);
await typeInForm(false, SLOWER);
const found = await findings();
figure("key to the verifier's new sentence, p50", found.percentile(50), "ms");
figure("  slowest", found.percentile(100), "ms");
await fillDraft(bigBot());
await tellFlow("  where every menu hears every word", false);
await browser.close();
await server.stop();
await installation.close();
