/**
 * The pictures of the manual, in both languages at one size: starts a throw-away desk with the demo, opens each screen in
 * Chromium and writes docs/images/<name>.<language>.png. `--url http://localhost:8080` takes them of a demo that runs already.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { findBrowser } from "./lib/browser.mjs";
import { productNode, ROOT } from "./lib/paths.mjs";
import { freePort } from "./lib/ports.mjs";
import { Problem, run } from "./lib/problem.mjs";

/** @typedef {import("playwright-core").Page} Page */
/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {string} as first name of who looks
 * @property {string} path
 * @property {(page: Page) => Promise<unknown>} [show] what to do before the picture is taken
 */

const IMAGES = join(ROOT, "docs", "images");
const SIZE = { width: 1440, height: 900 };
const LANGUAGES = ["pt-BR", "en"];
/** fonts, fade-ins and the phone's frame */
const CALM_MS = 1500;

/** @param {string} customer @returns {(page: Page) => Promise<unknown>} */
const open = (customer) => async (page) => {
  await page.getByRole("row").filter({ hasText: customer }).first().click();
  await page.getByRole("textbox").last().waitFor();
};

/** @param {string} person the simulator's id @returns {(page: Page) => Promise<unknown>} */
const hold = (person) => (page) => page.frameLocator("iframe").locator("#holder").selectOption(person);

/** @type {Picture[]} */
const PICTURES = [
  {
    name: "conversas",
    as: "Diego",
    path: "/conversations?tab=mine",
    async show(page) {
      await open("Rafael Dias")(page);
      await hold("rafael")(page);
    },
  },
  { name: "historico", as: "Helena", path: "/conversations?tab=new", show: open("Larissa Pimentel") },
  { name: "chamados", as: "Rita", path: "/tickets" },
  {
    name: "quadro",
    as: "Rita",
    path: "/tickets",
    show: (page) => page.getByRole("link", { name: /^(Quadro|Board)$/ }).click(),
  },
  { name: "chamado", as: "Diego", path: "/tickets/1" },
  { name: "equipes", as: "Helena", path: "/settings/teams" },
  {
    name: "equipe",
    as: "Helena",
    path: "/settings/teams",
    show: (page) =>
      page
        .getByRole("link", { name: /Comercial/ })
        .first()
        .click(),
  },
  { name: "geral", as: "Helena", path: "/settings/general/whatsapp" },
  {
    name: "canal",
    as: "Helena",
    path: "/settings/channels",
    async show(page) {
      await page.getByRole("main").getByRole("link", { name: "Loja Girassol" }).first().click();
      await page.waitForURL(/channels\/[0-9a-f-]{36}/);
    },
  },
  {
    name: "webhooks",
    as: "Helena",
    path: "/settings/channels/webhooks",
    show: (page) => page.getByRole("table").waitFor(),
  },
  {
    name: "template",
    as: "Helena",
    path: "/settings/templates/new",
    async show(page) {
      await page
        .getByLabel(/^(Título|Title)/)
        .first()
        .fill("Pedido enviado");
      await page
        .getByLabel(/^(Mensagem|Message)/)
        .first()
        .fill("Olá, {{1}}. O seu pedido {{2}} saiu hoje da loja e chega até sexta-feira.");
    },
  },
  { name: "custos", as: "Helena", path: "/settings/costs" },
  { name: "gatilhos", as: "Helena", path: "/settings/triggers" },
  {
    name: "gatilho",
    as: "Helena",
    path: "/settings/triggers",
    show: (page) =>
      page
        .getByRole("link", { name: /Boas-vindas/ })
        .first()
        .click(),
  },
];

/** @returns {Promise<{ url: string, stop(): Promise<void> }>} */
async function throwawayDesk() {
  const folder = mkdtempSync(join(tmpdir(), "balcao-screenshots-"));
  const port = String((await freePort(0)) ?? 0);
  const desk = spawn(productNode(), [join(ROOT, "scripts", "start.mjs"), "--port", port, "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => desk.once("exit", resolve));
  const stop = async () => {
    desk.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: desk.stdout })) {
    const url = /^Balcão: (http\S+)/u.exec(line)?.[1];
    if (url) return { url, stop };
  }
  throw new Problem("The desk did not start.");
}

/** @param {import("playwright-core").Browser} browser @param {string} url @param {string} language @param {string} name */
async function enter(browser, url, language, name) {
  const context = await browser.newContext({
    locale: language,
    timezoneId: "America/Sao_Paulo",
    viewport: SIZE,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.waitForURL(/\/conversations/);
  return page;
}

run(async () => {
  const { values } = parseArgs({ options: { url: { type: "string" }, only: { type: "string" } } });
  const { chromium } = await import("playwright-core");
  mkdirSync(IMAGES, { recursive: true });
  const desk = values.url ? { url: values.url, stop: async () => undefined } : await throwawayDesk();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (const language of LANGUAGES)
      for (const { name, as, path, show } of PICTURES) {
        if (values.only && values.only !== name) continue;
        const page = await enter(browser, desk.url, language, as);
        await page.goto(`${desk.url}${path}`);
        await show?.(page);
        await page.waitForTimeout(CALM_MS);
        await page.screenshot({ path: join(IMAGES, `${name}.${language}.png`) });
        console.log(`docs/images/${name}.${language}.png`);
        await page.context().close();
      }
  } finally {
    await browser.close();
    await desk.stop();
  }
});
