import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { templateNews, type HandledFact } from "../channels/index.ts";
import { applyNews, loadSyncs, makeDue } from "./templates.queries.ts";

/** A status, a category or a quality is told by value; anything else (its text, a template that is new) is read at Meta. */
const IS_READ_AGAIN = "message_template_components_update";

async function readAgain(tx: Tx, accountId: string, wabaId: string | null, now: number): Promise<void> {
  const syncs = await loadSyncs(tx, accountId);
  const wabas = syncs.map((sync) => ({ accountId, wabaId: sync.wabaId }));
  const named = wabas.filter((waba) => waba.wabaId === wabaId);
  await makeDue(tx, named.length > 0 ? named : wabas, now);
}

/**
 * What Meta said of templates, among the facts of a batch, in its transaction. Notices of other fields are left alone; those
 * that name no template here have the list read again. Answers the accounts whose templates differ now.
 */
export async function applyTemplateNotices(
  tx: Tx,
  facts: readonly HandledFact[],
  now: number,
): Promise<string[]> {
  const changed = new Set<string>();
  for (const { accountId, body } of facts) {
    const notice = body.kind === "notice" ? templateNews(body) : null;
    if (body.kind !== "notice" || notice === null) continue;
    const { id: metaId, ...news } = notice;
    const found = await applyNews(tx, { accountId, wabaId: body.wabaId, metaId, ...news }, now);
    if (found === null || body.field === IS_READ_AGAIN) await readAgain(tx, accountId, body.wabaId, now);
    if (!found?.isNew) continue;
    changed.add(accountId);
    const { id: templateId, wabaId, status, before } = found;
    await appendEvents(tx, [
      { accountId, type: "template.changed", at: now, data: { templateId, wabaId, status, before } },
    ]);
  }
  return [...changed];
}
