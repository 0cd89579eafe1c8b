import { onWindowRefused } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { loadBots } from "../bot/index.ts";
import { loadContexts } from "../settings/index.ts";
import { writeAll } from "./apply.ts";
import type { Refused } from "./facts.people.ts";
import { momentsOf } from "./facts.queries.ts";
import { loadForUpdate } from "./load.queries.ts";
import { addEffects, newWriter, workOn } from "./writer.ts";

/** Meta's word that a service window is closed. */
const WINDOW_CLOSED = 131047;

/**
 * Meta found windows closed that ours has open: ours close as of when the refused message was said. Before any message is written, since agents
 * lock conversations first as well.
 */
export async function correctWindows(tx: Tx, refused: readonly Refused[], now: number): Promise<void> {
  const told = refused.filter(({ code }) => code === WINDOW_CLOSED);
  if (told.length === 0) return;
  const messages = told.map(({ message: { accountId, id } }) => ({ accountId, id }));
  const places = await momentsOf(tx, messages);
  const accountIds = [...new Set(places.map(({ accountId }) => accountId))];
  const loaded = await loadForUpdate(
    tx,
    places.map(({ accountId, conversationId: id }) => ({ accountId, id })),
  );
  const writer = newWriter();
  for (const { conversationId, at } of places) {
    const conversation = loaded.get(conversationId);
    if (!conversation) continue;
    const { state } = writer.works.get(conversationId) ?? conversation;
    const decision = onWindowRefused(state, at);
    if (decision === null) continue;
    addEffects(writer, workOn(writer, conversation, false), decision.state, decision.effects, {
      now,
      causeMessageId: null,
      botVersionId: null,
    });
  }
  if (writer.works.size === 0) return;
  const contexts = await loadContexts(tx, accountIds);
  await writeAll(tx, writer, contexts, await loadBots(tx, contexts, []), now);
}
