import { describe, expect, it } from "vitest";
import {
  draftFacts,
  draftOf,
  EMPTY_DRAFT,
  keptFile,
  nextVariable,
  unwritable,
  type TemplateDraft,
} from "./draft.ts";
import { editRight, editsAfter } from "./edits.ts";
import { draftProblems, isAdvice } from "./lint.ts";
import { templateOf } from "../testing/templates.ts";

const good: TemplateDraft = {
  ...EMPTY_DRAFT,
  name: "pedido_enviado",
  header: { format: "TEXT", text: "Pedido {{1}}" },
  body: "Oi, {{1}}. O seu pedido {{2}} saiu para entrega hoje.",
  footer: "Loja Girassol",
  buttons: [
    { type: "QUICK_REPLY", text: "Recebi", value: "" },
    { type: "QUICK_REPLY", text: "Não recebi", value: "" },
    { type: "URL", text: "Rastrear", value: "https://loja.example/r/{{1}}" },
    { type: "PHONE_NUMBER", text: "Ligar", value: "+55 11 4000-0000" },
    { type: "COPY_CODE", text: "", value: "" },
  ],
  samples: { "header.1": "A-77", "body.1": "Lia", "body.2": "A-77", "button.2": "A77", "button.4": "BLUE10" },
};
const nothing = (): boolean => false;
const codes = (more: Partial<TemplateDraft>): string[] =>
  draftProblems({ ...good, ...more }, nothing).map(({ path, code }) => `${path}: ${code}`);
const body = (text: string): Partial<TemplateDraft> => ({
  body: text,
  samples: { ...good.samples, "body.3": "x", "body.4": "y" },
});
const url = (value: string): Partial<TemplateDraft> => ({
  buttons: [{ type: "URL", text: "Ver", value }],
  samples: { ...good.samples, "button.0": "x" },
});

describe("a draft, before Meta sees it (wire facts, section 11.4)", () => {
  it("has nothing to say of one that keeps the rules", () => {
    expect(codes({})).toEqual([]);
    expect(
      codes({
        parameterFormat: "NAMED",
        header: { format: "IMAGE", handle: "4:aW1n" },
        body: "Oi, {{nome}}. O seu pedido {{numero}} saiu para entrega hoje.",
        samples: { ...good.samples, "body.nome": "Lia", "body.numero": "A-77" },
      }),
    ).toEqual([]);
    expect(codes({ header: null, footer: "", buttons: [], body: "Seu pedido saiu." })).toEqual([]);
  });

  it.each<[Partial<TemplateDraft>, string[]]>([
    [{ name: "" }, ["name: required"]],
    [{ name: "Pedido" }, ["name: template_name"]],
    [{ language: "pt" }, ["language: template_language"]],
    [{ category: "NEWS" }, ["category: template_category"]],
    [{ header: { format: "TEXT", text: " " } }, ["header.text: required"]],
    [{ header: { format: "TEXT", text: "Pedido *novo*" } }, ["header.text: template_header_form"]],
    [{ header: { format: "TEXT", text: "Pedido 🎉" } }, ["header.text: template_header_form"]],
    [{ header: { format: "TEXT", text: "a".repeat(61) } }, ["header.text: too_long"]],
    [{ header: { format: "VIDEO", handle: null } }, ["header.handle: template_file"]],
    [{ body: "" }, ["body: required"]],
    [body("{{1}}, o seu pedido {{2}} saiu hoje mesmo."), ["body: template_variable_edge"]],
    [body("O seu pedido {{1}} saiu hoje mesmo, {{2}}! 🎉"), ["body: template_variable_edge"]],
    [body("Oi, {{1}} {{2}} o seu pedido saiu hoje"), ["body: template_variable_neighbours"]],
    [body("Oi, {{1}} e {{2}} até logo"), ["body: template_variable_words"]],
    [body("Oi, {{1}}, o seu pedido {{3}} saiu hoje"), ["body: template_variable_gap"]],
    [
      body("Oi, {{nome}}, o seu pedido saiu hoje"),
      ["body: template_variable_word", "samples.body.nome: template_sample"],
    ],
    [body("Oi, {{1}, o seu pedido saiu hoje"), ["body: template_variable_word"]],
    [body("Oi,\to seu pedido saiu"), ["body: template_body_form"]],
    [body(`Oi, o seu pedido saiu ${"🎉".repeat(11)}`), ["body: template_emojis"]],
    [body("a".repeat(1025)), ["body: too_long"]],
    [{ footer: "Loja {{1}}" }, ["footer: template_footer_variable"]],
    [{ footer: "a".repeat(61) }, ["footer: too_long"]],
    [{ samples: { ...good.samples, "body.2": " " } }, ["samples.body.2: template_sample"]],
    [{ samples: { ...good.samples, "button.4": "a".repeat(16) } }, ["samples.button.4: too_long"]],
    [url("loja.example"), ["buttons.0.value: template_url"]],
    [url("https://wa.me/5511900000001"), ["buttons.0.value: template_url_shortener"]],
    [url("https://loja.example/{{1}}/x"), ["buttons.0.value: template_url_variable"]],
    [url("https://loja.example/{{nome}}"), ["buttons.0.value: template_url_variable"]],
    [
      { buttons: [{ type: "PHONE_NUMBER", text: "Ligar", value: "4000-0000" }] },
      ["buttons.0.value: template_phone"],
    ],
    [{ buttons: [{ type: "QUICK_REPLY", text: "", value: "" }] }, ["buttons.0.text: required"]],
    [{ buttons: [{ type: "QUICK_REPLY", text: "a".repeat(26), value: "" }] }, ["buttons.0.text: too_long"]],
    [
      { buttons: [0, 1].map(() => ({ type: "QUICK_REPLY", text: "Sim", value: "" })) },
      ["buttons.1.text: template_button_twice"],
    ],
    [
      { buttons: ["A", "B"].map((text) => ({ type: "PHONE_NUMBER", text, value: "+551140000000" })) },
      ["buttons: template_buttons_count"],
    ],
    [
      {
        buttons: [
          { type: "QUICK_REPLY", text: "A", value: "" },
          { type: "PHONE_NUMBER", text: "B", value: "+551140000000" },
          { type: "QUICK_REPLY", text: "C", value: "" },
        ],
      },
      ["buttons: template_replies_apart"],
    ],
    [
      {
        parameterFormat: "NAMED",
        header: null,
        body: "Oi, {{Nome}}, o seu pedido saiu",
        samples: { ...good.samples, "body.Nome": "x" },
      },
      ["body: template_variable_word"],
    ],
  ])("%j", (more, expected) => {
    expect(codes(more)).toEqual(expected);
  });

  it("says when the name is taken in that language, and advises against promotion under utility", () => {
    const taken = (name: string, language: string): boolean =>
      `${name} ${language}` === "pedido_enviado pt_BR";
    expect(draftProblems(good, taken).map(({ code }) => code)).toEqual(["template_name_taken"]);
    expect(draftProblems({ ...good, language: "en_US" }, taken)).toEqual([]);
    const promotional = draftProblems({ ...good, footer: "Aproveite o desconto" }, nothing);
    expect(promotional.map((found) => [found.code, isAdvice(found)])).toEqual([
      ["template_promotional", true],
    ]);
    expect(draftProblems({ ...good, footer: "Aproveite", category: "MARKETING" }, nothing)).toEqual([]);
  });
});

describe("a template taken up again", () => {
  it("is the draft it was made of, with the file that its header has at Meta", () => {
    expect(draftOf(draftFacts(good))).toEqual(good);
    const picture = draftOf(draftFacts({ ...good, header: { format: "IMAGE", handle: "4:x" } }));
    expect(picture.header).toEqual({ format: "IMAGE", handle: keptFile(null) });
  });

  it("is written elsewhere when it holds what this editor does not know", () => {
    expect(unwritable(draftFacts(good))).toEqual([]);
    expect(
      unwritable(
        templateOf({
          category: "AUTHENTICATION",
          header: { format: "LOCATION", text: null },
          buttons: [{ type: "VOICE_CALL", text: "Ligar" }],
          unsendable: ["CAROUSEL"],
        }),
      ),
    ).toEqual(["CAROUSEL", "LOCATION", "AUTHENTICATION", "VOICE_CALL"]);
  });

  it("gets its next variable by number, or by a word that is free", () => {
    expect(nextVariable(good, "body")).toBe("3");
    expect(nextVariable(good, "header")).toBe("2");
    const named = { ...good, parameterFormat: "NAMED" as const, body: "Oi, {{nome}}." };
    expect(nextVariable(named, "body")).toBe("numero");
  });
});

describe("edits (wire facts, section 9)", () => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const now = 100 * DAY;

  it("of an approved one: once in 24 hours, ten times in 30 days", () => {
    expect(editRight("APPROVED", [], now)).toEqual({ may: true });
    expect(editRight("APPROVED", [now - HOUR], now)).toEqual({
      may: false,
      because: "limit",
      until: now + 23 * HOUR,
    });
    expect(editRight("APPROVED", [now - DAY], now)).toEqual({ may: true });
    const ten = Array.from({ length: 10 }, (_, index) => now - (index + 2) * DAY);
    expect(editRight("APPROVED", ten, now)).toEqual({ may: false, because: "limit", until: now + 19 * DAY });
    expect(editRight("APPROVED", ten.slice(1), now)).toEqual({ may: true });
    expect(editsAfter([now - 31 * DAY, now - DAY], "APPROVED", now)).toEqual([now - DAY, now]);
  });

  it("of a refused or paused one at any time, of any other never", () => {
    for (const status of ["REJECTED", "PAUSED"]) {
      expect(editRight(status, [now], now)).toEqual({ may: true });
      expect(editsAfter([now - DAY], status, now)).toEqual([now - DAY]);
    }
    for (const status of ["PENDING", "DISABLED", "IN_APPEAL", "PENDING_DELETION", "NEW_WORD"])
      expect(editRight(status, [], now)).toEqual({ may: false, because: "state", until: null });
  });
});
