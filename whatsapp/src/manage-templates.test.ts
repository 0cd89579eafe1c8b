import { describe, expect, it } from "vitest";
import { draftComponents, type DraftToBuild } from "./build-draft.ts";
import { createGraphClient, type GraphClient } from "./client.ts";

type Asked = { method: string; url: string; headers: Record<string, string>; body: unknown };

function client(answers: (Response | Error)[]): { graph: GraphClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const graph = createGraphClient({
    baseUrl: "https://graph.test",
    version: "v26.0",
    token: "secret-token",
    timeoutMs: 1000,
    fetch: (url, { method = "GET", headers, body }) => {
      asked.push({
        method,
        url: url.replace("https://graph.test/v26.0", ""),
        headers: headers as Record<string, string>,
        body: typeof body === "string" ? JSON.parse(body) : body,
      });
      const next = answers.shift() ?? new Error("asked too often");
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  });
  return { graph, asked };
}

const draft: DraftToBuild & { name: string; language: string } = {
  name: "pedido",
  language: "pt_BR",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  header: { format: "TEXT", text: "Pedido {{1}}" },
  body: "Oi, {{2}}: {{1}} e {{2}}.",
  footer: " ",
  buttons: [
    { type: "QUICK_REPLY", text: "Sim", value: "" },
    { type: "URL", text: "Ver", value: " https://l.example/{{1}} " },
    { type: "URL", text: "Loja", value: "https://l.example" },
    { type: "PHONE_NUMBER", text: "Ligar", value: "+55 (11) 4000-0000" },
    { type: "COPY_CODE", text: "", value: "" },
  ],
  cards: [],
  authentication: null,
  samples: { "header.1": "A", "body.1": "B", "body.2": "C", "button.1": "$&", "button.4": "BLUE10" },
};

describe("the parts of a draft (wire facts, section 11.2)", () => {
  it("carry their examples in the shape of their format", () => {
    expect(draftComponents(draft)).toEqual([
      { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["A"] } },
      { type: "BODY", text: draft.body, example: { body_text: [["B", "C"]] } },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Sim" },
          { type: "URL", text: "Ver", url: "https://l.example/{{1}}", example: ["https://l.example/$&"] },
          { type: "URL", text: "Loja", url: "https://l.example" },
          { type: "PHONE_NUMBER", text: "Ligar", phone_number: "+551140000000" },
          { type: "COPY_CODE", example: "BLUE10" },
        ],
      },
    ]);
    expect(
      draftComponents({
        ...draft,
        parameterFormat: "NAMED",
        header: { format: "IMAGE", handle: "4:aW1n" },
        body: "Oi, {{nome}}!",
        footer: "Loja",
        buttons: [],
        samples: { "body.nome": "Lia" },
      }),
    ).toEqual([
      { type: "HEADER", format: "IMAGE", example: { header_handle: ["4:aW1n"] } },
      {
        type: "BODY",
        text: "Oi, {{nome}}!",
        example: { body_text_named_params: [{ param_name: "nome", example: "Lia" }] },
      },
      { type: "FOOTER", text: "Loja" },
    ]);
    expect(draftComponents({ ...draft, header: null, body: "Oi", buttons: [] })).toEqual([
      { type: "BODY", text: "Oi" },
    ]);
  });
});

describe("a template at Meta (wire facts, section 11.1)", () => {
  const date = "Thu, 26 Nov 2026 12:00:05 GMT";
  const at = Date.UTC(2026, 10, 26, 12, 0, 5);
  const done = (body: object): Response => Response.json(body, { headers: { date } });

  it("is created, edited, deleted and unpaused, each dated by Meta", async () => {
    const { graph, asked } = client([
      done({ id: "112233", status: "PENDING", category: "MARKETING" }),
      done({ success: true }),
      done({ success: true }),
      done({ success: true }),
    ]);
    expect(await graph.createTemplate("300100", draft)).toEqual({
      kind: "done",
      at,
      id: "112233",
      status: "PENDING",
      category: "MARKETING",
    });
    const nothing = { kind: "done", at, id: null, status: null, category: null };
    expect(await graph.editTemplate("112233", { ...draft, category: null })).toEqual(nothing);
    expect(await graph.deleteTemplate("300100", { id: "112233", name: "pedido" })).toEqual(nothing);
    expect(await graph.unpauseTemplate("112233")).toEqual(nothing);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /300100/message_templates",
      "POST /112233",
      "DELETE /300100/message_templates?hsm_id=112233&name=pedido",
      "POST /112233/unpause",
    ]);
    expect(asked[0]?.body).toMatchObject({
      name: "pedido",
      language: "pt_BR",
      category: "UTILITY",
      parameter_format: "POSITIONAL",
    });
    expect(asked[1]?.body).not.toHaveProperty("category");
  });

  it("tells a refusal with Meta's own words, and what is no answer", async () => {
    const error = {
      code: 100,
      error_subcode: 2388299,
      message: "Invalid",
      error_user_title: "Título",
      error_user_msg: "Frase",
    };
    const refused = await client([Response.json({ error }, { status: 400 })]).graph.createTemplate(
      "1",
      draft,
    );
    expect(refused).toMatchObject({
      kind: "refused",
      error: { code: 100, subcode: 2388299, title: "Título", details: "Frase" },
    });
    for (const answer of [
      new Error("ECONNRESET"),
      new Response("<html>", { status: 502 }),
      Response.json({ status: "PENDING" }),
      Response.json({ id: "1" }, { status: 500 }),
    ]) {
      const told = await client([answer]).graph.createTemplate("1", draft);
      expect(told.kind).toBe("no_answer");
      expect(JSON.stringify(told)).not.toContain("secret-token");
    }
    expect(
      (await client([Response.json({})]).graph.editTemplate("1", { ...draft, category: null })).kind,
    ).toBe("no_answer");
    const paused = await client([
      Response.json({ success: false, reason: "still bad" }),
    ]).graph.unpauseTemplate("1");
    expect(paused).toMatchObject({ kind: "refused", error: { message: "still bad" } });
  });

  it("gets an example for its header: the token's app, a session, the bytes", async () => {
    const { graph, asked } = client([
      Response.json({ data: { app_id: "77" } }),
      Response.json({ id: "upload:MTph?sig=ARZ" }),
      Response.json({ h: "4:aW1n" }),
    ]);
    const bytes = new Uint8Array([1, 2, 3]);
    const file = { bytes, mimeType: "image/png", fileName: "a b.png" };
    expect(await graph.uploadExample(file)).toEqual({ kind: "uploaded", handle: "4:aW1n" });
    expect(asked[1]?.url).toBe("/77/uploads?file_name=a+b.png&file_length=3&file_type=image%2Fpng");
    expect(asked[2]).toMatchObject({
      method: "POST",
      url: "/upload:MTph?sig=ARZ",
      headers: { authorization: "OAuth secret-token", file_offset: "0", "content-type": "image/png" },
      body: bytes,
    });
    for (const answers of [
      [Response.json({ data: {} })],
      [Response.json({ data: { app_id: "7" } }), Response.json({ id: "http://evil" })],
    ])
      expect((await client(answers).graph.uploadExample(file)).kind).toBe("no_answer");
  });
});
