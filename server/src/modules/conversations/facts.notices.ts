import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { verifyPublished } from "../bot/index.ts";
import { applyTemplateNotices } from "../templates/index.ts";
import { applyNumberNotices, quarantineFact, type HandledFact } from "../channels/index.ts";
import { writeCounters } from "./counters.queries.ts";
import { cancelOutput } from "./flush.queries.ts";
import {
  appendRevisions,
  conversationsInTheWay,
  moveContactConversations,
  touchedMessages,
  upsertReactions,
  type NewReaction,
  type NewRevision,
} from "./facts.queries.ts";

/** Reactions and revisions of messages, with one event each so that screens look again. */
export async function saveMessageChanges(
  tx: Tx,
  reactions: readonly NewReaction[],
  revisions: readonly NewRevision[],
  now: number,
): Promise<void> {
  if (reactions.length === 0 && revisions.length === 0) return;
  await upsertReactions(tx, reactions);
  await appendRevisions(tx, revisions);
  await saveTouched(tx, [...reactions, ...revisions], now);
}

/** One event for each message that these speak of. */
export async function saveTouched(
  tx: Tx,
  targets: readonly { accountId: string; channelId: string; targetWamid: string }[],
  now: number,
): Promise<void> {
  const touched = await touchedMessages(tx, targets);
  await appendEvents(
    tx,
    touched.map(({ accountId, messageId, conversationId, teamId }) => ({
      accountId,
      type: "message.changed",
      conversationId,
      teamId,
      at: now,
      data: { messageId },
    })),
  );
}

/** `mergeId`, `agentId`: when a person merged them. */
type Merge = { accountId: string; loser: string; winner: string; mergeId?: string; agentId?: string };

/** Two contacts turned out to be one person: conversations move, of two open ones one ends, and it is told. */
export async function moveConversations(tx: Tx, merges: readonly Merge[], now: number): Promise<void> {
  for (const merge of merges) {
    const { accountId, loser, winner } = merge;
    const ended = await conversationsInTheWay(tx, merge);
    const cancelled = await cancelOutput(
      tx,
      ended.map(({ id, teamId }) => ({ accountId, id, teamId })),
      now,
    );
    await moveContactConversations(
      tx,
      merge,
      ended.map((conversation) => conversation.id),
      now,
    );
    await appendEvents(tx, [
      {
        accountId,
        type: "contact.merged",
        agentId: merge.agentId ?? null,
        at: now,
        data: { loser, winner, mergeId: merge.mergeId },
      },
      ...cancelled,
      ...ended.map(({ id, teamId }) => ({
        accountId,
        type: "conversation.closed",
        conversationId: id,
        teamId,
        at: now,
        data: { reason: "merged" },
      })),
    ]);
    await writeCounters(
      tx,
      ended.map((before) => ({
        accountId,
        before,
        after: { ...before, status: "closed" as const, snoozedUntil: null, unread: 0 },
      })),
    );
  }
}

/**
 * What Meta said about numbers, templates and accounts is kept in its delivery and told in the log; what it says of numbers and
 * templates changes them; what could not be read is set aside with its reason, for the admin.
 */
export async function recordNotices(tx: Tx, facts: readonly HandledFact[], now: number): Promise<void> {
  const events = facts.flatMap(({ accountId, channelId, deliveryId, body }) =>
    body.kind === "notice"
      ? [{ accountId, type: "channel.notice", at: now, data: { channelId, deliveryId, field: body.field } }]
      : [],
  );
  await appendEvents(tx, events);
  await applyNumberNotices(tx, facts, now);
  for (const accountId of await applyTemplateNotices(tx, facts, now))
    await verifyPublished(tx, accountId, now);
  for (const fact of facts)
    if (fact.body.kind === "unreadable") await quarantineFact(tx, fact, fact.body.reason, now);
}
