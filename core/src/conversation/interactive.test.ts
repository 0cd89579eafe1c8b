import { expect, it } from "vitest";
import { composed, compositionProblems } from "./composed.ts";
import type { InteractiveAction, InteractiveContent } from "./interactive.ts";

const asked = (action: InteractiveAction, texts: Partial<InteractiveContent> = {}): InteractiveContent => ({
  type: "interactive",
  header: null,
  body: "Olá",
  footer: null,
  action,
  ...texts,
});
const link = (url: string, label = "Ver"): InteractiveContent => asked({ kind: "link", label, url });
const flow = (more: Partial<Extract<InteractiveAction, { kind: "flow" }>>): InteractiveContent =>
  asked({ kind: "flow", flow: "123", label: "Abrir", screen: null, data: [], ...more });
const products = (...sections: { title: string | null; productIds: string[] }[]): InteractiveContent =>
  asked({ kind: "product_list", catalogId: "61200", sections }, { header: "Novidades" });
const some = (count: number): string[] => Array.from({ length: count }, (_, index) => `SKU-${index}`);

it.each<[string, InteractiveContent]>([
  ["a link", link("https://loja.example:8443/p?q=1#ç")],
  ["a label of twenty", link("https://loja.example", "x".repeat(20))],
  [
    "texts around a link",
    { ...link("https://loja.example"), header: "h".repeat(60), footer: "f".repeat(60) },
  ],
  ["a request for the place", asked({ kind: "location_request" })],
  ["a body of 1,024 emoji", asked({ kind: "contact_request" }, { body: "😀".repeat(1024) })],
  ["leave to call", asked({ kind: "call_permission" })],
  ["a call button for a month", asked({ kind: "call_button", label: "Ligar", minutes: 43_200 })],
  ["a flow", flow({ screen: "START", data: [{ name: "pedido", value: "" }] })],
  [
    "a product without words",
    asked({ kind: "product", catalogId: "61200", productId: "SKU" }, { body: null }),
  ],
  ["thirty products in an unnamed section", products({ title: null, productIds: some(30) })],
  ["a catalogue", asked({ kind: "catalog", productId: null }, { footer: "até já" })],
])("takes %s as it is", (_name, content) => {
  expect(compositionProblems(content)).toEqual([]);
  expect(composed(content, "pt-BR")).toEqual(content);
});

it.each<[string, InteractiveContent, [path: string, code: string][]]>([
  ["no words", asked({ kind: "location_request" }, { body: " " }), [["body", "required"]]],
  [
    "too many words",
    asked({ kind: "catalog", productId: null }, { body: "x".repeat(1025) }),
    [["body", "too_long"]],
  ],
  [
    "texts where there is no room for them",
    asked({ kind: "call_permission" }, { header: "h", footer: "f" }),
    [
      ["header", "not_used"],
      ["footer", "not_used"],
    ],
  ],
  ["an address that is not enciphered", link("http://loja.example"), [["action.url", "not_a_link"]]],
  ["a name before the host", link("https://banco.example@x.example"), [["action.url", "not_a_link"]]],
  ["a script", link("javascript:alert(1)"), [["action.url", "not_a_link"]]],
  ["an address in two words", link("https://loja.example/a b"), [["action.url", "not_a_link"]]],
  [
    "no label and no address",
    link("", ""),
    [
      ["action.label", "required"],
      ["action.url", "required"],
    ],
  ],
  ["a label of 21", link("https://loja.example", "x".repeat(21)), [["action.label", "too_long"]]],
  [
    "half a minute",
    asked({ kind: "call_button", label: "Ligar", minutes: 0.5 }),
    [["action.minutes", "out_of_range"]],
  ],
  ["an emoji on a flow's button", flow({ label: "Abrir 😀" }), [["action.label", "emoji"]]],
  ["data without a screen", flow({ data: [{ name: "a", value: "b" }] }), [["action.screen", "required"]]],
  [
    "a value without a name",
    flow({ screen: "A", data: [{ name: "", value: "b" }] }),
    [["action.data.0.name", "required"]],
  ],
  [
    "a product of no catalogue",
    asked({ kind: "product", catalogId: "loja", productId: "" }),
    [
      ["action.catalogId", "not_a_catalog"],
      ["action.productId", "required"],
    ],
  ],
  [
    "products without a title above",
    { ...products({ title: null, productIds: ["a"] }), header: null },
    [["header", "required"]],
  ],
  ["no products", products({ title: null, productIds: [] }), [["action.sections.0.productIds", "required"]]],
  [
    "31 products in two sections, one unnamed",
    products({ title: "A", productIds: some(30) }, { title: null, productIds: ["outro"] }),
    [
      ["action.sections.1.title", "required"],
      ["action.sections.1.productIds", "more_than_fit"],
    ],
  ],
  [
    "the same product twice",
    products({ title: null, productIds: ["a", "a"] }),
    [["action.sections.0.productIds", "repeated_product"]],
  ],
])("names what is wrong with %s", (_name, content, problems) => {
  expect(compositionProblems(content).map(({ path, code }) => [path, code])).toEqual(problems);
  expect(composed(content, "en")).toBeNull();
});
