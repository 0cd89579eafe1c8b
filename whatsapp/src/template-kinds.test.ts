import { describe, expect, it } from "vitest";
import { draftComponents, type DraftToBuild } from "./build-draft.ts";
import { templateBody } from "./build-template.ts";
import { templateParts } from "./template-parts.ts";
import { templateNotice } from "./templates.ts";

const empty: DraftToBuild = {
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  header: null,
  body: "",
  footer: "",
  buttons: [],
  cards: [],
  authentication: null,
  samples: {},
};
const named = { type: "template", name: "x", language: "pt_BR" } as const;

describe("a template with a code to sign in (wire facts, section 11.2)", () => {
  it("is made without words of ours", () => {
    const authentication = { advises: true, minutes: 10, button: "Copiar código" };
    expect(draftComponents({ ...empty, category: "AUTHENTICATION", authentication })).toEqual([
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 10 },
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", text: "Copiar código" }] },
    ]);
    const bare = { advises: false, minutes: null, button: " " };
    expect(draftComponents({ ...empty, authentication: bare })).toEqual([
      { type: "BODY", add_security_recommendation: false },
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
    ]);
  });

  it("is read as it was made, and as Meta's list tells it", () => {
    const made = [
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 10 },
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
    ];
    const address = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}";
    const listed = [
      {
        type: "BODY",
        text: "*{{1}}* é seu código. Não o compartilhe.",
        example: { body_text: [["123456"]] },
      },
      { type: "FOOTER", text: "Este código expira em 10 minutos." },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "Copiar", url: address, example: [address] }] },
    ];
    for (const components of [made, listed])
      expect(templateParts(components)).toMatchObject({
        authentication: { advises: true, minutes: 10 },
        buttons: [{ type: "OTP", otp: "COPY_CODE" }],
        unsendable: [],
      });
    // nothing is filled into its button: the code of the body goes there
    expect(templateParts(listed).samples).toEqual({ "body.1": "123456" });
    const oneTap = [{ type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "ONE_TAP", text: "Abrir" }] }];
    expect(templateParts(oneTap).buttons).toEqual([{ type: "OTP", text: "Abrir", otp: "ONE_TAP" }]);
    const shop = [
      { type: "BUTTONS", buttons: [{ type: "URL", text: "Ver", url: "https://loja.example/otp/code/" }] },
    ];
    expect(templateParts(shop).authentication).toBeNull();
  });
});

describe("a carousel", () => {
  const card = (handle: string, body: string): DraftToBuild["cards"][number] => ({
    header: { format: "IMAGE", handle },
    body,
    buttons: [
      { type: "QUICK_REPLY", text: "Quero", value: "" },
      { type: "URL", text: "Ver", value: "https://loja.example/{{1}}" },
    ],
  });
  const draft: DraftToBuild = {
    ...empty,
    body: "Oi, {{1}}. Veja os vasos.",
    cards: [card("4:a", "O vaso {{1}} voltou."), card("4:b", "")],
    samples: { "body.1": "Lia", "card.0.body.1": "verde", "card.0.button.1": "7", "card.1.button.1": "8" },
  };

  it("is made of a body and of cards, and read back as it was written", () => {
    const components = draftComponents(draft);
    expect(components).toMatchObject([
      { type: "BODY", example: { body_text: [["Lia"]] } },
      {
        type: "CAROUSEL",
        cards: [
          {
            components: [
              { type: "HEADER", format: "IMAGE", example: { header_handle: ["4:a"] } },
              { type: "BODY", text: "O vaso {{1}} voltou.", example: { body_text: [["verde"]] } },
              { buttons: [{ type: "QUICK_REPLY" }, { example: ["https://loja.example/7"] }] },
            ],
          },
          { components: [{ type: "HEADER" }, { type: "BUTTONS" }] },
        ],
      },
    ]);
    const parts = templateParts(components);
    expect(parts).toMatchObject({ header: null, body: draft.body, unsendable: [], samples: draft.samples });
    expect(parts.cards).toEqual([
      {
        header: { format: "IMAGE", text: null },
        body: "O vaso {{1}} voltou.",
        buttons: [
          { type: "QUICK_REPLY", text: "Quero" },
          { type: "URL", text: "Ver", url: "https://loja.example/{{1}}" },
        ],
      },
      expect.objectContaining({ body: "" }),
    ]);
  });

  it("goes with every card, and what is filled into each", () => {
    const cards = [
      {
        header: { kind: "image" as const, link: "https://l.example/7.jpg" },
        body: [{ name: null, text: "verde" }],
        buttons: [
          { index: 0, kind: "quick_reply" as const, text: "card.0.Quero" },
          { index: 1, kind: "url" as const, text: "7" },
        ],
      },
      { header: { kind: "image" as const, link: "https://l.example/8.jpg" }, body: [], buttons: [] },
    ];
    expect(templateBody({ ...named, parameters: { header: null, body: [], buttons: [], cards } })).toEqual({
      name: "x",
      language: { code: "pt_BR" },
      components: [
        {
          type: "carousel",
          cards: [
            {
              card_index: 0,
              components: [
                {
                  type: "header",
                  parameters: [{ type: "image", image: { link: "https://l.example/7.jpg" } }],
                },
                { type: "body", parameters: [{ type: "text", text: "verde" }] },
                {
                  type: "button",
                  sub_type: "quick_reply",
                  index: "0",
                  parameters: [{ type: "payload", payload: "card.0.Quero" }],
                },
                { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "7" }] },
              ],
            },
            {
              card_index: 1,
              components: [
                {
                  type: "header",
                  parameters: [{ type: "image", image: { link: "https://l.example/8.jpg" } }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("of products, and whatever else is new, is kept and named", () => {
    const product = {
      components: [
        { type: "HEADER", format: "PRODUCT" },
        { type: "BUTTONS", buttons: [{ type: "SPM", text: "Ver" }] },
      ],
    };
    expect(
      templateParts([
        { type: "BODY", text: "Oi" },
        { type: "CAROUSEL", cards: [product] },
      ]),
    ).toMatchObject({
      cards: [{ buttons: [{ type: "SPM", text: "Ver" }] }],
      unsendable: ["PRODUCT", "SPM"],
    });
    const shop = [
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Só hoje" } },
      {
        type: "BUTTONS",
        buttons: [
          { type: "CATALOG", text: "Catálogo" },
          { type: "MPM", text: "Itens" },
        ],
      },
    ];
    expect(templateParts(shop)).toMatchObject({
      buttons: [
        { type: "CATALOG", text: "Catálogo" },
        { type: "MPM", text: "Itens" },
      ],
      unsendable: ["LIMITED_TIME_OFFER", "CATALOG", "MPM"],
    });
  });
});

it("a button that opens a form is written by its id, read back, and sent with a token", () => {
  const buttons = [{ type: "FLOW", text: "Responder", value: " 123 ", screen: "START" }];
  const flow = {
    type: "FLOW",
    text: "Responder",
    flow_id: "123",
    flow_action: "navigate",
    navigate_screen: "START",
  };
  const components = draftComponents({ ...empty, body: "Oi", buttons });
  expect(components[1]).toEqual({ type: "BUTTONS", buttons: [flow] });
  expect(templateParts(components).buttons).toEqual([
    { type: "FLOW", text: "Responder", flow: { id: "123", screen: "START" } },
  ]);
  const other = { ...flow, flow_action: "data_exchange", flow_name: "x", icon: null };
  expect(templateParts([{ type: "BUTTONS", buttons: [other] }]).buttons).toEqual([
    { type: "FLOW", text: "Responder", more: ["flow_name"] },
  ]);
  const parameters = { header: null, body: [], buttons: [{ index: 0, kind: "flow" as const, text: "" }] };
  expect(templateBody({ ...named, parameters })).toMatchObject({
    components: [
      { sub_type: "flow", index: "0", parameters: [{ type: "action", action: { flow_token: "unused" } }] },
    ],
  });
});

it("a category that Meta found is told, and is not the one it has", () => {
  const notice = templateNotice("template_correct_category_detection", {
    message_template_id: 1122334455667788,
    message_template_name: "x",
    message_template_language: "pt-BR",
    category: "UTILITY",
    correct_category: "MARKETING",
  });
  expect(notice).toMatchObject({ detected: "MARKETING", category: null, coming: null, status: null });
});
