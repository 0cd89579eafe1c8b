import { onChargeNews, type Charge, type ChargeNews } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { saveCharges, type ChargedMessage } from "./charges.queries.ts";

/** One status of one message of ours. */
export type PricedStatus = { message: ChargedMessage; news: ChargeNews };

/** What the statuses of a batch say of prices, in its transaction: each message once, whatever comes twice or late. */
export async function noteCharges(tx: Tx, statuses: readonly PricedStatus[]): Promise<void> {
  const told = new Map<string, { message: ChargedMessage; charge: Charge }>();
  for (const { message, news } of statuses) {
    const charge = onChargeNews(told.get(message.id)?.charge ?? null, news);
    told.set(message.id, { message, charge });
  }
  await saveCharges(tx, [...told.values()]);
}
