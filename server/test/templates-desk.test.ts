import { changeTemplate } from "@balcao/simulator";
import { EMPTY_DRAFT, draftProblems, type TemplateDraft } from "@balcao/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPublished } from "../src/modules/bot/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";
import type { Reply } from "./desk-world.ts";
import { WABA } from "./templates-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";

type Row = Record<string, unknown>;
const DAY = 24 * 3_600_000;

let desk: BotDesk;
let phones: Phones;

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  phones.sim.setKnobs({ templateReviewMs: 0 });
  const { deps } = desk.world;
  await templateLoop(deps, {
    channels: channelCache(deps.system, deps.sealer),
    fetch: (url, init) => fetch(url, init),
    onChanged: verifyPublished,
  }).drain();
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});

const draftOf = (name: string, more: Partial<TemplateDraft> = {}): TemplateDraft => ({
  ...EMPTY_DRAFT,
  name,
  body: "Oi, {{1}}. O seu pedido saiu para entrega hoje.",
  samples: { "body.1": "Lia" },
  ...more,
});
const create = (draft: TemplateDraft): Promise<Reply> =>
  desk.ask("POST", "/api/templates", { wabaId: WABA, draft });
const listed = async (cookie = desk.helena): Promise<(Row & { id: string; name: string })[]> =>
  (await desk.call(cookie, "GET", "/api/templates")).body["items"] as (Row & { id: string; name: string })[];
const found = async (name: string, cookie = desk.helena): Promise<(Row & { id: string }) | undefined> =>
  (await listed(cookie)).find((template) => template.name === name);
/** Meta decides, a little later */
async function meta(name: string, change: Parameters<typeof changeTemplate>[2]): Promise<void> {
  await phones.moveTo(phones.sim.now() + 2000);
  changeTemplate(phones.sim, name, change);
  await phones.settle();
  await phones.moveTo(phones.sim.now() + 2000);
}
async function approved(name: string): Promise<string> {
  const { status, body } = await create(draftOf(name));
  expect([status, body.fields]).toEqual([201, undefined]);
  await meta(name, { status: "APPROVED" });
  return String(body["id"]);
}

describe("+ Novo template", () => {
  it("goes to Meta with all its parts, and is shown in review", async () => {
    const draft = draftOf("completo", {
      parameterFormat: "NAMED",
      header: { format: "TEXT", text: "Pedido {{numero}}" },
      body: "Oi, {{nome}}. O seu pedido {{numero}} saiu para entrega hoje.",
      footer: "Loja Girassol",
      buttons: [
        { type: "QUICK_REPLY", text: "Recebi", value: "" },
        { type: "URL", text: "Rastrear", value: "https://loja.example/r/{{1}}" },
        { type: "PHONE_NUMBER", text: "Ligar", value: "+55 11 4000-0000" },
        { type: "COPY_CODE", text: "", value: "" },
      ],
      samples: {
        "header.numero": "A-77",
        "body.nome": "Lia",
        "body.numero": "A-77",
        "button.1": "A77",
        "button.3": "BLUE10",
      },
    });
    const { status, body } = await create(draft);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "completo",
      status: "PENDING",
      category: "UTILITY",
      samples: draft.samples,
    });
    // what Meta has of it is what its list tells
    const own = [...phones.sim.world.templates.values()].flat().find(({ name }) => name === "completo");
    expect(own).toMatchObject({
      parameter_format: "NAMED",
      components: [
        { type: "HEADER", text: "Pedido {{numero}}" },
        { type: "BODY" },
        { type: "FOOTER", text: "Loja Girassol" },
        {
          buttons: [
            { type: "QUICK_REPLY", text: "Recebi" },
            { url: "https://loja.example/r/{{1}}", example: ["https://loja.example/r/A77"] },
            { phone_number: "+551140000000" },
            { type: "COPY_CODE", example: "BLUE10" },
          ],
        },
      ],
    });
    await meta("completo", { status: "APPROVED" });
    expect(await found("completo")).toMatchObject({ status: "APPROVED" });
  });

  it("is told what is wrong before Meta is asked, field by field, in the reader's language", async () => {
    const before = [...phones.sim.world.templates.values()].flat().length;
    const { status, body } = await create(
      draftOf("Errado", {
        body: "{{1}} saiu",
        buttons: [{ type: "URL", text: "Ver", value: "https://wa.me/55" }],
      }),
    );
    expect(status).toBe(422);
    expect(body.fields?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "name template_name",
      "body template_variable_edge",
      "body template_variable_words",
      "buttons.0.value template_url_shortener",
    ]);
    expect(body.fields?.[1]?.message).toContain("no começo ou no fim");
    expect((await create(draftOf("completo"))).body.fields).toMatchObject([
      { path: "name", code: "template_name_taken" },
    ]);
    expect(
      (await desk.ask("POST", "/api/templates", { wabaId: "1", draft: draftOf("x") })).body.fields,
    ).toMatchObject([{ path: "wabaId", code: "unknown_number" }]);
    expect([...phones.sim.world.templates.values()].flat()).toHaveLength(before);
  });

  it("gets the category that Meta gives it, and Meta's own words when it refuses", async () => {
    const promo = await create(draftOf("semana", { body: "Oi, {{1}}. Nesta semana há desconto na loja." }));
    expect(promo.body).toMatchObject({ category: "MARKETING", status: "PENDING" });
    // deleted a moment ago: only Meta knows that its name is locked
    const id = await approved("trancado");
    expect((await desk.ask("DELETE", `/api/templates/${id}`)).status).toBe(200);
    await phones.moveTo(phones.sim.now() + 2 * 60_000);
    await phones.settle();
    expect(await found("trancado")).toBeUndefined();
    const { status, body } = await create(draftOf("trancado"));
    expect([status, body.code]).toEqual([409, "template_refused"]);
    expect(body["data"]).toMatchObject({
      code: 2388023,
      title: expect.any(String),
      message: expect.any(String),
    });
  });

  it("says that Meta did not answer, and has the list read", async () => {
    phones.sim.addGraphFault({ kind: "html502", on: "management" });
    const { status, body } = await create(draftOf("sem_resposta"));
    expect([status, body.code]).toEqual([502, "template_unanswered"]);
    phones.sim.clearGraphFaults();
  });

  it("shows a file in its header: the file goes up first, and its handle stands in the draft", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    const upload = async (bytes: Buffer, name: string) => {
      const form = new FormData();
      form.set("file", new Blob([new Uint8Array(bytes)]), name);
      const request = new Request("http://x", { method: "POST", body: form });
      return desk.app.inject({
        method: "POST",
        url: `/api/templates/examples?wabaId=${WABA}`,
        headers: { cookie: desk.helena, "content-type": request.headers.get("content-type") ?? "" },
        payload: Buffer.from(await request.arrayBuffer()),
      });
    };
    expect((await upload(Buffer.from("texto"), "a.txt")).statusCode).toBe(422);
    const answer = await upload(png, "foto.png");
    expect(answer.statusCode).toBe(200);
    const { handle } = answer.json<{ handle: string }>();
    const { status, body } = await create(draftOf("com_foto", { header: { format: "IMAGE", handle } }));
    expect([status, body["header"]]).toEqual([201, { format: "IMAGE", text: null }]);
    const forged = await create(
      draftOf("forjado", { header: { format: "IMAGE", handle: "8801112223334445" } }),
    );
    expect([forged.status, forged.body.code]).toEqual([409, "template_refused"]);
  });
});

describe("an own template", () => {
  it("is edited within Meta's limits, keeps its name, and goes to review again", async () => {
    const id = await approved("editado");
    const edit = (more: Partial<TemplateDraft> = {}) =>
      desk.ask("PUT", `/api/templates/${id}`, {
        draft: draftOf("outro_nome", {
          body: "Oi, {{1}}. O seu pedido chegou ao destino hoje.",
          category: "MARKETING",
          ...more,
        }),
      });
    const { status, body } = await edit();
    expect([status, body]).toMatchObject([
      200,
      {
        name: "editado",
        status: "PENDING",
        category: "UTILITY",
        body: "Oi, {{1}}. O seu pedido chegou ao destino hoje.",
      },
    ]);
    expect(body["edits"]).toHaveLength(1);
    expect((await edit()).body).toMatchObject({ code: "template_edit_state" });
    await phones.settle();
    await meta("editado", { status: "APPROVED" });
    const limited = await edit();
    expect(limited.body).toMatchObject({ code: "template_edit_limit", data: { until: expect.any(String) } });
    // a paused one may be edited at any time, and its category too
    await meta("editado", { status: "PAUSED" });
    expect((await edit()).body).toMatchObject({ status: "PENDING", category: "MARKETING" });
    await phones.settle();
    await meta("editado", { status: "APPROVED" });
    await phones.moveTo(phones.sim.now() + DAY);
    expect((await edit({ body: "sem variável, e um exemplo a mais" })).status).toBe(200);
  });

  it("is taken out of a pause, and deleted", async () => {
    const id = await approved("pausado");
    await meta("pausado", { status: "PAUSED", reason: "FIRST_PAUSE" });
    expect(await found("pausado")).toMatchObject({ status: "PAUSED", reason: "FIRST_PAUSE" });
    expect((await desk.ask("POST", `/api/templates/${id}/unpause`)).body).toMatchObject({
      status: "APPROVED",
    });
    await phones.settle();
    await phones.moveTo(phones.sim.now() + 2000);
    expect((await desk.ask("POST", `/api/templates/${id}/unpause`)).body).toMatchObject({
      code: "template_refused",
    });
    expect((await desk.ask("DELETE", `/api/templates/${id}`)).body).toMatchObject({
      status: "PENDING_DELETION",
    });
    expect((await desk.ask("PUT", `/api/templates/${id}`, { draft: draftOf("pausado") })).body.code).toBe(
      "template_edit_state",
    );
  });

  it("is chosen and sent by its teams only, and by who oversees", async () => {
    const id = await approved("so_suporte");
    const { suporte } = desk.ours.teams;
    const about = { teamIds: [suporte], note: "Recurso enviado em 20/11." };
    expect((await desk.ask("PUT", `/api/templates/${id}/about`, about)).body).toMatchObject(about);
    const cookies = {
      ana: await desk.cookie(desk.ours, "Ana"),
      diego: await desk.cookie(desk.ours, "Diego"),
      rita: await desk.cookie(desk.ours, "Rita"),
    };
    const sees = async (cookie: string): Promise<boolean> =>
      (await found("so_suporte", cookie)) !== undefined;
    expect([await sees(cookies.ana), await sees(cookies.diego), await sees(cookies.rita)]).toEqual([
      false,
      true,
      true,
    ]);
    // what is remembered is for those who look after it
    expect((await found("so_suporte", cookies.diego))?.["note"]).toBeNull();
    expect((await found("so_suporte", cookies.rita))?.["note"]).toBe(about.note);
    const begin = (cookie: string, teamId: string | undefined, phone: string) =>
      desk.call(cookie, "POST", "/api/conversations", {
        key: `begin-${phone}`,
        channelId: desk.ours.channelId,
        to: { phone },
        teamId,
        template: { name: "so_suporte", language: "pt_BR", values: { "body.1": "Lia" } },
      });
    const { comercial } = desk.ours.teams;
    expect((await begin(cookies.ana, comercial, "11987650001")).body.code).toBe("template_of_other_team");
    expect((await begin(cookies.diego, suporte, "11987650002")).status).toBe(200);
    const wrong = { teamIds: [desk.theirs.teams.suporte], note: "" };
    expect((await desk.ask("PUT", `/api/templates/${id}/about`, wrong)).body.fields).toMatchObject([
      { code: "unknown_team" },
    ]);
    // a team that goes hands it on
    const uses = (await desk.ask("GET", `/api/teams/${String(suporte)}/uses`)).body["items"];
    expect(uses).toContainEqual({ kind: "templates", label: "", count: 1 });
  });

  it("is read, written and remembered by administrators of its own company only", async () => {
    const id = (await found("completo"))?.id ?? "";
    const rita = await desk.cookie(desk.ours, "Rita");
    const ana = await desk.cookie(desk.ours, "Ana");
    const theirs = await desk.cookie(desk.theirs, "Helena");
    const about = { teamIds: [], note: "" };
    for (const [method, url, payload] of [
      ["POST", "/api/templates", { wabaId: WABA, draft: draftOf("de_outro") }],
      ["PUT", `/api/templates/${id}`, { draft: draftOf("x") }],
      ["DELETE", `/api/templates/${id}`, undefined],
      ["POST", `/api/templates/${id}/unpause`, undefined],
      ["PUT", `/api/templates/${id}/about`, about],
    ] as const) {
      expect((await desk.call(rita, method, url, payload)).status).toBe(403);
      if (url !== "/api/templates") expect((await desk.call(theirs, method, url, payload)).status).toBe(404);
    }
    expect((await desk.call(ana, "GET", "/api/templates/uses")).status).toBe(403);
    expect((await desk.call(rita, "GET", "/api/templates/uses")).status).toBe(200);
  });
});

it("tells all that sends a template by itself, and stops with it", async () => {
  await approved("usado");
  const template = { name: "usado", language: "pt_BR", values: { "body.1": "Lia" } };
  const settings = (await desk.ask("GET", "/api/settings/whatsapp")).body;
  const { updatedAt: _at, holidays: _days, ...known } = settings;
  const messages = known["autoMessages"] as Record<string, Row>;
  const out_of_hours = { ...messages["out_of_hours"], enabled: true, text: "Voltamos já.", template };
  const saved = await desk.ask("PUT", "/api/settings/whatsapp", {
    ...known,
    autoMessages: { ...messages, out_of_hours },
  });
  expect(saved.status).toBe(200);
  await desk.ask("POST", "/api/bot/triggers", {
    description: "Ainda precisa?",
    team: { operator: "is", team: desk.ours.teams.principal },
    fires: "on_silence",
    idle: { operator: "greater_than", hours: 25 },
    expectedReply: null,
    action: { ...says("Ainda precisa de ajuda?"), template },
    active: true,
  });
  const { body } = await desk.ask("GET", "/api/templates/uses");
  const items = (body["items"] as Row[]).filter(({ name }) => name === "usado");
  expect(items).toMatchObject([
    { kind: "draft_trigger", label: "Ainda precisa?", count: 1 },
    { kind: "auto_message", label: "out_of_hours", count: 1 },
  ]);
  const standing = async (): Promise<unknown> =>
    ((await desk.ask("GET", "/api/templates/uses")).body["templates"] as Row[]).find(
      ({ name }) => name === "usado",
    );
  expect(await standing()).toMatchObject({ status: "APPROVED", usable: true });
  await meta("usado", { coming: { category: "MARKETING", at: phones.sim.now() + DAY } });
  expect(await standing()).toMatchObject({ usable: true });
  await meta("usado", { status: "PAUSED" });
  expect(await standing()).toMatchObject({ id: expect.any(String), status: "PAUSED", usable: false });
  await meta("usado", { status: "DELETED" });
  expect(await standing()).toMatchObject({ id: null, status: null, usable: false });
});

it("what passes our own rules passes Meta's", async () => {
  const bodies = [
    "Seu pedido saiu.",
    "Oi, {{1}}. Tudo certo com o pedido?",
    "Olá! {{1}} e também {{2}} chegam na sexta, certo?",
  ];
  const before = [...phones.sim.world.templates.values()].flat().length;
  for (const [index, body] of bodies.entries()) {
    const draft = draftOf(`passa_${String.fromCharCode(97 + index)}`, {
      body,
      samples: { "body.1": "a", "body.2": "b" },
    });
    expect(draftProblems(draft, () => false).map(({ code }) => code)).toEqual([]);
    expect((await create(draft)).status).toBe(201);
  }
  expect([...phones.sim.world.templates.values()].flat()).toHaveLength(before + bodies.length);
});
