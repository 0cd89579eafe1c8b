import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { pushBrowser, pushHost, type PushHost } from "../server/test/push-world.ts";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let host: PushHost;
const mine = pushBrowser();

/** The maker's side of a subscription, which this machine cannot reach: the address and keys are the test's own. All else is real. */
const subscribeHere = (subscription: ReturnType<typeof pushBrowser>["subscription"]): void => {
  const made = {
    ...subscription,
    options: {},
    toJSON: () => subscription,
    unsubscribe: async () => {
      localStorage.removeItem("test.subscribed");
      return true;
    },
  };
  Object.assign(PushManager.prototype, {
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      localStorage.setItem("test.subscribed", applicationServerKey);
      return made;
    },
    getSubscription: async () => (localStorage.getItem("test.subscribed") ? made : null),
  });
};

beforeAll(async () => {
  host = await pushHost();
  desk = await startDesk({ push: host.post });
  browser = await startBrowser({ whole: true });
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
  await host.close();
});

/** Hands a notice to the page's service worker as the browser does when it comes from the maker's host. */
async function deliverer(page: Page): Promise<(data: object) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [found] = registrations.filter(({ scopeURL }) => scopeURL === `${desk.url}/`);
      if (found) resolve(found.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  return async (data) => {
    await session.send("ServiceWorker.deliverPushMessage", {
      origin: desk.url,
      registrationId,
      data: JSON.stringify(data),
    });
  };
}

it("an administrator says that notices may leave, and for whose hosts", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/general/whatsapp");
  await helena.getByRole("link", { name: "Avisos", exact: true }).click();
  const allowed = helena.getByRole("switch", { name: "Permitir avisos com o Balcão fechado" });
  await helena.getByText("Nada sai deste servidor para avisar alguém.").waitFor();
  await allowed.focus();
  await helena.keyboard.press("Space");
  await helena.getByText("fcm.googleapis.com").waitFor();
  for (const name of [/^Mozilla/, /^Apple/, /^Microsoft/, /^Google/])
    await helena.getByRole("checkbox", { name }).uncheck();
  await helena.keyboard.press("Control+s");
  await helena.getByRole("alert").getByText("Escolha pelo menos um fabricante.").waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("checkbox", { name: /^Google/ }).check();
  await helena.keyboard.press("Control+s");
  await helena.getByText("Salvo.").waitFor();
  await helena.context().close();
});

it("with Balcão closed the browser shows who wrote, and a click opens that very conversation", async () => {
  const bruno = await openWindow(browser, { locale: "en-US", permissions: ["notifications"] });
  await bruno.addInitScript(subscribeHere, mine.subscription);
  await enter(bruno, desk, "Bruno", "/settings/me");
  await bruno.getByRole("switch", { name: "Notify also while Balcão is closed" }).click();
  await bruno.getByRole("switch", { name: "Show the message's text in these notifications" }).click();
  await bruno.getByRole("button", { name: "Send a test notification" }).waitFor();
  expect(await findings(bruno)).toEqual([]);
  const deliver = await deliverer(bruno);
  // no window of Balcão is left
  await bruno.goto("about:blank");
  await customerInComercial(desk, { id: "rui", name: "Rui Melo", waId: "5511955554444" }, "tem alguém aí?");
  const shown = await vi.waitFor(
    () => {
      const notices = host.arrived.map((one) => mine.read(one));
      const one = notices.find(({ body }) => body === "tem alguém aí?");
      if (!one) throw new Error(`only ${JSON.stringify(notices)} came`);
      return one;
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(shown).toMatchObject({ title: "+55 (11) 95555-4444", lang: "en", silent: false });
  await deliver(shown);

  await bruno.goto(`${desk.url}/conversations`);
  await bruno.getByRole("heading", { level: 1, name: "Conversations" }).waitFor();
  const inCentre = (): Promise<{ title: string; body: string }[]> =>
    bruno.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const all = await registration.getNotifications();
      return all.map(({ title, body }) => ({ title, body }));
    });
  await vi.waitFor(async () =>
    expect(await inCentre()).toContainEqual({ title: shown["title"], body: "tem alguém aí?" }),
  );
  // a page in sight calls by itself
  await deliver({ ...shown, tag: "other", title: "Other" });
  const [worker] = bruno.context().serviceWorkers();
  await worker?.evaluate(async (tag) => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
    const [notification] = await scope.registration.getNotifications({ tag });
    const Clicked = (
      globalThis as unknown as { NotificationEvent: new (type: string, init: object) => Event }
    ).NotificationEvent;
    scope.dispatchEvent(new Clicked("notificationclick", { notification }));
  }, String(shown["tag"]));
  await bruno.waitForURL(`${desk.url}${String(shown["path"])}`);
  await bruno.getByRole("article", { name: /tem alguém aí\?/ }).waitFor();
  expect(await inCentre()).toEqual([]);
  await bruno.context().close();
});
