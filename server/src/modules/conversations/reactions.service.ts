import type { CommandResult } from "@balcao/api";
import { react } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { enqueueSends, withdrawSend } from "../channels/index.ts";
import { keyed } from "./conversations.service.ts";
import type { LoadedConversation } from "./load.queries.ts";
import { findTarget, takeSeq, wantReaction, type Target } from "./reactions.queries.ts";

type Standing = { confirmed: string; isCertain: boolean };

/**
 * What stands at WhatsApp once the send that may be under way is out of the queue. One that is being called is beyond recall: it will
 * most likely be what stands there.
 */
async function withdrawn(tx: Tx, accountId: string, target: Target): Promise<Standing> {
  const { confirmed, sendId, state, emoji } = target;
  if (sendId === null || (state !== "queued" && state !== "sending"))
    return { confirmed, isCertain: state !== "unknown" };
  const isBack = await withdrawSend(tx, { accountId, id: sendId });
  return isBack ? { confirmed, isCertain: true } : { confirmed: emoji, isCertain: false };
}

async function send(
  tx: Tx,
  { accountId, channelId, contactId, recipient, state }: LoadedConversation,
  content: { type: "reaction"; targetWamid: string; emoji: string },
  now: number,
): Promise<string> {
  const messageId = uuidv7();
  await enqueueSends(tx, [
    {
      accountId,
      messageId,
      channelId,
      conversationId: state.id,
      contactId,
      seq: await takeSeq(tx, accountId, state.id),
      automatic: false,
      recipient,
      request: { content, quotedWamid: null },
      waitsForFile: false,
      queuedAt: now,
    },
  ]);
  return messageId;
}

/**
 * Puts the company's one reaction on a message, replaces it, or takes it away (""). It goes through the outbox like a message, at most
 * once, in the order of what was written; one that has not left yet is withdrawn by the next.
 */
export function reactTo(
  deps: Deps,
  actor: Actor,
  id: string,
  messageId: string,
  body: { key: string; emoji: string },
): Promise<CommandResult> {
  const { emoji } = body;
  return keyed(deps, actor, id, body.key, async (tx, loaded) => {
    const now = deps.clock.now();
    const { accountId, channelId, state } = loaded;
    if (loaded.contactBlocked) throw conflict("contact_blocked");
    if (loaded.numberRemoved) throw conflict("number_removed");
    const target = await findTarget(tx, accountId, id, messageId);
    if (!target) throw notFound();
    const outcome = react(state, target, emoji, now);
    if (!outcome.ok) throw conflict(outcome.code);
    if (!outcome.isNews || target.wamid === null) return messageId;
    const { confirmed, isCertain } = await withdrawn(tx, accountId, target);
    const isThere = isCertain && emoji === confirmed;
    const content = { type: "reaction" as const, targetWamid: target.wamid, emoji };
    const sendId = isThere ? null : await send(tx, loaded, content, now);
    const wanted = { accountId, channelId, targetWamid: target.wamid, emoji, confirmed, sendId };
    await wantReaction(tx, { ...wanted, state: isThere ? "sent" : "queued" }, now);
    await appendEvents(tx, [
      {
        accountId,
        type: "message.changed",
        conversationId: id,
        teamId: state.teamId,
        agentId: actor.agentId,
        at: now,
        data: { messageId },
      },
    ]);
    return messageId;
  });
}
