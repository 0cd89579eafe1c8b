import type { TemplateUse } from "@balcao/api";
import { EMPTY_DRAFT, keptFile, type TemplateDraft } from "@balcao/core";
import { changeTemplate, type ChatMessage } from "@balcao/simulator";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPublished } from "../src/modules/bot/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";
import { WABA } from "./templates-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let desk: BotDesk;
let phones: Phones;
let serial = 0;
const key = (): string => `kinds-${String(++serial).padStart(8, "0")}`;

/** What a worker does every six hours, now. */
async function sync(): Promise<void> {
  const { deps } = desk.world;
  await desk.ask("POST", "/api/templates/sync");
  await templateLoop(deps, {
    channels: channelCache(deps.system, deps.sealer),
    fetch: (url, init) => fetch(url, init),
    onChanged: verifyPublished,
  }).drain();
}

async function upload(): Promise<string> {
  const form = new FormData();
  form.set("file", new Blob([PNG]), "vaso.png");
  const request = new Request("http://x", { method: "POST", body: form });
  const answer = await desk.app.inject({
    method: "POST",
    url: `/api/templates/examples?wabaId=${WABA}`,
    headers: { cookie: desk.helena, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return answer.json<{ handle: string }>().handle;
}

/** Meta decides, a little later. */
async function meta(name: string, change: Parameters<typeof changeTemplate>[2]): Promise<void> {
  await phones.moveTo(phones.sim.now() + 2000);
  changeTemplate(phones.sim, name, change);
  await phones.settle();
  await phones.moveTo(phones.sim.now() + 2000);
}
const found = async (name: string): Promise<Row & { id: string }> => {
  const items = (await desk.ask("GET", "/api/templates")).body["items"] as (Row & { id: string })[];
  return items.find((one) => one["name"] === name) ?? { id: "" };
};

const card = (handle: string, body: string): TemplateDraft["cards"][number] => ({
  header: { format: "IMAGE", handle },
  body,
  buttons: [
    { type: "QUICK_REPLY", text: "Quero este", value: "" },
    { type: "URL", text: "Ver", value: "https://loja.example/p/{{1}}" },
  ],
});

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  phones.sim.setKnobs({ templateReviewMs: 0 });
  await sync();
  const [first, second] = [await upload(), await upload()];
  const drafts: Partial<TemplateDraft>[] = [
    {
      name: "codigo",
      category: "AUTHENTICATION",
      authentication: { advises: true, minutes: 10, button: "" },
    },
    {
      name: "vasos",
      category: "UTILITY",
      body: "Oi, {{1}}. Os vasos que você pediu voltaram.",
      cards: [card(first, "O vaso {{1}} está na loja."), card(second, "O vaso azul está na loja.")],
      samples: { "body.1": "Lia", "card.0.body.1": "verde", "card.0.button.1": "7", "card.1.button.1": "8" },
    },
    {
      name: "pesquisa",
      body: "Conte como foi o seu atendimento.",
      buttons: [{ type: "FLOW", text: "Responder", value: "123", screen: "START" }],
    },
  ];
  for (const draft of drafts) {
    const { status, body } = await desk.ask("POST", "/api/templates", {
      wabaId: WABA,
      draft: { ...EMPTY_DRAFT, ...draft },
    });
    if (status !== 201) throw new Error(`${String(draft.name)}: ${JSON.stringify(body)}`);
    await meta(draft.name ?? "", { status: "APPROVED" });
  }
  await sync();
  const {
    updatedAt: _at,
    holidays: _days,
    ...known
  } = (await desk.ask("GET", "/api/settings/whatsapp")).body;
  await desk.ask("PUT", "/api/settings/whatsapp", { ...known, inactivityHours: 200 });
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});

const KINDS: [TemplateUse, Row][] = [
  [
    { name: "codigo", language: "pt_BR", values: { "body.1": "483920" } },
    {
      body: "*483920* é seu código de verificação. Para sua segurança, não o compartilhe.",
      footer: "Este código expira em 10 minutos.",
      buttons: [{ text: "Copiar código", url: expect.stringMatching(/code=otp483920$/) }],
    },
  ],
  [
    {
      name: "vasos",
      language: "pt_BR",
      values: {
        "body.1": "Lia",
        "card.0.header.link": "https://loja.example/7.png",
        "card.0.body.1": "verde",
        "card.0.button.1": "7",
        "card.1.header.link": "https://loja.example/8.png",
        "card.1.button.1": "8",
      },
    },
    {
      body: "Oi, Lia. Os vasos que você pediu voltaram.",
      cards: [
        {
          header: { type: "image", media: { link: "https://loja.example/7.png" } },
          body: "O vaso verde está na loja.",
          buttons: [{ payload: "card.0.Quero este" }, { url: "https://loja.example/p/7" }],
        },
        { body: "O vaso azul está na loja.", buttons: [{ payload: "card.1.Quero este" }, {}] },
      ],
    },
  ],
  [
    { name: "pesquisa", language: "pt_BR", values: {} },
    { body: "Conte como foi o seu atendimento.", buttons: [{ type: "FLOW", text: "Responder" }] },
  ],
];

/** A customer who wrote, in Comercial; `hours` later. */
async function talk(hours: number): Promise<{ phone: string; id: string }> {
  const phone = `55119${String(92_000_000 + ++serial)}`;
  phones.sim.addUser({ id: phone, waId: phone });
  phones.sim.sendAsUser(phone, { type: "text", text: "oi" });
  await phones.settle();
  const { rows } = await sql<{ id: string }>`
    SELECT v.id FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE v.account_id = ${desk.ours.accountId} AND c.phone = ${phone}`.execute(desk.world.deps.system);
  const id = rows[0]?.id ?? "";
  const { comercial: teamId } = desk.ours.teams;
  await desk.ask("POST", `/api/conversations/${id}/forward`, { key: key(), teamId });
  await phones.settle();
  if (hours > 0) await phones.moveTo(phones.sim.now() + hours * HOUR);
  return { phone, id };
}
const last = (phone: string): ChatMessage | undefined =>
  phones.sim.messages(phone).findLast(({ direction }) => direction === "out");
async function expectShown(phone: string, rendered: Row): Promise<void> {
  await phones.settle();
  expect(last(phone)).toMatchObject({ type: "template", content: { rendered } });
}
const done = ({ status, body }: { status: number; body: Row }): void =>
  expect([status, body["fields"], body["code"]]).toEqual([200, undefined, undefined]);

describe.each(KINDS)("%j", (use, rendered) => {
  it("from a conversation, and from a new one", async () => {
    const { phone, id } = await talk(25);
    done(await desk.ask("POST", `/api/conversations/${id}/template`, { key: key(), ...use }));
    await expectShown(phone, rendered);
    const other = `55119${String(93_000_000 + ++serial)}`;
    phones.sim.addUser({ id: other, waId: other });
    const to = { phone: `+${other}` };
    const { channelId } = desk.ours;
    const begin = { key: key(), channelId, to, teamId: desk.ours.teams.comercial, template: use };
    done(await desk.ask("POST", "/api/conversations", begin));
    await expectShown(other, rendered);
  });

  it("scheduled, and from a ticket", async () => {
    const { phone, id } = await talk(0);
    const at = new Date(phones.sim.now() + 26 * HOUR).toISOString();
    const content = { type: "template", use };
    done(await desk.ask("POST", `/api/conversations/${id}/scheduled`, { key: key(), content, at }));
    const { items } = (await desk.ask("GET", "/api/templates/uses")).body as { items: Row[] };
    expect(items).toContainEqual(expect.objectContaining({ kind: "scheduled", name: use.name, count: 1 }));
    await phones.moveTo(phones.sim.now() + 26 * HOUR + 1000);
    await expectShown(phone, rendered);
    const after = phones.sim.messages(phone).length;
    const opened = await desk.ask("POST", "/api/tickets", {
      key: key(),
      conversationId: id,
      title: "Vasos",
      teamId: desk.ours.teams.comercial,
    });
    const ticket = (opened.body["ticket"] ?? opened.body) as Row;
    const send = { conversationId: id, template: use };
    done(
      await desk.ask("POST", `/api/tickets/${String(ticket["id"])}/comments`, {
        key: key(),
        text: "",
        public: true,
        send,
      }),
    );
    await expectShown(phone, rendered);
    expect(phones.sim.messages(phone).length).toBeGreaterThan(after);
  });

  it("behind an automatic message, and behind a trigger", async () => {
    const settings = (await desk.ask("GET", "/api/settings/whatsapp")).body;
    const { updatedAt: _at, holidays: _days, ...known } = settings;
    const messages = known["autoMessages"] as Record<string, Row>;
    const manual_closing = { ...messages["manual_closing"], enabled: true, text: "Até logo.", template: use };
    done(
      await desk.ask("PUT", "/api/settings/whatsapp", {
        ...known,
        autoMessages: { ...messages, manual_closing },
      }),
    );
    const { phone, id } = await talk(25);
    await desk.ask("POST", `/api/conversations/${id}/status`, { key: key(), status: "closed" });
    await expectShown(phone, rendered);
    const description = `Ainda precisa? ${use.name}`;
    done(
      await desk.ask("POST", "/api/bot/triggers", {
        description,
        team: { operator: "is", team: desk.ours.teams.principal },
        fires: "on_silence",
        idle: { operator: "greater_than", hours: 25 },
        expectedReply: null,
        action: { ...says("Ainda precisa de ajuda?"), template: use },
        active: true,
      }),
    );
    const published = await desk.ask("POST", "/api/bot/publish", { note: "", acceptWarnings: true });
    expect([published.status, published.body["data"]]).toEqual([200, undefined]);
    const quiet = `55119${String(94_000_000 + ++serial)}`;
    phones.sim.addUser({ id: quiet, waId: quiet });
    phones.sim.sendAsUser(quiet, { type: "text", text: "oi" });
    await phones.settle();
    await phones.moveTo(phones.sim.now() + 26 * HOUR);
    await expectShown(quiet, rendered);
    // what stops with it is told
    await meta(use.name, { status: "PAUSED" });
    const { templates } = (await desk.ask("GET", "/api/templates/uses")).body as { templates: Row[] };
    expect(templates).toContainEqual(
      expect.objectContaining({ name: use.name, status: "PAUSED", usable: false }),
    );
    await meta(use.name, { status: "APPROVED" });
    const trigger = await desk.trigger(description);
    await desk.ask("DELETE", `/api/bot/triggers/${trigger.id}`);
  });

  it("by the teams that may choose it only", async () => {
    const { phone: _phone, id } = await talk(0);
    const template = await found(use.name);
    const about = { teamIds: [desk.ours.teams.suporte], note: "" };
    done(await desk.ask("PUT", `/api/templates/${template.id}/about`, about));
    const ana = await desk.cookie(desk.ours, "Ana");
    const refused = await desk.call(ana, "POST", `/api/conversations/${id}/template`, { key: key(), ...use });
    expect([refused.status, refused.body.code]).toEqual([409, "template_of_other_team"]);
    done(await desk.ask("PUT", `/api/templates/${template.id}/about`, { teamIds: [], note: "" }));
  });
});

it("a tap on a card says which card it was, to the bot as words and to people with its number", async () => {
  const { phone, id } = await talk(0);
  const [, [use]] = KINDS as [unknown, [TemplateUse, Row]];
  done(await desk.ask("POST", `/api/conversations/${id}/template`, { key: key(), ...use }));
  await phones.settle();
  phones.sim.tap(phone, last(phone)?.id ?? "", "card.1.Quero este");
  await phones.settle();
  const entries = (await desk.ask("GET", `/api/conversations/${id}/thread`)).body["entries"] as Row[];
  expect(entries.findLast(({ entry }) => entry === "message")).toMatchObject({
    kind: "reply",
    text: "Quero este",
    content: { id: "card.1.Quero este" },
  });
});

describe("files of an earlier template", () => {
  const edit = async (cards: TemplateDraft["cards"], more: Partial<TemplateDraft> = {}): Promise<Row> => {
    const { id } = await found("vasos");
    const draft = {
      ...EMPTY_DRAFT,
      name: "vasos",
      category: "UTILITY",
      body: "Oi, {{1}}. Os vasos que você pediu chegaram.",
      samples: { "body.1": "Lia", "card.0.button.1": "8", "card.1.button.1": "7" },
      cards,
      ...more,
    };
    const { status, body } = await desk.ask("PUT", `/api/templates/${id}`, { draft });
    return { status, fields: body.fields, cards: body["cards"] };
  };
  const turned = [card(keptFile(1), "O vaso azul chegou."), card(keptFile(0), "O vaso verde chegou.")];

  it("stay when it is edited, and go along when it is copied: they are put at Meta anew", async () => {
    const handles = (): number => phones.sim.world.uploads.handles.size;
    const before = handles();
    expect(await edit(turned)).toMatchObject({ status: 200, fields: undefined });
    expect(handles()).toBe(before + 2);
    const { id } = await found("vasos");
    const draft = {
      ...EMPTY_DRAFT,
      name: "vasos_copia",
      body: "Oi, os vasos que você pediu chegaram.",
      samples: { "card.0.button.1": "8", "card.1.button.1": "7" },
      cards: turned,
    };
    const copied = await desk.ask("POST", "/api/templates", { wabaId: WABA, draft, from: id });
    expect([copied.status, copied.body.fields]).toEqual([201, undefined]);
    const theirs = await desk.cookie(desk.theirs, "Helena");
    const stolen = await desk.call(theirs, "POST", "/api/templates", { wabaId: WABA, draft, from: id });
    expect(stolen.status).toBe(404);
  });

  it("are asked for anew, each by its field, when Meta does not give them back", async () => {
    await meta("vasos", { status: "REJECTED" });
    phones.sim.world.uploads.handles.clear();
    expect(await edit(turned)).toMatchObject({
      status: 422,
      fields: [
        { path: "cards.0.header.handle", code: "template_file_lost" },
        { path: "cards.1.header.handle", code: "template_file_lost" },
      ],
    });
    const none = await desk.ask("POST", "/api/templates", {
      wabaId: WABA,
      draft: {
        ...EMPTY_DRAFT,
        name: "sem_origem",
        body: "Seu pedido saiu.",
        header: { format: "IMAGE", handle: keptFile(null) },
      },
    });
    expect(none.body.fields).toMatchObject([{ path: "header.handle", code: "template_file_lost" }]);
  });
});

it("tells that Meta found its words to be of another category, since when, until it has that category", async () => {
  await meta("pesquisa", { detected: "MARKETING" });
  const { coming } = await found("pesquisa");
  expect(coming).toEqual({ category: "MARKETING", at: null, since: expect.any(String), by: "detected" });
  await sync();
  expect((await found("pesquisa"))["coming"]).toEqual(coming);
  await meta("pesquisa", { category: "MARKETING" });
  expect(await found("pesquisa")).toMatchObject({ category: "MARKETING", coming: null });
});
