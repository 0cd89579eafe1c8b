import { describe, expect, it } from "vitest";
import { optionsOf } from "../conversation/content.ts";
import { templateOf } from "../testing/templates.ts";
import {
  draftFacts,
  draftOf,
  EMPTY_DRAFT,
  keptFile,
  keptPlace,
  unwritable,
  type TemplateDraft,
} from "./draft.ts";
import { withFixedWords } from "./fixed-words.ts";
import { draftProblems } from "./lint.ts";
import { tappedCard, templatePlaces } from "./places.ts";
import { renderTemplate, templateContent, templateProblems } from "./template.ts";

const codes = (draft: TemplateDraft): string[] =>
  draftProblems(draft, () => false).map(({ path, code }) => `${path}: ${code}`);

const code: TemplateDraft = {
  ...EMPTY_DRAFT,
  name: "codigo",
  category: "AUTHENTICATION",
  authentication: { advises: true, minutes: 10, button: "" },
};

describe("a template with a code to sign in", () => {
  it("is written without words of one's own, and shows Meta's", () => {
    expect(codes(code)).toEqual([]);
    expect(renderTemplate(draftFacts(code), {})).toEqual({
      header: null,
      body: "*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe.",
      footer: "Este código expira em 10 minutos.",
      buttons: [{ type: "OTP", text: "Copiar código", otp: "COPY_CODE" }],
    });
    const english = draftFacts({
      ...code,
      language: "en_US",
      authentication: { advises: false, minutes: null, button: "Copy" },
    });
    expect(renderTemplate(english, {})).toMatchObject({
      body: "*{{1}}* is your verification code.",
      footer: null,
      buttons: [{ text: "Copy" }],
    });
  });

  it.each<[Partial<TemplateDraft>, string[]]>([
    [
      { authentication: { advises: true, minutes: 0, button: "" } },
      ["authentication.minutes: template_minutes"],
    ],
    [
      { authentication: { advises: true, minutes: 91, button: "" } },
      ["authentication.minutes: template_minutes"],
    ],
    [
      { authentication: { advises: true, minutes: null, button: "x".repeat(26) } },
      ["authentication.button: too_long"],
    ],
    [{ category: "UTILITY" }, ["category: template_category"]],
  ])("%j breaks %j", (more, expected) => {
    expect(codes({ ...code, ...more })).toEqual(expected);
  });

  it("has one place, whose code goes into the body and into the button", () => {
    const facts = draftFacts(code);
    expect(templatePlaces(facts)).toMatchObject([{ key: "body.1", kind: "code", card: null }]);
    expect(templateContent(facts, { values: { "body.1": "483920" } }).parameters).toEqual({
      header: null,
      body: [{ name: null, text: "483920" }],
      buttons: [{ index: 0, kind: "url", text: "483920" }],
    });
    for (const wrong of ["48 39", "1234567890123456", "https://x.example", "🔑"])
      expect(templateProblems(facts, { values: { "body.1": wrong } })).toEqual([
        { code: "place_invalid", key: "body.1" },
      ]);
  });

  it("is taken up again as it was, and one-tap is left to Meta's own manager", () => {
    const facts = { ...draftFacts(code), name: "codigo" };
    expect(draftOf(facts).authentication).toEqual({ advises: true, minutes: 10, button: "Copiar código" });
    expect(unwritable(facts)).toEqual([]);
    const oneTap = { ...facts, buttons: [{ type: "OTP", text: "Abrir", otp: "ONE_TAP" }] };
    expect(unwritable(oneTap)).toEqual(["ONE_TAP"]);
    expect(templateProblems(oneTap, { values: { "body.1": "1" } })).toEqual([]);
    // what Meta has not told yet is filled in, and what it told stays
    expect(withFixedWords({ ...facts, body: "", footer: "Vence já." })).toMatchObject({
      body: "*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe.",
      footer: "Vence já.",
    });
  });
});

const card = (body: string, handle: string | null = "4:aW1n"): TemplateDraft["cards"][number] => ({
  header: { format: "IMAGE", handle },
  body,
  buttons: [
    { type: "QUICK_REPLY", text: "Quero este", value: "" },
    { type: "URL", text: "Ver", value: "https://loja.example/p/{{1}}" },
  ],
});
const carousel: TemplateDraft = {
  ...EMPTY_DRAFT,
  name: "vasos",
  category: "MARKETING",
  body: "Oi, {{1}}. Escolhemos estes vasos para você.",
  cards: [card("O vaso {{1}} está de volta à loja."), card("O vaso azul está de volta à loja.")],
  samples: {
    "body.1": "Lia",
    "card.0.body.1": "verde",
    "card.0.button.1": "7",
    "card.1.button.1": "8",
  },
};
const filled = {
  "body.1": "Lia",
  "card.0.header.link": "https://loja.example/7.jpg",
  "card.0.body.1": "verde",
  "card.0.button.1": "7",
  "card.1.header.link": "https://loja.example/8.jpg",
  "card.1.button.1": "8",
};

describe("a carousel", () => {
  it("keeps the rules with two cards alike", () => {
    expect(codes(carousel)).toEqual([]);
  });

  const one = carousel.cards[0] as TemplateDraft["cards"][number];
  it.each<[string, Partial<TemplateDraft>, string[]]>([
    ["a single card", { cards: [one] }, ["cards: template_cards_count"]],
    [
      "eleven",
      { cards: Array.from({ length: 11 }, () => card("O vaso voltou.")) },
      ["cards: template_cards_count"],
    ],
    ["no file", { cards: [one, card("O vaso voltou.", null)] }, ["cards.1.header.handle: template_file"]],
    ["a text too long", { cards: [one, card("a".repeat(161))] }, ["cards.1.body: too_long"]],
    ["a text in one only", { cards: [one, card("")] }, ["cards.1.body: template_cards_differ"]],
    [
      "a video beside an image",
      { cards: [one, { ...one, header: { format: "VIDEO", handle: "4:x" } }] },
      ["cards.1.body: template_cards_differ"],
    ],
    [
      "other buttons",
      { cards: [one, { ...one, buttons: one.buttons.toReversed() }] },
      ["cards.1.body: template_cards_differ"],
    ],
    [
      "no buttons",
      {
        cards: [
          { ...one, buttons: [] },
          { ...one, buttons: [] },
        ],
      },
      ["cards.0.buttons: template_card_buttons", "cards.1.buttons: template_card_buttons"],
    ],
    ["a footer", { footer: "Loja" }, ["cards: template_carousel_alone"]],
    [
      "an example missing",
      { samples: { ...carousel.samples, "card.1.button.1": "" } },
      ["samples.card.1.button.1: template_sample"],
    ],
  ])("with %s breaks its rule", (_, more, expected) => {
    const draft = { ...carousel, ...more };
    const samples = {
      ...Object.fromEntries(templatePlaces(draftFacts(draft)).map(({ key }) => [key, "x"])),
      ...draft.samples,
    };
    expect(codes({ ...draft, samples: more.samples ?? samples })).toEqual(expected);
  });

  it("is filled in card by card, and each quick reply says which card it is of", () => {
    const facts = draftFacts(carousel);
    expect(templatePlaces(facts).map(({ key }) => key)).toEqual(Object.keys(filled));
    expect(templateProblems(facts, { values: filled })).toEqual([]);
    expect(templateProblems(facts, { values: { ...filled, "card.1.header.link": "ftp://x" } })).toEqual([
      { code: "place_invalid", key: "card.1.header.link" },
    ]);
    const sent = templateContent(facts, { values: filled });
    expect(sent.cards?.map(({ body }) => body)).toEqual([
      "O vaso verde está de volta à loja.",
      "O vaso azul está de volta à loja.",
    ]);
    expect(sent.parameters.cards?.[1]).toEqual({
      header: { kind: "image", link: "https://loja.example/8.jpg" },
      body: [],
      buttons: [
        { index: 0, kind: "quick_reply", text: "card.1.Quero este" },
        { index: 1, kind: "url", text: "8" },
      ],
    });
    expect(optionsOf(sent)).toEqual([
      { id: "card.0.Quero este", title: "Quero este" },
      { id: "card.1.Quero este", title: "Quero este" },
    ]);
    expect([tappedCard("card.1.Quero este"), tappedCard("Quero este")]).toEqual([1, null]);
  });

  it("keeps its files when it is taken up again", () => {
    const again = draftOf({ ...draftFacts(carousel) });
    expect(again.cards.map(({ header }) => header.handle)).toEqual([keptFile(0), keptFile(1)]);
    expect(keptPlace(keptFile(1))).toEqual({ card: 1 });
    expect(keptPlace("4:aW1n")).toBeNull();
    expect(codes({ ...again, name: "vasos" })).toEqual([]);
    const product = templateOf({
      cards: [{ header: null, body: "", buttons: [{ type: "SPM", text: "Ver" }] }],
    });
    expect(unwritable(product)).toEqual(["CAROUSEL", "SPM"]);
  });
});

describe("a button that opens a form", () => {
  const draft: TemplateDraft = {
    ...EMPTY_DRAFT,
    name: "pesquisa",
    body: "Conte como foi o atendimento.",
    buttons: [{ type: "FLOW", text: "Responder", value: "123", screen: "START" }],
  };

  it("is written by its number, and taken up again with its screen", () => {
    expect(codes(draft)).toEqual([]);
    expect(codes({ ...draft, buttons: [{ type: "FLOW", text: "Responder", value: "abc" }] })).toEqual([
      "buttons.0.value: template_flow",
    ]);
    expect(draftOf(draftFacts(draft)).buttons).toEqual(draft.buttons);
    expect(templateContent(draftFacts(draft), { values: {} }).parameters.buttons).toEqual([
      { index: 0, kind: "flow", text: "" },
    ]);
  });

  it("is left to Meta's own manager when Meta keeps more with it than is written here", () => {
    const facts = draftFacts(draft);
    expect(unwritable({ ...facts, buttons: [{ type: "FLOW", text: "Responder" }] })).toEqual(["FLOW"]);
    const deep = [{ type: "URL", text: "Ver", url: "https://x.example", more: ["app_deep_link"] }];
    expect(unwritable({ ...facts, buttons: deep })).toEqual(["URL app_deep_link"]);
  });
});
