import type { Draft, SaveDraft } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { canNote } from "./conversations.policy.ts";
import { findDraft, listDrafts, putDraft } from "./drafts.queries.ts";
import { hydrateRows } from "./rows.queries.ts";

/** A browser's clock may run ahead by this (milliseconds); from further on it would win for ever. */
const MOST_AHEAD_MS = 60_000;

/** All that this agent has begun to write. */
export const getDrafts = (deps: Deps, actor: Actor): Promise<Draft[]> =>
  inAccount(deps.app, actor.accountId, (tx) => listDrafts(tx, actor));

/** Keeps what an agent writes in a conversation; an empty text ends the draft. Answers what stands now. Nobody is told. */
export const saveDraft = (
  deps: Deps,
  actor: Actor,
  conversationId: string,
  body: SaveDraft,
): Promise<Draft> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const row = (await hydrateRows(tx, [actor.accountId], [conversationId])).get(conversationId);
    if (!row || !canNote(actor, row)) throw notFound();
    const at = Math.min(body.at, deps.clock.now() + MOST_AHEAD_MS);
    const draft = { ...body, conversationId, text: body.text.trim() === "" ? "" : body.text, at };
    await putDraft(tx, actor, draft);
    return (await findDraft(tx, actor, draft)) ?? draft;
  });

/** Ends the draft that is being sent, and any older one; what was written since stays. In the transaction of the sending. */
export async function endDraft(
  tx: Tx,
  actor: Actor,
  draft: Pick<Draft, "conversationId" | "mode" | "at">,
): Promise<void> {
  await putDraft(tx, actor, { ...draft, text: "", quotedMessageId: null });
}
