import { expect, it } from "vitest";
import { money, totalsOf } from "./totals.ts";

it("adds up an order by currency; what has no price counts for nothing", () => {
  const item = (quantity: number, price: number | null, currency: string | null) => ({
    productId: "SKU",
    quantity,
    price,
    currency,
  });
  expect(
    totalsOf([item(2, 19.9, "BRL"), item(1, 10, "USD"), item(1, 0.2, "BRL"), item(3, null, null)]),
  ).toEqual([
    { currency: "BRL", amount: 40 },
    { currency: "USD", amount: 10 },
  ]);
  expect(totalsOf([])).toEqual([]);
});

it("writes money in the reader's way, and any text of the wire without breaking", () => {
  expect(money(1234.5, "BRL", "pt-BR").replace(/\s/u, " ")).toBe("R$ 1.234,50");
  expect(money(5, "reais", "pt-BR")).toBe("reais 5");
});
