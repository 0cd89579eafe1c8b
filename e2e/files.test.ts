import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let lia: Customer;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "manda uma foto?",
  );
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

type Given = { name: string; type: string; size?: number };

/** Pastes or drops files made in the page: pictures are drawn, anything else is filled up to its size. */
const hand = (how: "paste" | "drop", files: Given[]): Promise<void> =>
  ana.locator("[data-composer]").evaluate(
    async (field, { how: way, files: given }) => {
      const data = new DataTransfer();
      for (const { name, type, size } of given) {
        const canvas = new OffscreenCanvas(320, 200);
        const pen = canvas.getContext("2d");
        if (pen) {
          pen.fillStyle = "#e6a23c";
          pen.fillRect(40, 40, 240, 120);
        }
        const drawn = await canvas.convertToBlob({ type: "image/png" });
        data.items.add(new File([size === undefined ? drawn : new Uint8Array(size)], name, { type }));
      }
      const event =
        way === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      field.dispatchEvent(event);
    },
    { how, files },
  );
const tray = () => ana.getByRole("list", { name: "Arquivos a enviar" });
const send = () => ana.getByRole("button", { name: "Enviar", exact: true });

it("a pasted picture with its caption is on the customer's phone, and its ticks turn blue", async () => {
  const phone = ana.frameLocator("iframe");
  await phone.getByRole("textbox").first().waitFor();
  await hand("paste", [{ name: "vaso.png", type: "image/png" }]);
  await tray().getByText("vaso.png").waitFor();
  await ana.locator("[data-composer]").fill("Este é o *azul*");
  expect(await findings(ana)).toEqual([]);
  await ana.locator("[data-composer]").press("Enter");
  const bubble = ana.getByRole("article", { name: /Este é o \*azul\*/ });
  // at once from this browser's own copy
  await bubble.getByRole("img").first().waitFor();
  await phone.locator("img[src*='media']").first().waitFor();
  await phone.getByText("azul").last().waitFor();
  await ana.getByRole("article", { name: /Este é o \*azul\*, Lida$/ }).waitFor();
  await expect.poll(() => bubble.locator("img").first().getAttribute("src")).toMatch(/^\/api\/media\//);
  expect(lia.received().at(-1)).toContain("Este é o *azul*");
  expect(await findings(ana)).toEqual([]);
});

it("several files dropped at once go in order, each a message; what cannot go is said before it is sent", async () => {
  await hand("drop", [
    { name: "um.png", type: "image/png" },
    { name: "grande.jpg", type: "image/jpeg", size: 5 * 1024 * 1024 + 1 },
    { name: "foto.heic", type: "image/heic", size: 10 },
  ]);
  await tray().getByText("Grande demais").waitFor();
  await tray().getByText("não aceita este tipo").waitFor();
  await expect.poll(() => send().isDisabled()).toBe(true);
  expect(await findings(ana)).toEqual([]);
  await ana.getByRole("button", { name: "Tirar grande.jpg" }).press("Enter");
  await ana.getByRole("button", { name: "Tirar foto.heic" }).press("Enter");
  const [chooser] = await Promise.all([
    ana.waitForEvent("filechooser"),
    ana.locator("[data-composer]").press("Control+u"),
  ]);
  await chooser.setFiles({
    name: "tabela.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("vaso;preço\nazul;30\n"),
  });
  await ana.locator("[data-composer]").fill("Foto e tabela");
  await send().click();
  await ana.getByRole("article", { name: /Documento, (Lida|Entregue)$/ }).waitFor();
  const last = lia.received().slice(-2);
  expect(last[0]).toContain("Foto e tabela");
  expect(last[1]).toContain("tabela.csv");
});

it("offline a file waits, says so, and can be taken back; back online it goes once", async () => {
  await ana.context().setOffline(true);
  await hand("paste", [{ name: "espera.png", type: "image/png" }]);
  await ana.locator("[data-composer]").press("Enter");
  await ana.getByText("Sem conexão: vai quando ela voltar").waitFor();
  await ana.getByRole("button", { name: "Desistir" }).click();
  await tray().getByText("espera.png").waitFor();
  await ana.locator("[data-composer]").fill("Agora vai");
  await send().click();
  const before = lia.received().length;
  await ana.context().setOffline(false);
  await ana.getByRole("article", { name: /Agora vai, (Lida|Entregue)$/ }).waitFor();
  expect(lia.received().slice(before)).toHaveLength(1);
});
