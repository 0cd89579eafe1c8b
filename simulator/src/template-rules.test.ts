import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk, type Desk, type GraphAnswer } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const { wabaId: WABA, appId: APP, accessToken: TOKEN } = DEFAULT_NUMBER;
type Json = Record<string, unknown>;
const bodyPart = (text = "Oi, {{1}}. O seu pedido saiu hoje.", sample: string[] = ["Lia"]): Json => ({
  type: "BODY",
  text,
  ...(sample.length > 0 ? { example: { body_text: [sample] } } : {}),
});
const draft = (more: Json = {}): Json => ({
  name: "pedido_saiu",
  language: "pt_BR",
  category: "UTILITY",
  components: [bodyPart()],
  ...more,
});
const create = (more: Json = {}): Promise<GraphAnswer> =>
  desk.graph("POST", `/${WABA}/message_templates`, draft(more));

describe("what Meta refuses before any review (11.4)", () => {
  const buttons = (...list: Json[]): Json[] => [bodyPart(), { type: "BUTTONS", buttons: list }];
  const quick = { type: "QUICK_REPLY", text: "Sim" };
  const url = { type: "URL", text: "Ver", url: "https://loja.example/r" };

  it.each<[string, Json, number | undefined]>([
    ["a name with capitals", { name: "Pedido" }, undefined],
    ["plain pt", { language: "pt" }, undefined],
    ["an unknown category", { category: "NEWS" }, undefined],
    ["no body", { components: [] }, undefined],
    ["a variable at the start", { components: [bodyPart("{{1}}, o seu pedido saiu hoje.")] }, 2388299],
    [
      "a variable at the end, with a sign behind",
      { components: [bodyPart("O seu pedido saiu hoje, {{1}}! 🎉")] },
      2388299,
    ],
    ["too few words", { components: [bodyPart("Oi {{1}} tchau")] }, 2388293],
    [
      "variables side by side",
      { components: [bodyPart("Oi {{1}} {{2}} o seu pedido saiu hoje cedo", ["a", "b"])] },
      2388072,
    ],
    ["a gap in the numbers", { components: [bodyPart("Oi {{2}} o seu pedido saiu hoje")] }, 2388072],
    ["no example", { components: [bodyPart(undefined, [])] }, 2388072],
    ["a tab", { components: [bodyPart("Oi\tcliente da loja", [])] }, 2388072],
    ["a body too long", { components: [bodyPart("a".repeat(1025), [])] }, 2388040],
    [
      "two variables in the header",
      { components: [{ type: "HEADER", format: "TEXT", text: "A {{1}} b {{2}}" }, bodyPart()] },
      2388047,
    ],
    [
      "a media id as a header's example",
      {
        components: [
          { type: "HEADER", format: "IMAGE", example: { header_handle: ["8801112223334445"] } },
          bodyPart(),
        ],
      },
      2388047,
    ],
    [
      "a variable in the footer",
      { components: [bodyPart(), { type: "FOOTER", text: "Oi {{1}} fim" }] },
      2388073,
    ],
    ["quick replies apart", { components: buttons(quick, url, quick) }, undefined],
    ["three addresses", { components: buttons(url, url, url) }, undefined],
    ["wa.me", { components: buttons({ ...url, url: "https://wa.me/5511" }) }, undefined],
    [
      "a variable within an address",
      { components: buttons({ ...url, url: "https://l.example/{{1}}/x", example: ["x"] }) },
      undefined,
    ],
    ["a button's text too long", { components: buttons({ ...quick, text: "a".repeat(26) }) }, 2388040],
    [
      "a national phone",
      { components: buttons({ type: "PHONE_NUMBER", text: "Ligar", phone_number: "(11) 4000" }) },
      undefined,
    ],
  ])("%s", async (_what, more, subcode) => {
    desk = await openDesk();
    const { status, body } = await create(more);
    expect([status, body.error?.code, body.error?.error_subcode]).toEqual([400, 100, subcode]);
    expect(body.error).toHaveProperty("error_user_msg");
  });

  it("but takes what keeps the rules, and calls promotion what it is", async () => {
    desk = await openDesk();
    const all = [
      {
        type: "HEADER",
        format: "TEXT",
        text: "Pedido {{numero}}",
        example: { header_text_named_params: [{ param_name: "numero", example: "A-77" }] },
      },
      {
        type: "BODY",
        text: "Oi {{nome}}, o seu pedido saiu hoje.",
        example: { body_text_named_params: [{ param_name: "nome", example: "Lia" }] },
      },
      { type: "FOOTER", text: "Loja Azul" },
      {
        type: "BUTTONS",
        buttons: [
          quick,
          { ...url, url: "https://loja.example/r/{{1}}", example: ["https://loja.example/r/A77"] },
          { type: "PHONE_NUMBER", text: "Ligar", phone_number: "+551140000000" },
          { type: "COPY_CODE", example: "BLUE10" },
        ],
      },
    ];
    expect((await create({ parameter_format: "NAMED", components: all })).body).toMatchObject({
      status: "PENDING",
      category: "UTILITY",
    });
    const promo = bodyPart("Oi, {{1}}. Nesta semana há desconto na loja.");
    expect((await create({ name: "promo", components: [promo] })).body).toMatchObject({
      category: "MARKETING",
    });
  });
});

describe("a file for a header (10.3)", () => {
  const post = async (path: string, headers: Record<string, string>, body?: Buffer) => {
    const response = await fetch(`${desk.sim.url}/v25.0${path}`, {
      method: "POST",
      headers,
      body: body && new Uint8Array(body),
    });
    return (await response.json()) as {
      id?: string;
      h?: string;
      file_offset?: number;
      error?: { code: number };
    };
  };
  const oauth = { authorization: `OAuth ${TOKEN}` };
  const begin = (query: string) => post(`/${APP}/uploads?${query}&access_token=${TOKEN}`, {});

  it("goes up in pieces, and its handle stands in the header", async () => {
    desk = await openDesk();
    const { id = "" } = await begin("file_name=h.jpg&file_length=6&file_type=image/jpeg");
    expect(id).toMatch(/^upload:.+\?sig=.+$/);
    const put = (offset: number, text: string) =>
      post(
        `/${id}`,
        { ...oauth, file_offset: String(offset), "content-type": "image/jpeg" },
        Buffer.from(text),
      );
    expect((await put(2, "defg")).error?.code).toBe(100);
    expect(await put(0, "abc")).toMatchObject({ file_offset: 3 });
    const response = await fetch(`${desk.sim.url}/v25.0/${id}`, { headers: oauth });
    expect(await response.json()).toMatchObject({ file_offset: 3 });
    const { h = "" } = await put(3, "def");
    expect(h).toMatch(/^4:/);
    const header = { type: "HEADER", format: "IMAGE", example: { header_handle: [h] } };
    const created = (await create({ components: [header, bodyPart()] })).body;
    expect(created).toMatchObject({ status: "PENDING" });
    // Meta shows an address of its own, and not the handle
    const shown = (await desk.graph("GET", `/${String(created["id"])}`)).body;
    expect(JSON.stringify(shown)).toContain(`${desk.sim.url}/v/t61/example`);
  });

  it("is refused without a token, a size and a type that headers take", async () => {
    desk = await openDesk();
    expect((await post(`/${APP}/uploads?file_length=6&file_type=image/jpeg`, {})).error?.code).toBe(190);
    expect((await begin("file_type=image/jpeg")).error?.code).toBe(100);
    expect((await begin("file_length=6&file_type=text/html")).error?.code).toBe(100);
    expect(
      (await post("/upload:none?sig=x", { ...oauth, file_offset: "0" }, Buffer.from("x"))).error?.code,
    ).toBe(100);
  });
});

describe("carousels and codes, as Meta takes and tells them", () => {
  const parts = (more: Json[] = []): Json[] => [
    { type: "HEADER", format: "IMAGE", example: { header_handle: [handle] } },
    { type: "BODY", text: "O vaso voltou à loja." },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Quero" }] },
    ...more,
  ];
  const carousel = (...cards: Json[][]): Json => ({
    name: "vasos",
    category: "MARKETING",
    components: [bodyPart(), { type: "CAROUSEL", cards: cards.map((components) => ({ components })) }],
  });
  let handle = "";

  it("takes cards that are alike, shows their files, and refuses the rest", async () => {
    desk = await openDesk();
    const bytes = Buffer.from("imagem");
    const begun = await desk.graph(
      "POST",
      `/${APP}/uploads?file_name=a.png&file_length=6&file_type=image/png`,
    );
    const put = await fetch(`${desk.sim.url}/v26.0/${String(begun.body["id"])}`, {
      method: "POST",
      headers: { authorization: `OAuth ${TOKEN}`, file_offset: "0", "content-type": "image/png" },
      body: bytes,
    });
    handle = String(((await put.json()) as Json)["h"]);
    for (const wrong of [
      carousel(parts()),
      carousel(parts(), parts().slice(0, 2)),
      carousel(parts(), [
        ...parts().slice(0, 1),
        { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "A" }] },
      ]),
      {
        ...carousel(parts(), parts()),
        components: [...(carousel(parts(), parts()).components as Json[]), { type: "FOOTER", text: "Loja" }],
      },
    ])
      expect((await create(wrong)).status).toBe(400);
    expect((await create(carousel(parts(), parts()))).status).toBe(200);
    const list = await desk.graph("GET", `/${WABA}/message_templates?name=vasos&fields=components`);
    const address = /"(http[^"]*example[^"]*)"/.exec(JSON.stringify(list.body))?.[1] ?? "";
    expect(await (await fetch(address)).text()).toBe("imagem");
  });

  it("writes the words of a code itself, and shows its button as an address", async () => {
    desk = await openDesk();
    const code = (components: Json[]): Json => ({ name: "codigo", category: "AUTHENTICATION", components });
    const otp = { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] };
    for (const wrong of [
      code([bodyPart(), otp]),
      code([{ type: "BODY" }]),
      code([{ type: "BODY" }, { type: "FOOTER", code_expiration_minutes: 91 }, otp]),
      code([{ type: "BODY" }, { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "ONE_TAP" }] }]),
    ])
      expect((await create(wrong)).status).toBe(400);
    const body = { type: "BODY", add_security_recommendation: true };
    expect((await create(code([body, otp]))).status).toBe(200);
    const list = await desk.graph("GET", `/${WABA}/message_templates?name=codigo&fields=components`);
    expect(list.body["data"]).toMatchObject([
      {
        components: [
          { text: "*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe." },
          {
            buttons: [{ type: "URL", text: "Copiar código", url: expect.stringContaining("code=otp{{1}}") }],
          },
        ],
      },
    ]);
  });
});
