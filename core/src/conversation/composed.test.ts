import { expect, it } from "vitest";
import { composed, compositionProblems, type Composition } from "./composed.ts";

const place: Composition = {
  type: "location",
  latitude: -23.56,
  longitude: -46.65,
  name: "Loja",
  address: "Rua Um, 10",
};
const card = {
  name: "Suporte",
  organisation: null,
  phones: [{ phone: "(11) 4000-0000", waId: null, type: null }],
  emails: [],
};
const menu = (options: string[], presentation: "auto" | "list" = "auto"): Composition => ({
  type: "menu",
  body: "Como prefere pagar?",
  options,
  presentation,
});

it("shows a menu as buttons up to three short options, else as a list", () => {
  expect(composed(menu(["Pix", "Boleto"]), "pt-BR")).toEqual({
    type: "buttons",
    body: "Como prefere pagar?",
    options: [
      { id: "agent:0", title: "Pix" },
      { id: "agent:1", title: "Boleto" },
    ],
  });
  expect(composed(menu(["Pix"], "list"), "en")).toMatchObject({ type: "list", button: "See options" });
  expect(composed(menu(["Pix", "Boleto", "Cartão", "Dinheiro"]), "en")?.type).toBe("list");
  expect(composed(menu(["Cartão de crédito em 3x"]), "en")?.type).toBe("list");
  expect(composed(menu(Array.from({ length: 10 }, (_, index) => `${index}`)), "en")?.type).toBe("list");
});

it.each<[string, Composition, { path: string; code: string }[]]>([
  ["a place off the globe", { ...place, latitude: 91 }, [{ path: "latitude", code: "invalid" }]],
  ["an empty name", { ...place, name: " " }, [{ path: "name", code: "required" }]],
  ["no card", { type: "contacts", cards: [] }, [{ path: "cards", code: "required" }]],
  [
    "a card without a phone",
    { type: "contacts", cards: [{ ...card, phones: [] }] },
    [{ path: "cards.0.phones.0.phone", code: "required" }],
  ],
  [
    "a phone of letters",
    { type: "contacts", cards: [{ ...card, phones: [{ phone: "ramal", waId: null, type: null }] }] },
    [{ path: "cards.0.phones.0.phone", code: "not_a_phone" }],
  ],
  [
    "eleven cards",
    { type: "contacts", cards: Array.from({ length: 11 }, () => card) },
    [{ path: "cards", code: "more_than_fit" }],
  ],
  ["no options", menu([]), [{ path: "options.0", code: "required" }]],
  ["an option twice", menu(["Pix", "Pix"]), [{ path: "options.1", code: "repeated_option" }]],
  ["a long option", menu(["x".repeat(25)]), [{ path: "options.0", code: "too_long" }]],
  [
    "eleven options",
    menu(Array.from({ length: 11 }, (_, index) => `${index}`)),
    [{ path: "options", code: "more_than_fit" }],
  ],
])("names what is wrong with %s", (_, composition, problems) => {
  expect(compositionProblems(composition)).toEqual(problems);
  expect(composed(composition, "en")).toBeNull();
});

it("finds nothing wrong with a place, with cards and with service phones", () => {
  expect(composed(place, "en")).toEqual({ ...place, url: null });
  const short = { ...card, phones: [{ phone: "190", waId: null, type: null }] };
  expect(compositionProblems({ type: "contacts", cards: [card, short] })).toEqual([]);
});
