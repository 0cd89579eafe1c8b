import { Ring } from "./ring.ts";

/** What one message that arrived cost, in facts: amounts come from a rate card, which is not Meta's wire. */
export type Charge = {
  wamid: string;
  phoneNumberId: string;
  wabaId: string;
  userId: string;
  messageType: string;
  /** calendar month of the account in which the price was fixed, e.g. "2026-11" */
  month: string;
  /** epoch ms: when the price was fixed, and when the message arrived */
  pricedAt: number;
  at: number;
  /** `pricing.type` and `pricing.category` of its statuses */
  type: string;
  category: string;
  billable: boolean;
};

/** How many messages of one kind a number was charged for in one month. */
export type ChargeTotal = Pick<Charge, "phoneNumberId" | "month" | "type" | "category" | "billable"> & {
  count: number;
};

const keyOf = (charge: Pick<Charge, "phoneNumberId" | "month" | "type" | "category">): string =>
  `${charge.phoneNumberId}|${charge.month}|${charge.type}|${charge.category}`;

/** What the account has been charged: every total, and the newest charges one by one. */
export class Charges {
  readonly rows: Ring<Charge>;
  readonly #totals = new Map<string, ChargeTotal>();

  /** `limit`: single charges kept. */
  constructor(limit: number) {
    this.rows = new Ring(limit);
  }

  add(charge: Charge): void {
    this.rows.add(charge);
    const total = this.#totals.get(keyOf(charge));
    if (total) {
      total.count++;
      return;
    }
    const { phoneNumberId, month, type, category, billable } = charge;
    this.#totals.set(keyOf(charge), { phoneNumberId, month, type, category, billable, count: 1 });
  }

  totals(): ChargeTotal[] {
    return [...this.#totals.values()].map((total) => ({ ...total }));
  }

  /** Puts back the totals of a snapshot; single charges are not kept over a restart. */
  restore(totals: readonly ChargeTotal[]): void {
    for (const total of totals) this.#totals.set(keyOf(total), { ...total });
  }

  clear(): void {
    this.rows.clear();
    this.#totals.clear();
  }
}
