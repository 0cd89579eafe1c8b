import type { Browser, Page } from "playwright-core";
import { DEFAULT_NUMBER } from "@balcao/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tally } from "../scripts/lib/tally.ts";
import { enter, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

const PASSWORD = "quatro palavras bem soltas";
const WORD = "CANARINHO";
let desk: RunningDesk;
let browser: Browser;
beforeAll(async () => {
  desk = await startDesk({ withBot: false });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Everything that a browser keeps for the desk and that a page of it can read, as text. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("no database"));
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames)
        found.push(name, store, await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        found.push(request.url, await (await cache.match(request))?.text());
    }
    return JSON.stringify(found);
  });
}

/** A link by which somebody new comes in. */
async function invitation(admin: Page): Promise<string> {
  const { link } = await admin.evaluate(async () => {
    const { items } = (await (await fetch("/api/teams")).json()) as { items: { id: string }[] };
    const answer = await fetch("/api/invitations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        email: "lia@girassol.example",
        name: "Lia",
        role: "administrator",
        teamIds: items.map(({ id }) => id),
      }),
    });
    return (await answer.json()) as { link: string };
  });
  return link;
}

it("keeps no secret in the browser, and of what customers wrote nothing once one has left", async () => {
  const admin = await openWindow(browser);
  await enter(admin, desk, "Helena");
  const link = await invitation(admin);
  const page = await openWindow(browser);
  await page.goto(`${desk.url}${new URL(link).pathname}`);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/conversations/u);
  desk.sim.sendAsUser("lia", { type: "text", text: `oi ${WORD}` });
  await page.goto(`${desk.url}/conversations?tab=new`);
  await page
    .getByRole("row")
    .filter({ hasText: `oi ${WORD}` })
    .click();
  await page.getByRole("article").filter({ hasText: WORD }).first().waitFor();
  for (const path of ["/settings/channels", "/settings/me/security", "/tickets", "/contacts"]) {
    await page.goto(`${desk.url}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  }
  const session = (await page.context().cookies()).filter(({ name }) => name.includes("session"));
  expect(session).not.toHaveLength(0);
  const { accessToken, appSecret, verifyToken } = DEFAULT_NUMBER;
  const secrets = [
    PASSWORD,
    accessToken,
    appSecret,
    verifyToken,
    link.split("/").at(-1) ?? "",
    ...session.flatMap(({ value }) => [value, decodeURIComponent(value).split(".")[0] ?? ""]),
  ];
  const during = await kept(page);
  await page.getByRole("button", { name: "Perfil de Lia" }).click();
  await page.getByRole("menuitem", { name: "Sair" }).click();
  await page.waitForURL(/\/sign-in/u);
  // whoever sits down at the same browser afterwards
  const next = await page.context().newPage();
  await next.goto(`${desk.url}/sign-in`);
  await next.getByRole("heading", { level: 1 }).first().waitFor();
  const after = await kept(next);
  const hits = secrets.filter((secret) => during.includes(secret) || after.includes(secret));
  if (after.includes(WORD)) hits.push(WORD);
  tally("secrets", { through: hits.length });
  expect(hits).toEqual([]);
  // it does look where something is
  expect(during.length).toBeGreaterThan(50);
  for (const window of [page, admin]) await window.context().close();
});
