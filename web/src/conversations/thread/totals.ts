import type { MessageContent } from "@balcao/core";

type Items = Extract<MessageContent, { type: "order" }>["items"];

/** What an order comes to in each currency, in the order of its items. Items without a price count for nothing. */
export function totalsOf(items: Items): { currency: string; amount: number }[] {
  const totals = new Map<string, number>();
  for (const { price, currency, quantity } of items) {
    if (price === null || !currency) continue;
    totals.set(currency, (totals.get(currency) ?? 0) + price * quantity);
  }
  return [...totals].map(([currency, amount]) => ({ currency, amount }));
}

/** An amount as its reader writes it; a currency that nobody knows stands beside the number as it came. */
export function money(amount: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, { style: "currency", currency }).format(amount);
  } catch (error) {
    // not three letters: the wire's text is shown, not trusted
    if (error instanceof RangeError) return `${currency} ${amount}`;
    throw error;
  }
}
