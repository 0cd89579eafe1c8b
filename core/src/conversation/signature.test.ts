import { expect, it } from "vitest";
import { signed } from "./signature.ts";

const picture = { type: "image" as const, caption: "olha", fileName: null, voice: false };
const asked = {
  type: "interactive" as const,
  header: null,
  body: null,
  footer: null,
  action: { kind: "product" as const, catalogId: "61200", productId: "SKU" },
};

it.each([
  ["a text", { type: "text" as const, body: "Oi" }, { type: "text", body: "*Ana:*\nOi" }],
  ["a caption", picture, { ...picture, caption: "*Ana:*\nolha" }],
  ["what is asked", { ...asked, body: "Onde?" }, { ...asked, body: "*Ana:*\nOnde?" }],
  ["a product without words", asked, asked],
  ["a picture without words", { ...picture, caption: null }, { ...picture, caption: null }],
  [
    "a text that just fits",
    { type: "text" as const, body: "x".repeat(4089) },
    { type: "text", body: `*Ana:*\n${"x".repeat(4089)}` },
  ],
  [
    "one that would not",
    { type: "text" as const, body: "x".repeat(4090) },
    { type: "text", body: "x".repeat(4090) },
  ],
])("puts the name before %s", (_name, content, expected) =>
  expect(signed(content, "Ana Beatriz Lopes")).toEqual(expected),
);

it("takes marks out of a name", () =>
  expect(signed({ type: "text", body: "Oi" }, "*Bia*")).toEqual({ type: "text", body: "*Bia:*\nOi" }));
