import { templatesOfAll, type Templates } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { loadNumbers } from "../channels/index.ts";
import { listTemplates } from "./templates.queries.ts";

/** The templates that an account can count on from every one of its numbers, and those that stand in the way of it. */
export async function sharedTemplates(tx: Tx, accountId: string): Promise<Templates> {
  const templates = await listTemplates(tx, accountId);
  const accounts = (await loadNumbers(tx)).filter((numbers) => numbers.accountId === accountId);
  return templatesOfAll(
    accounts.map(({ wabaId }) => templates.filter((template) => template.wabaId === wabaId)),
  );
}
