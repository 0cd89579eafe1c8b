import { buildRequest, draftComponents, type DraftToBuild, type OutgoingTemplate } from "@balcao/whatsapp";
import { expect, it } from "vitest";
import { CALLS } from "./testing/request-shapes.ts";

/** What is wrong with a body of a call; an unknown call is wrong in itself. */
const problemsOf = (name: string, body: unknown): string[] =>
  CALLS.find(({ call }) => call === name)?.body?.(body, "body") ?? [`${name} is no call we know of`];

type Header = OutgoingTemplate["parameters"]["header"];
const link = "https://loja.example/a.jpg";
const HEADERS: Header[] = [
  null,
  { kind: "text", texts: [{ name: null, text: "A-77" }] },
  { kind: "text", texts: [{ name: "numero", text: "A-77" }] },
  { kind: "image", link },
  { kind: "video", link },
  { kind: "document", link },
  { kind: "location", latitude: -23.5, longitude: -46.6, name: "Loja", address: "Rua Um, 10" },
];

it.each(HEADERS)("sends a template with this header as Meta wants it: %j", (header) => {
  const message: OutgoingTemplate = {
    type: "template",
    name: "pedido_enviado",
    language: "pt_BR",
    parameters: {
      header,
      body: [{ name: "nome_cliente", text: "Lia" }],
      buttons: [
        { index: 0, kind: "url", text: "A77" },
        { index: 2, kind: "copy_code", text: "BLUE10" },
      ],
    },
  };
  const recipient = { kind: "phone" as const, value: "5511987654321" };
  const body = buildRequest(message, { recipient, opaque: "m:1", quotedWamid: null });
  expect(problemsOf("POST {id}/messages", body)).toEqual([]);
});

it("sends a carousel, card by card, and a form as Meta wants them", () => {
  const card = {
    header: { kind: "image" as const, link },
    body: [{ name: null, text: "verde" }],
    buttons: [{ index: 0, kind: "quick_reply" as const, text: "card.0.Quero" }],
  };
  const parameters = {
    header: null,
    body: [],
    buttons: [{ index: 0, kind: "flow" as const, text: "" }],
    cards: [card, card],
  };
  const message: OutgoingTemplate = { type: "template", name: "vasos", language: "pt_BR", parameters };
  const recipient = { kind: "phone" as const, value: "5511987654321" };
  const body = buildRequest(message, { recipient, opaque: "m:1", quotedWamid: null });
  expect(problemsOf("POST {id}/messages", body)).toEqual([]);
});

const DRAFT: DraftToBuild = {
  category: "MARKETING",
  parameterFormat: "POSITIONAL",
  header: null,
  body: "Oi {{1}}, o seu pedido {{2}} saiu hoje da loja.",
  footer: "",
  buttons: [],
  cards: [],
  authentication: null,
  samples: { "body.1": "Lia", "body.2": "A-77" },
};
const DRAFTS: [string, Partial<DraftToBuild>][] = [
  ["nothing but a body", {}],
  [
    "named variables",
    {
      parameterFormat: "NAMED",
      header: { format: "TEXT", text: "Pedido {{numero}}" },
      body: "Oi {{nome}}, o seu pedido saiu hoje da loja.",
      samples: { "header.numero": "A-77", "body.nome": "Lia" },
    },
  ],
  ...["IMAGE", "VIDEO", "DOCUMENT"].map((format): [string, Partial<DraftToBuild>] => [
    format,
    { header: { format, handle: "4:aW1n" } },
  ]),
  [
    "every button",
    {
      footer: "Loja Azul",
      buttons: [
        { type: "QUICK_REPLY", text: "Certo", value: "" },
        { type: "URL", text: "Ver", value: "https://loja.example/p/{{1}}" },
        { type: "PHONE_NUMBER", text: "Ligar", value: "+551140000000" },
        { type: "COPY_CODE", text: "", value: "" },
        { type: "FLOW", text: "Responder", value: "123", screen: "START" },
      ],
      samples: { ...DRAFT.samples, "button.1": "A77", "button.3": "BLUE10" },
    },
  ],
  [
    "a carousel",
    {
      cards: ["um", ""].map((body) => ({
        header: { format: "IMAGE", handle: "4:aW1n" },
        body,
        buttons: [{ type: "QUICK_REPLY", text: "Quero", value: "" }],
      })),
    },
  ],
  [
    "a code to sign in",
    { category: "AUTHENTICATION", authentication: { advises: true, minutes: 10, button: "Copiar" } },
  ],
];

it.each(DRAFTS)("submits a template as Meta wants it: %s", (_name, more) => {
  const draft = { ...DRAFT, ...more };
  const { category, parameterFormat: parameter_format } = draft;
  const body = {
    name: "saiu",
    language: "pt_BR",
    category,
    parameter_format,
    components: draftComponents(draft),
  };
  expect(problemsOf("POST {id}/message_templates", body)).toEqual([]);
  expect(problemsOf("POST {id}", { category, parameter_format, components: draftComponents(draft) })).toEqual(
    [],
  );
});
