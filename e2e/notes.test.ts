import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, pressInTurn } from "./keyboard.ts";
import { clickTool } from "./pointer.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let rita: Page;
let lia: Customer;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "tem desconto?",
  );
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").waitFor();
  rita = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(rita, desk, "Rita");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const field = (page: Page) => page.locator("[data-composer]");
const notes = (page: Page) => page.getByRole("article", { name: /^(Nota interna|Internal note), / });

it("a note is written by keyboard alone, calls a colleague, and never reaches the customer", async () => {
  await ana.getByRole("log").focus();
  await ana.locator("[data-entry]").last().focus();
  await ana.keyboard.press("n");
  await ana.getByText("Nota interna, só a equipe vê").waitFor();
  await expect.poll(() => focused(ana)).toBe("Nota interna");
  // letters are text here, whatever they do elsewhere
  await ana.keyboard.type("rn ");
  await ana.keyboard.press("Control+b");
  await ana.keyboard.type("antiga");
  await ana.keyboard.press("ArrowRight");
  await ana.keyboard.type(" cliente, @");
  const people = ana.getByRole("listbox", { name: "Pessoas que podem ser mencionadas" });
  await people.waitFor();
  await expect
    .poll(() => ana.getByRole("status").filter({ hasText: "pessoas" }).textContent())
    .toBe("3 pessoas");
  await expect
    .poll(() => people.getByRole("option").allTextContents())
    .not.toContainEqual(expect.stringMatching(/Diego|Ana/));
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.type("ri");
  await expect.poll(() => people.getByRole("option").count()).toBe(1);
  await expect
    .poll(() => field(ana).getAttribute("aria-activedescendant"))
    .toBe(await people.getByRole("option").first().getAttribute("id"));
  await ana.keyboard.press("Enter");
  await ana.keyboard.type("pode dar 10%?");
  await expect.poll(() => field(ana).inputValue()).toBe("rn *antiga* cliente, @Rita Campos pode dar 10%?");
  await ana.keyboard.press("Enter");
  await notes(ana).filter({ hasText: "@Rita Campos pode dar 10%?" }).waitFor();
  await expect.poll(() => field(ana).inputValue()).toBe("");

  await rita.getByRole("button", { name: "Mentions: 1 unread" }).waitFor();
  await pressInTurn(rita, "g", "m");
  const mention = rita.getByRole("dialog").getByRole("link", { name: /Ana Beatriz Lopes mentioned you/ });
  await mention.waitFor();
  expect(await findings(rita)).toEqual([]);
  await mention.press("Enter");
  // the very note, and with it the mention is read
  await expect.poll(() => focused(rita)).toContain("pode dar 10%?");
  await rita.getByRole("button", { name: "Mentions: none unread" }).waitFor();
  expect(await findings(rita)).toEqual([]);

  await rita.keyboard.press("n");
  await expect.poll(() => focused(rita)).toBe("Internal note");
  await rita.keyboard.type("pode");
  await rita.keyboard.press("Enter");
  await notes(ana).filter({ hasText: "Rita Campos" }).filter({ hasText: /pode$/ }).waitFor();
  await ana.keyboard.press("Escape");
  await ana.keyboard.press("r");
  await expect.poll(() => focused(ana)).toMatch(/^Mensagem para /);
  await ana.keyboard.type("Consigo 10%");
  await ana.keyboard.press("Enter");
  await expect.poll(() => lia.received().at(-1)).toContain("Consigo 10%");
  expect(lia.received().join()).not.toMatch(/antiga|Rita|pode/);
});

it("its author changes and deletes it; both are seen by the others", async () => {
  await clickTool(
    rita.getByRole("article", { name: /Rita Campos.*pode$/ }),
    rita.getByRole("button", { name: "Edit the note" }),
    rita.getByRole("dialog"),
  );
  const dialog = rita.getByRole("dialog");
  await dialog.getByRole("textbox").fill("pode, @Ana Beatriz Lopes");
  expect(await findings(rita)).toEqual([]);
  await dialog.getByRole("button", { name: "Save note" }).click();
  await notes(ana).filter({ hasText: "pode, @Ana Beatriz Lopes" }).filter({ hasText: "editada" }).waitFor();
  await clickTool(
    rita.getByRole("article", { name: /Rita Campos.*pode, / }),
    rita.getByRole("button", { name: "Delete the note" }),
    rita.getByRole("dialog"),
  );
  await rita.getByRole("dialog").getByRole("button", { name: "Delete the note" }).click();
  await notes(ana).filter({ hasText: "Nota apagada" }).waitFor();
  await expect.poll(() => notes(ana).filter({ hasText: "pode, @" }).count()).toBe(0);
});

it("a draft goes with its person to another browser, and with its sending out of both", async () => {
  const other = await openWindow(browser, { viewport: { width: 390, height: 844 } });
  const saved = ["Separei o azul", "avisar o estoque"].map((words) =>
    ana.waitForResponse(
      (answer) =>
        answer.url().endsWith("/draft") &&
        answer.ok() &&
        answer.request().postData()?.includes(words) === true,
    ),
  );
  await field(ana).fill("Separei o azul");
  await ana.getByText("Nota interna", { exact: true }).last().click();
  await field(ana).fill("avisar o estoque");
  await Promise.all(saved);
  await enter(other, desk, "Ana", "/conversations?tab=mine");
  const row = other.getByRole("row").filter({ hasText: "Lia Prado" });
  await row.getByText("Rascunho: Separei o azul").waitFor();
  await row.click();
  await expect.poll(() => field(other).inputValue()).toBe("Separei o azul");
  await other.getByText("Nota interna", { exact: true }).last().click();
  await expect.poll(() => field(other).inputValue()).toBe("avisar o estoque");
  expect(await findings(other)).toEqual([]);
  // nobody else sees what one person has begun
  await expect.poll(() => rita.getByText("Separei o azul").count()).toBe(0);
  await other.getByText("Responder", { exact: true }).click();
  await field(other).fill("Separei o azul para você");
  await field(other).press("Enter");
  await expect.poll(() => lia.received().at(-1)).toContain("Separei o azul para você");
  await ana.evaluate(() => window.dispatchEvent(new Event("focus")));
  await ana.getByText("Responder", { exact: true }).click();
  await expect.poll(() => field(ana).inputValue()).toBe("");
  await ana.getByText("Nota interna", { exact: true }).last().click();
  await expect.poll(() => field(ana).inputValue()).toBe("avisar o estoque");
  // it is over, no answer is possible any more: a note is
  await ana.getByRole("button", { name: "Mais ações" }).click();
  await ana.getByRole("menuitem", { name: "Encerrar conversa" }).click();
  await ana.getByRole("dialog").getByRole("button", { name: "Encerrar conversa" }).click();
  await field(ana).press("Enter");
  await notes(ana).filter({ hasText: "avisar o estoque" }).waitFor();
  await ana.getByText("Responder", { exact: true }).click();
  await ana.getByText("Conversa encerrada", { exact: true }).last().waitFor();
  await expect.poll(() => field(ana).count()).toBe(0);
  await other.context().close();
});
