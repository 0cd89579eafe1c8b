import type { ConversationRow, TicketReach } from "@balcao/api";
import {
  agentReply,
  mayAnswer,
  templatesByKey,
  textOf,
  type AgentContent,
  type ConversationContext,
  type ConversationDecision,
  type ConversationState,
  type TemplateUse,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { loadContexts, type AccountContext } from "../settings/index.ts";
import { findTemplates } from "../templates/index.ts";
import { applyChange, contextOf } from "./apply.ts";
import { canSee } from "./conversations.policy.ts";
import { change } from "./conversations.service.ts";
import { loadForUpdate, type LoadedConversation } from "./load.queries.ts";
import { findReaches, type ReachPlace } from "./reaches.queries.ts";
import { hydrateRows } from "./rows.queries.ts";
import { refuseOutside, templateToSend } from "./templates.service.ts";

/**
 * The door for modules above that speak to customers: where they can, and saying it within a transaction of their own. Whoever speaks holds
 * the conversation before anything of theirs, in the order of the lanes.
 */
export type HeldConversation = LoadedConversation;

async function contextFor(tx: Tx, accountId: string): Promise<AccountContext> {
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw notFound();
  return context;
}

/** An open conversation through which somebody can be spoken to. */
export type ReachRow = ConversationRow & Omit<ReachPlace, "id">;

/** Conversations that are not closed, by id and of a contact; `actor` null = whoever sees them. */
export async function reachesFor(
  tx: Tx,
  accountId: string,
  actor: Actor | null,
  wanted: { ids: readonly string[]; contactId: string },
): Promise<ReachRow[]> {
  const places = await findReaches(tx, accountId, wanted);
  const rows = await hydrateRows(
    tx,
    [accountId],
    places.map(({ id }) => id),
  );
  return places.flatMap(({ id, ...place }) => {
    const row = rows.get(id);
    return row && (actor === null || canSee(actor, row)) ? [{ ...row, ...place }] : [];
  });
}

/** How an agent is shown such a conversation: what may be sent there, and by which name. */
export async function shownReaches(tx: Tx, actor: Actor, rows: readonly ReachRow[]): Promise<TicketReach[]> {
  const context = await contextFor(tx, actor.accountId);
  return rows.map(({ id, protocol, contact, channel, windowClosesAt, ...row }) => ({
    conversationId: id,
    protocol,
    contact,
    channel: { id: channel.id, name: channel.name },
    windowClosesAt,
    signs: context.teams.get(row.teamId)?.signsReplies === true,
    reason: contact.blocked
      ? "contact_blocked"
      : channel.removed
        ? "number_removed"
        : mayAnswer(row, actor.agentId, context)
          ? null
          : "not_responsible",
  }));
}

/** Holds a conversation this agent sees until the transaction ends; any other is not there. */
export async function holdSeen(tx: Tx, actor: Actor, id: string): Promise<HeldConversation> {
  const held = await hold(tx, actor.accountId, id);
  if (!held || !canSee(actor, held.state)) throw notFound();
  return held;
}

/** Holds a conversation, whoever sees it; null = there is none. */
export async function hold(tx: Tx, accountId: string, id: string): Promise<HeldConversation | null> {
  return (await loadForUpdate(tx, [{ accountId, id }])).get(id) ?? null;
}

/** Says something as the agent, by the rules of every answer; refused as there. Answers the message and its words. */
export async function sayAsAgent(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  held: HeldConversation,
  said: { text: string } | { template: TemplateUse },
): Promise<{ messageId: string; text: string }> {
  if ("template" in said) await refuseOutside(tx, deps, held);
  const content: AgentContent =
    "template" in said
      ? await templateToSend(tx, held, said.template, actor)
      : { type: "text", body: said.text };
  const messageId = await change(tx, deps, actor, held, (state, context, _running, now) =>
    agentReply(state, actor.agentId, content, context, now),
  );
  if (messageId === null) throw new Error("an answer is a message");
  return { messageId, text: textOf(content) ?? "" };
}

type Saying<Why> = (
  state: ConversationState,
  context: ConversationContext,
) => ({ told: true } & ConversationDecision) | { told: false; why: Why };

/** Says something by itself, or tells why not. `template`: what may stand behind it, as the conversation's number can send it now. */
export async function sayByItself<Why>(
  tx: Tx,
  held: HeldConversation,
  template: TemplateUse | null,
  decide: Saying<Why>,
  now: number,
): Promise<{ messageId: string } | { why: Why }> {
  const { accountId, channelId } = held;
  const context = await contextFor(tx, accountId);
  const found = template
    ? await findTemplates(tx, [{ accountId, channelId, name: template.name, language: template.language }])
    : [];
  const outcome = decide(
    held.state,
    contextOf(context, held, () => templatesByKey(found)),
  );
  if (!outcome.told) return { why: outcome.why };
  const { messageIds } = await applyChange(tx, {
    loaded: held,
    context,
    after: outcome.state,
    effects: outcome.effects,
    now,
    botVersionId: null,
    quotedWamid: null,
    file: null,
    signature: null,
  });
  const [messageId] = messageIds;
  if (messageId === undefined) throw new Error("what was told is a message");
  return { messageId };
}
