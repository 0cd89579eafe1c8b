import { sampleFor } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { differences, drawsAlike } from "./picture.ts";
import { SENT } from "./sent.ts";

/*
 * Every type goes from the phone to the desk and from the desk to the phone, through the simulator's webhooks and Graph and all that is
 * between; then the whole thread is compared with its kept picture. What it takes to write each type is in message-types.test.ts,
 * files.test.ts, composer.test.ts and templates.test.ts.
 */

const SECOND = 1_000;
const DAY = 86_400_000;
let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let lia: Customer;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [1, 2], deliveredDelayMs: [1, 2] });
  // noon of tomorrow: all of it is of one day
  desk.sim.advance(1.5 * DAY - (desk.sim.now() % DAY));
  browser = await startBrowser({ whole: true });
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "onde fica a loja?",
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

/** Meta's own names of what the customer's phone got of us, and whether Lia has read it. */
const onPhone = () => desk.sim.messages("lia").filter(({ direction }) => direction === "out");

/** What an agent's browser posts; `part` is the last part of the address. */
type Sending = { part: string; body?: object; file?: { kind: string; name: string; caption?: string } };

/** Sends as the open page does, and gives the message's id. */
async function send({ part, body, file }: Sending): Promise<string> {
  desk.sim.advance(SECOND);
  const sample = file ? sampleFor(file.kind) : null;
  const id = await ana.evaluate(
    async ({ part: end, body: content, file: given, bytes, type }) => {
      const form = new FormData();
      const key = crypto.randomUUID();
      if (given) {
        const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        form.set("key", key);
        form.set("kind", given.kind);
        if (given.caption !== undefined) form.set("caption", given.caption);
        form.set("fileName", given.name);
        form.set("file", new File([raw], given.name, { type }));
      }
      const conversation = location.pathname.split("/")[2] ?? "";
      const answer = await fetch(`/api/conversations/${conversation}/${end}`, {
        method: "POST",
        ...(given
          ? { body: form }
          : {
              body: JSON.stringify({ key, ...content }),
              headers: { "content-type": "application/json" },
            }),
      });
      if (!answer.ok) throw new Error(`${end}: ${answer.status} ${await answer.text()}`);
      const { message, note } = (await answer.json()) as { message?: { id: string }; note?: { id: string } };
      return message?.id ?? note?.id ?? "";
    },
    {
      part,
      body,
      file,
      bytes: sample?.bytes.toString("base64") ?? "",
      type: sample?.mimeType.split(";")[0] ?? "",
    },
  );
  return id;
}

const LONG = "Cartão em até três vezes";
const menu = (options: string[]): Sending => ({
  part: "composed",
  body: { content: { type: "menu", body: "Como prefere pagar?", options, presentation: "auto" } },
});
const asking = (action: object, texts: object = {}): Sending => ({
  part: "composed",
  body: { content: { type: "interactive", body: "Conte com a gente", ...texts, action } },
});
/** What an agent sends, and Meta's name of what comes out at the other end. */
const ANSWERS: [type: string, Sending][] = [
  [
    "text",
    { part: "messages", body: { text: "Fica na *praça*, Lia:\n1. entre\n2. suba ~três~ dois andares" } },
  ],
  [
    "location",
    {
      part: "composed",
      body: { content: { type: "location", latitude: -23.5614, longitude: -46.6559, name: "Loja da Praça" } },
    },
  ],
  [
    "contacts",
    {
      part: "composed",
      body: {
        content: { type: "contacts", cards: [{ name: "Oficina", phones: [{ phone: "0800 123 4567" }] }] },
      },
    },
  ],
  ["interactive", menu(["Pix", "Boleto"])],
  ["interactive", menu(["Pix", "Boleto", LONG])],
  [
    "interactive",
    asking(
      { kind: "link", label: "Abrir pedido", url: "https://loja.example/pedidos/2042?de=whatsapp" },
      { header: "Pedido 2042", footer: "Loja Azul" },
    ),
  ],
  ["interactive", asking({ kind: "location_request" })],
  ["interactive", asking({ kind: "contact_request" })],
  ["interactive", asking({ kind: "call_permission" })],
  ["interactive", asking({ kind: "call_button", label: "Ligar", minutes: 1440 })],
  [
    "interactive",
    asking({
      kind: "flow",
      flow: "cadastro",
      label: "Preencher",
      screen: "INICIO",
      data: [{ name: "pedido", value: "2042" }],
    }),
  ],
  ["interactive", asking({ kind: "product", catalogId: "61200", productId: "VASO-AZUL" }, { body: null })],
  [
    "interactive",
    asking(
      {
        kind: "product_list",
        catalogId: "61200",
        sections: [
          { title: "Vasos", productIds: ["VASO-AZUL", "VASO-VERDE"] },
          { title: "Plantas", productIds: ["SAMAMBAIA"] },
        ],
      },
      { header: "Novidades" },
    ),
  ],
  ["interactive", asking({ kind: "catalog", productId: null })],
  ["sticker", { part: "files", file: { kind: "sticker", name: "oi.webp" } }],
  ["image", { part: "files", file: { kind: "image", name: "vaso.jpg", caption: "Este é o *azul*" } }],
  ["video", { part: "files", file: { kind: "video", name: "vaso.mp4" } }],
  ["document", { part: "files", file: { kind: "document", name: "catálogo.pdf" } }],
  ["audio", { part: "files", file: { kind: "audio", name: "recado.ogg" } }],
  ["template", { part: "template", body: { name: "hello_world", language: "en_US", values: {} } }],
];

it("what the desk sends is on the phone as its own type, in order", async () => {
  for (const [, sending] of ANSWERS) await send(sending);
  const before = onPhone().length;
  await expect
    .poll(() =>
      onPhone()
        .slice(-ANSWERS.length)
        .map(({ type }) => type),
    )
    .toEqual(ANSWERS.map(([type]) => type));
  const lists = onPhone().filter(({ type }) => type === "interactive");
  expect(lists.map(({ content }) => content["type"]).slice(-11)).toEqual([
    "button",
    "list",
    "cta_url",
    "location_request_message",
    "request_contact_info",
    "call_permission_request",
    "voice_call",
    "flow",
    "product",
    "product_list",
    "catalog_message",
  ]);
  expect(before).toBeGreaterThan(0);
});

/** What came in before the picture is taken: every type, and what a customer does to messages. */
async function everythingComesIn(quoted: string): Promise<void> {
  const { sim } = desk;
  for (const [message] of SENT) {
    sim.advance(SECOND);
    sim.sendAsUser("lia", message);
  }
  sim.advance(SECOND);
  const wrong = sim.sendAsUser("lia", { type: "text", text: "amanhã", quote: quoted });
  sim.advance(SECOND);
  const message = { type: "text", text: { body: "depois de amanhã" } };
  sim.sendAsUser("lia", { type: "edit", edit: { original_message_id: wrong.id, message } });
  const gone = sim.sendAsUser("lia", { type: "text", text: "esqueça" });
  sim.advance(SECOND);
  sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: gone.id } });
  sim.react("lia", quoted, "❤️");
  await ana.getByText("O cliente apagou esta mensagem").waitFor();
}

/** What is in the thread, all of it, at rest: pictures and voices are there, nothing is on its way, every time reads the same. */
async function still(width: number, colorScheme: "light" | "dark"): Promise<void> {
  await ana.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  let height = 2_000;
  await ana.setViewportSize({ width, height });
  await ana.reload();
  await ana.getByRole("article").last().waitFor();
  const thread = ana.locator("[data-thread]");
  const first = ana.getByText("onde fica a loja?");
  // as tall as the thread: then all of it is drawn, its first word too
  await expect
    .poll(async () => {
      const missing = await thread.evaluate((one) => one.scrollHeight - one.clientHeight);
      if (missing > 0) await ana.setViewportSize({ width, height: (height += missing) });
      return missing === 0 && (await first.isVisible());
    })
    .toBe(true);
  await ana.getByRole("img", { name: "O cliente reagiu com ❤️" }).waitFor();
  await expect
    .poll(() =>
      thread.evaluate((one) => {
        const pictures = [...one.querySelectorAll("img")].filter(({ complete }) => !complete);
        const films = [...one.querySelectorAll("video")].filter(({ readyState }) => readyState === 0);
        const voices = [...one.querySelectorAll("[role=slider]")].filter(
          (voice) => !voice.querySelector("rect"),
        );
        const onTheirWay = [...one.querySelectorAll("[data-side=out]")].filter(
          (bubble) => !/(Lida|Falhou)$/u.test(bubble.getAttribute("aria-label") ?? ""),
        );
        return [...pictures, ...films, ...voices, ...onTheirWay].length;
      }),
    )
    .toBe(0);
  await thread.evaluate((one) => {
    for (const time of one.querySelectorAll("time")) time.textContent = "00:00";
    // a photograph's place and shape, not its weight in this repository; the browser's own controls, whose look is not ours
    for (const photo of one.querySelectorAll("img")) photo.style.filter = "brightness(0) invert(0.5)";
    for (const film of one.querySelectorAll<HTMLElement>("video, audio")) film.style.visibility = "hidden";
  });
}

it("the thread looks as in its pictures, wide and light, narrow and dark", async ({ skip }) => {
  const answered = await send({ part: "messages", body: { text: "Quando quer vir?" } });
  expect(answered).not.toBe("");
  await expect.poll(() => lia.received().at(-1)).toContain("Quando quer vir?");
  await everythingComesIn(onPhone().at(-1)?.id ?? "");
  await send({ part: "notes", body: { text: "Cliente da loja antiga." } });
  desk.sim.addGraphFault({ kind: 131_026, count: 1, on: "messages" });
  await send({ part: "messages", body: { text: "esta não vai" } });
  await ana.getByText("Código 131026").waitFor();
  // read on either side, and known to be
  await ana.getByRole("row", { name: /Lia Prado.*não lida/ }).waitFor({ state: "detached" });
  await expect
    .poll(() =>
      onPhone()
        .filter(({ status }) => status !== "read")
        .map(({ type }) => type),
    )
    .toEqual([]);
  if (!(await drawsAlike(ana))) skip("the fonts of this machine are not those of the kept pictures");
  const log = ana.getByRole("log");
  await still(720, "light");
  expect(await differences(ana, log, "thread-light")).toEqual([]);
  await still(390, "dark");
  expect(await differences(ana, log, "thread-dark")).toEqual([]);
});
