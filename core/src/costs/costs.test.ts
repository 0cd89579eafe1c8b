import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCounted, monthOf, onChargeNews, type Charge, type ChargeNews } from "./charge.ts";
import { costOf, rateOn, type PriceRate } from "./rates.ts";

const AT = Date.UTC(2026, 10, 26, 15);
const PRICE = { type: "regular", category: "service" };
const all = (news: readonly ChargeNews[]): Charge | null =>
  news.reduce<Charge | null>((before, one) => onChargeNews(before, one), null);

describe("what is known of a message's price", () => {
  it("counts nothing that was only sent, and nothing without a price", () => {
    const sent = onChargeNews(null, { status: "sent", at: AT, price: PRICE });
    expect(isCounted(sent)).toBe(false);
    expect(isCounted(onChargeNews(sent, { status: "failed", at: AT + 1, price: null }))).toBe(false);
    expect(isCounted(onChargeNews(sent, { status: "read", at: AT + 9, price: null }))).toBe(true);
    expect(isCounted(onChargeNews(null, { status: "delivered", at: AT, price: null }))).toBe(false);
  });

  it("ends in the same, whatever order statuses come in and however often, wherever the price stands", () => {
    const statuses: ChargeNews[] = [
      { status: "sent", at: AT, price: PRICE },
      { status: "delivered", at: AT + 2000, price: null },
      { status: "read", at: AT + 5000, price: PRICE },
    ];
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom(...statuses), { maxLength: 6 })
          .chain((more) => fc.shuffledSubarray([...statuses, ...more], { minLength: 3 + more.length })),
        (news) => {
          expect(all(news)).toEqual({ price: PRICE, leftAt: AT, arrivedAt: AT + 2000 });
        },
      ),
    );
  });

  it("counts a message in the account's month", () => {
    const lastEvening = Date.UTC(2026, 10, 1, 1, 30);
    expect(monthOf(lastEvening, "America/Sao_Paulo")).toBe("2026-10");
    expect(monthOf(lastEvening, "UTC")).toBe("2026-11");
  });
});

describe("what messages cost", () => {
  const rates: PriceRate[] = [
    { category: "utility", from: "2026-10-01", micros: 35_000 },
    { category: "utility", from: "2027-01-01", micros: 40_000 },
    { category: "marketing", from: "2026-10-01", micros: 350_000 },
  ];

  it("is by the rate of the day, to the millionth", () => {
    expect(rateOn(rates, "utility", "2026-12-31")?.micros).toBe(35_000);
    expect(rateOn(rates, "utility", "2027-01-01")?.micros).toBe(40_000);
    expect(rateOn(rates, "utility", "2026-09-30")).toBeNull();
    const usage = [
      { day: "2026-12-31", type: "regular", category: "utility", count: 3 },
      { day: "2027-01-01", type: "regular", category: "utility", count: 2 },
      { day: "2026-12-31", type: "free_customer_service", category: "service", count: 900 },
      { day: "2026-12-31", type: "regular", category: "authentication", count: 7 },
    ];
    expect(costOf(usage, rates)).toEqual({ micros: 3 * 35_000 + 2 * 40_000, unpriced: 7 });
  });

  it("does not depend on the order of rates, nor on how a day's usage is cut", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rates, { minLength: 3 }), fc.nat(1000), fc.nat(1000), (mixed, a, b) => {
        const day = { day: "2027-02-03", type: "regular", category: "utility" };
        expect(
          costOf(
            [
              { ...day, count: a },
              { ...day, count: b },
            ],
            mixed,
          ),
        ).toEqual(costOf([{ ...day, count: a + b }], rates));
      }),
    );
  });
});
