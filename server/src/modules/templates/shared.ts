import { templatesOfAll, type TemplateFacts, type Templates } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { loadNumbers } from "../channels/index.ts";
import { listNamed } from "./templates.queries.ts";

/** Of these templates those that an account can count on from every one of its numbers, and those that stand in the way of it. */
export async function sharedTemplates(
  tx: Tx,
  accountId: string,
  named: readonly Pick<TemplateFacts, "name" | "language">[],
): Promise<Templates> {
  const templates = await listNamed(tx, accountId, named);
  const accounts = await loadNumbers(tx, accountId);
  return templatesOfAll(
    accounts.map(({ wabaId }) => templates.filter((template) => template.wabaId === wabaId)),
  );
}
