import { describe, expect, it } from "vitest";
import { createGraphClient } from "./client.ts";
import { templateParts } from "./template-parts.ts";
import { readTemplate, templateNotice } from "./templates.ts";

const item = (name: string, more: object = {}) => ({
  id: "1122334455667788",
  name,
  language: "pt_BR",
  status: "APPROVED",
  category: "UTILITY",
  parameter_format: "POSITIONAL",
  components: [{ type: "BODY", text: "Oi" }],
  rejected_reason: "NONE",
  quality_score: { score: "GREEN" },
  ...more,
});

function client(pages: (Response | Error)[]) {
  const urls: string[] = [];
  const graph = createGraphClient({
    baseUrl: "https://graph.test",
    version: "v26.0",
    token: "secret-token",
    timeoutMs: 1000,
    fetch: (url) => {
      urls.push(url);
      const next = pages.shift() ?? new Error("asked too often");
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  });
  return { urls, list: () => graph.listTemplates("300100") };
}

describe("the templates of a business account", () => {
  it("are read page by page, only while there is a next one", async () => {
    const cursors = { before: "a", after: "MjQ" };
    const { urls, list } = client([
      Response.json({ data: [item("um")], paging: { cursors, next: "https://graph.test/next" } }),
      Response.json({ data: [item("dois"), { name: "sem id" }], paging: { cursors } }),
    ]);
    const answer = await list();
    expect(answer).toMatchObject({ kind: "listed", templates: [{ name: "um" }, { name: "dois" }] });
    expect(urls[0]).toBe(
      "https://graph.test/v26.0/300100/message_templates?fields=id,name,language,status,category,parameter_format,components,rejected_reason,quality_score,correct_category&limit=100",
    );
    expect(urls[1]).toBe(`${urls[0]}&after=MjQ`);
  });

  it("are no list at all when one page fails", async () => {
    const first = () =>
      Response.json({ data: [item("um")], paging: { cursors: { after: "x" }, next: "https://graph.test" } });
    const refusal = { error: { code: 190, message: "expired" } };
    expect(await client([first(), Response.json(refusal, { status: 401 })]).list()).toMatchObject({
      kind: "refused",
      error: { code: 190 },
    });
    for (const page of [
      new Error("ECONNRESET"),
      new Response("<html>", { status: 502 }),
      Response.json({}),
      Response.json({ data: [] }, { status: 500 }),
    ]) {
      const answer = await client([first(), page]).list();
      expect(answer.kind).toBe("no_answer");
      expect(JSON.stringify(answer)).not.toContain("secret-token");
    }
  });

  it("end, even when Meta's list does not", async () => {
    const endless = Array.from({ length: 200 }, () =>
      Response.json({ data: [], paging: { cursors: { after: "x" }, next: "https://graph.test" } }),
    );
    expect(await client(endless).list()).toEqual({ kind: "no_answer", reason: "endless_list" });
  });

  it("are dated by Meta's own clock, at the time of the question", async () => {
    const headers = { date: "Thu, 26 Nov 2026 12:00:05 GMT" };
    const at = Date.UTC(2026, 10, 26, 12, 0, 5);
    const answer = await client([Response.json({ data: [item("um")] }, { headers })]).list();
    if (answer.kind !== "listed") throw new Error("not listed");
    expect(Math.abs((answer.at ?? 0) - at)).toBeLessThan(1000);
    expect(answer.templates[0]?.at).toBe(answer.at);
    expect(await client([Response.json({ data: [] })]).list()).toEqual({
      kind: "listed",
      templates: [],
      at: null,
    });
  });

  it("say which category they will have, when it is another", () => {
    expect(readTemplate(item("um", { correct_category: "MARKETING" }))).toMatchObject({
      coming: "MARKETING",
    });
    expect(readTemplate(item("um", { correct_category: "UTILITY" }))).toMatchObject({ coming: null });
  });

  it("say NONE for no reason, and may write a language with a hyphen", () => {
    expect(readTemplate(item("um", { language: "pt-BR" }))).toMatchObject({
      language: "pt_BR",
      reason: null,
    });
    expect(
      readTemplate(item("um", { rejected_reason: "ABUSIVE_CONTENT", quality_score: undefined })),
    ).toMatchObject({
      reason: "ABUSIVE_CONTENT",
      quality: null,
    });
    for (const broken of [null, [], "x", { ...item("um"), status: 4 }, { ...item("um"), name: "" }])
      expect(readTemplate(broken)).toBeNull();
  });
});

describe("the parts of a template", () => {
  it("are read with their examples by place", () => {
    expect(
      templateParts([
        { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["A-77"] } },
        { type: "BODY", text: "Oi, {{1}}: {{2}}.", example: { body_text: [["Lia", "A-77"]] } },
        { type: "FOOTER", text: "Loja" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "Recebi" },
            { type: "URL", text: "Ver", url: "https://l.example/{{1}}", example: ["https://l.example/A77"] },
            { type: "PHONE_NUMBER", text: "Ligar", phone_number: "+551140000000" },
            { type: "COPY_CODE", text: "Copiar", example: "BLUE10" },
          ],
        },
      ]),
    ).toEqual({
      cards: [],
      authentication: null,
      header: { format: "TEXT", text: "Pedido {{1}}" },
      body: "Oi, {{1}}: {{2}}.",
      footer: "Loja",
      buttons: [
        { type: "QUICK_REPLY", text: "Recebi" },
        { type: "URL", text: "Ver", url: "https://l.example/{{1}}" },
        { type: "PHONE_NUMBER", text: "Ligar", url: "+551140000000" },
        { type: "COPY_CODE", text: "Copiar" },
      ],
      samples: {
        "header.1": "A-77",
        "body.1": "Lia",
        "body.2": "A-77",
        "button.1": "A77",
        "button.3": "BLUE10",
      },
      unsendable: [],
    });
    const named = { body_text_named_params: [{ param_name: "nome", example: "Lia" }] };
    expect(templateParts([{ type: "BODY", text: "{{nome}}", example: named }]).samples).toEqual({
      "body.nome": "Lia",
    });
  });

  it("that cannot be filled are named", () => {
    expect(
      templateParts([
        { type: "HEADER", format: "GIF" },
        { type: "CAROUSEL" },
        { type: "BUTTONS", buttons: [{ type: "CATALOG", text: "Abrir" }] },
      ]).unsendable,
    ).toEqual(["GIF", "CAROUSEL", "CATALOG"]);
    expect(templateParts([{ type: "header", format: "image" }]).header).toEqual({
      format: "IMAGE",
      text: null,
    });
  });

  it.each([
    [null],
    ["x"],
    [[null, 4, [], { type: "BUTTONS", buttons: "x" }, { type: "BODY", example: { body_text: [[1]] } }]],
  ])("of %j do no harm", (components) => {
    expect(templateParts(components)).toMatchObject({ body: "", buttons: [], samples: {} });
  });
});

describe("what a webhook says of a template (wire facts, section 3.2)", () => {
  const named = {
    message_template_id: 1122334455667788,
    message_template_name: "pedido_enviado",
    message_template_language: "pt-BR",
  };
  const read = (field: string, more: object) => templateNotice(field, { ...named, ...more });
  const nothing = {
    status: null,
    reason: null,
    detail: null,
    category: null,
    coming: null,
    comingAt: null,
    detected: null,
    quality: null,
  };

  it.each([
    [{ event: "APPROVED", reason: "NONE" }, { status: "APPROVED" }],
    [
      { event: "REJECTED", reason: "SCAM" },
      { status: "REJECTED", reason: "SCAM" },
    ],
    [
      { event: "PAUSED", other_info: { title: "FIRST_PAUSE" } },
      { status: "PAUSED", reason: "FIRST_PAUSE" },
    ],
    [
      {
        event: "REJECTED",
        reason: "INVALID_FORMAT",
        rejection_info: { reason: "Falta.", recommendation: "Ponha." },
      },
      { status: "REJECTED", reason: "INVALID_FORMAT", detail: "Falta. Ponha." },
    ],
    [{ event: "REINSTATED" }, { status: "APPROVED" }],
    [{ event: "FLAGGED" }, {}],
    [{ event: "SOMETHING_NEW" }, { status: "SOMETHING_NEW" }],
    [{ event: "toString" }, { status: "toString" }],
    [
      { event: "APPROVED", message_template_category: "MARKETING" },
      { status: "APPROVED", category: "MARKETING" },
    ],
  ])("state: %j", (more, expected) => {
    expect(read("message_template_status_update", more)).toEqual({
      id: "1122334455667788",
      name: "pedido_enviado",
      language: "pt_BR",
      ...nothing,
      ...expected,
    });
  });

  it("category, quality and parts", () => {
    expect(
      read("template_category_update", { previous_category: "UTILITY", new_category: "MARKETING" }),
    ).toMatchObject({ ...nothing, category: "MARKETING" });
    expect(
      read("template_category_update", {
        new_category: "UTILITY",
        correct_category: "MARKETING",
        category_update_timestamp: 1790100000,
      }),
    ).toMatchObject({ ...nothing, category: "UTILITY", coming: "MARKETING", comingAt: 1790100000000 });
    expect(read("message_template_quality_update", { new_quality_score: "RED" })).toMatchObject({
      ...nothing,
      quality: "RED",
    });
    expect(read("message_template_components_update", { message_template_element: "Oi" })).toMatchObject(
      nothing,
    );
  });

  it("nothing, when it does not name one", () => {
    for (const content of [null, [], {}, { message_template_name: "x" }])
      expect(templateNotice("message_template_status_update", content)).toBeNull();
  });
});
