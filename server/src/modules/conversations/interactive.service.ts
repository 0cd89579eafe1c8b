import type { UsedInteractive } from "@balcao/api";
import type { InteractiveAction } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { lastActions } from "./interactive.queries.ts";

/** looked at, and offered of them */
const LAST = 100;
const MOST = 8;
const MOST_PRODUCTS = 30;

/** Each flow and catalogue once, the latest first; of a catalogue the products that were sent of it. */
function usedIn(actions: readonly InteractiveAction[]): UsedInteractive {
  const flows = new Map<string, UsedInteractive["flows"][number]>();
  const catalogs = new Map<string, Set<string>>();
  for (const action of actions) {
    if (action.kind === "flow" && !flows.has(action.flow))
      flows.set(action.flow, { flow: action.flow, label: action.label, screen: action.screen });
    if (action.kind !== "product" && action.kind !== "product_list") continue;
    const products = catalogs.get(action.catalogId) ?? new Set();
    const named =
      action.kind === "product"
        ? [action.productId]
        : action.sections.flatMap(({ productIds }) => productIds);
    catalogs.set(action.catalogId, new Set([...products, ...named].slice(0, MOST_PRODUCTS)));
  }
  return {
    flows: [...flows.values()].slice(0, MOST),
    catalogs: [...catalogs]
      .slice(0, MOST)
      .map(([catalogId, products]) => ({ catalogId, productIds: [...products] })),
  };
}

/** What this company's agents sent last of what needs an id of Meta's. */
export const usedInteractive = (deps: Deps, { accountId }: Actor): Promise<UsedInteractive> =>
  inAccount(deps.app, accountId, async (tx) => usedIn(await lastActions(tx, accountId, LAST)));
