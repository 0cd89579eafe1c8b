import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateOf } from "../testing/templates.ts";
import { templatePlaces } from "./places.ts";
import { renderTemplate, templateContent, templateProblems } from "./template.ts";

const full = templateOf({
  header: { format: "TEXT", text: "Pedido {{1}}" },
  footer: "Loja Girassol",
  buttons: [
    { type: "QUICK_REPLY", text: "Recebi" },
    { type: "URL", text: "Rastrear", url: "https://loja.example/r/{{1}}" },
    { type: "URL", text: "Loja", url: "https://loja.example" },
    { type: "COPY_CODE", text: "Copiar código" },
  ],
  samples: { "body.1": "Lia", "header.1": "A-77" },
});
const named = templateOf({ body: "Oi, {{nome}}: {{pedido}} e {{nome}}.", parameterFormat: "NAMED" });
const values = {
  "header.1": "A-77",
  "body.1": "Lia",
  "body.2": "A-77",
  "button.1": "A77",
  "button.3": "BLUE10",
};

describe("places of a template", () => {
  it("are told from the header down, each once, with the sample it was approved with", () => {
    expect(templatePlaces(full)).toEqual([
      { key: "header.1", where: "header", kind: "text", card: null, name: "1", sample: "A-77" },
      { key: "body.1", where: "body", kind: "text", card: null, name: "1", sample: "Lia" },
      { key: "body.2", where: "body", kind: "text", card: null, name: "2", sample: null },
      { key: "button.1", where: "button", kind: "text", card: null, name: "Rastrear", sample: null },
      { key: "button.3", where: "button", kind: "text", card: null, name: "Copiar código", sample: null },
    ]);
    expect(templatePlaces(named).map(({ key }) => key)).toEqual(["body.nome", "body.pedido"]);
    expect(templatePlaces(templateOf({ body: "Olá" }))).toEqual([]);
  });

  it("stand in the order of their numbers, whatever the order of the words", () => {
    const places = templatePlaces(templateOf({ body: "{{10}} {{2}} {{1}}" }));
    expect(places.map(({ key }) => key)).toEqual(["body.1", "body.2", "body.10"]);
  });

  it.each([
    ["IMAGE", ["header.link"]],
    ["VIDEO", ["header.link"]],
    ["DOCUMENT", ["header.link"]],
    ["LOCATION", ["header.latitude", "header.longitude", "header.name", "header.address"]],
  ] as const)("of a header with %s", (format, keys) => {
    const places = templatePlaces(templateOf({ header: { format, text: null }, body: "Olá" }));
    expect(places.map(({ key }) => key)).toEqual(keys);
  });
});

describe("a template filled in", () => {
  it("shows what the phone will show, and its variables where nothing is given yet", () => {
    expect(renderTemplate(full, values)).toEqual({
      header: { format: "TEXT", text: "Pedido A-77", link: null },
      body: "Oi, Lia. O pedido A-77 saiu hoje.",
      footer: "Loja Girassol",
      buttons: [
        { type: "QUICK_REPLY", text: "Recebi" },
        { type: "URL", text: "Rastrear", url: "https://loja.example/r/A77" },
        { type: "URL", text: "Loja", url: "https://loja.example" },
        { type: "COPY_CODE", text: "Copiar código" },
      ],
    });
    expect(renderTemplate(full, { "body.1": "Lia", "body.2": " " }).body).toBe(
      "Oi, Lia. O pedido {{2}} saiu hoje.",
    );
  });

  it("takes a value as the text it is", () => {
    const said = renderTemplate(templateOf(), { "body.1": "{{2}} $& {{constructor}}", "body.2": "B" });
    expect(said.body).toBe("Oi, {{2}} $& {{constructor}}. O pedido B saiu hoje.");
    expect(renderTemplate(templateOf({ body: "a {{constructor}} b" }), {}).body).toBe("a {{constructor}} b");
  });

  it("carries the wire's parameters apart", () => {
    expect(templateContent(full, { values }).parameters).toEqual({
      header: { kind: "text", texts: [{ name: null, text: "A-77" }] },
      body: [
        { name: null, text: "Lia" },
        { name: null, text: "A-77" },
      ],
      buttons: [
        { index: 1, kind: "url", text: "A77" },
        { index: 3, kind: "copy_code", text: "BLUE10" },
      ],
    });
    expect(templateContent(named, { values: { "body.pedido": "7", "body.nome": "Lia" } })).toMatchObject({
      body: "Oi, Lia: 7 e Lia.",
      parameters: {
        header: null,
        body: [
          { name: "nome", text: "Lia" },
          { name: "pedido", text: "7" },
        ],
        buttons: [],
      },
    });
  });

  it("carries a place on the map and a file's address", () => {
    const where = {
      "header.latitude": "-23.56",
      "header.longitude": "-46.65",
      "header.name": "Loja",
      "header.address": "Rua Um, 10",
    };
    const map = templateOf({ header: { format: "LOCATION", text: null }, body: "Olá" });
    expect(templateProblems(map, { values: where })).toEqual([]);
    expect(templateContent(map, { values: where })).toMatchObject({
      header: { format: "LOCATION", text: "Loja\nRua Um, 10" },
      parameters: {
        header: {
          kind: "location",
          latitude: -23.56,
          longitude: -46.65,
          name: "Loja",
          address: "Rua Um, 10",
        },
      },
    });
    const file = templateOf({ header: { format: "DOCUMENT", text: null }, body: "Olá" });
    const link = "https://loja.example/nota.pdf";
    expect(templateContent(file, { values: { "header.link": link } })).toMatchObject({
      header: { format: "DOCUMENT", text: null, link },
      parameters: { header: { kind: "document", link } },
    });
  });

  it("property: a filled use without problems leaves no variable and gives each place once", () => {
    const text = fc
      .stringMatching(/^[A-Za-z0-9 .,;-]{1,40}$/)
      .filter((said) => said.trim() !== "" && !said.includes("     "));
    fc.assert(
      fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), (texts) => {
        const places = templatePlaces(full);
        const use = { values: Object.fromEntries(places.map(({ key }, at) => [key, texts[at] ?? ""])) };
        expect(templateProblems(full, use)).toEqual([]);
        const content = templateContent(full, use);
        expect(JSON.stringify([content.header, content.body, content.buttons])).not.toContain("{{");
        const { header, body, buttons } = content.parameters;
        const said = [...(header?.kind === "text" ? header.texts : []), ...body, ...buttons];
        expect(said.map((one) => one.text)).toEqual(places.map(({ key }) => use.values[key]?.trim()));
      }),
    );
  });
});

describe("problems of a use", () => {
  it.each([
    ["nothing", full, values, []],
    ["a place left out", full, { ...values, "body.2": "" }, [{ code: "place_missing", key: "body.2" }]],
    ["a place of spaces", full, { ...values, "body.2": "   " }, [{ code: "place_missing", key: "body.2" }]],
    ["a place that is none", full, { ...values, "body.3": "x" }, [{ code: "place_unknown", key: "body.3" }]],
    ["a new line", full, { ...values, "body.1": "a\nb" }, [{ code: "place_invalid", key: "body.1" }]],
    ["five spaces", full, { ...values, "body.1": "a     b" }, [{ code: "place_invalid", key: "body.1" }]],
    [
      "an inherited name",
      templateOf({ body: "a {{constructor}} b" }),
      {},
      [{ code: "place_missing", key: "body.constructor" }],
    ],
    [
      "a body too long",
      templateOf({ body: "{{1}}" }),
      { "body.1": "x".repeat(1025) },
      [{ code: "template_too_long" }],
    ],
    ["the longest body", templateOf({ body: "{{1}}" }), { "body.1": "😀".repeat(1024) }, []],
    [
      "a part we cannot fill",
      templateOf({ body: "a", unsendable: ["CAROUSEL"] }),
      {},
      [{ code: "template_unsendable", part: "CAROUSEL" }],
    ],
  ])("%s", (_name, facts, given, problems) => {
    expect(templateProblems(facts, { values: given })).toEqual(problems);
  });

  it("tells first what no filling in can mend", () => {
    const paused = templateOf({ status: "PAUSED", reason: "FIRST_PAUSE" });
    expect(templateProblems(paused, { values: {} })).toEqual([
      { code: "template_not_approved", status: "PAUSED", reason: "FIRST_PAUSE" },
      { code: "place_missing", key: "body.1" },
      { code: "place_missing", key: "body.2" },
    ]);
    expect(templateProblems(null, { values: {} })).toEqual([{ code: "template_missing" }]);
  });

  it.each([
    ["IMAGE", { "header.link": "http://loja.example/a.png" }, "header.link"],
    ["IMAGE", { "header.link": "javascript:alert(1)" }, "header.link"],
    [
      "LOCATION",
      { "header.latitude": "91", "header.longitude": "0", "header.name": "a", "header.address": "b" },
      "header.latitude",
    ],
    [
      "LOCATION",
      { "header.latitude": "1", "header.longitude": "1e3", "header.name": "a", "header.address": "b" },
      "header.longitude",
    ],
  ] as const)("%s with %j", (format, given, key) => {
    const facts = templateOf({ header: { format, text: null }, body: "Olá" });
    expect(templateProblems(facts, { values: given })).toEqual([{ code: "place_invalid", key }]);
  });
});
