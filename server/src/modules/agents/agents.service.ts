import type { Agent, AgentPatch } from "@balcao/api";
import { formatPhone, matchKey, readPhone } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents, type NewEvent } from "../../platform/events.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listAgents, lockAgent, updateAgent, type AgentRow } from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { endSessionsOfLeaver } from "./identities.queries.ts";

const shown = (agent: AgentRow): Agent => ({
  ...agent,
  phone: agent.phone === null ? null : formatPhone(agent.phone),
});

export const getAgents = (deps: Deps, actor: Actor): Promise<Agent[]> =>
  inAccount(deps.app, actor.accountId, async (tx) => (await listAgents(tx, actor.accountId)).map(shown));

/**
 * Declared here, filled by the modules above when somebody begins or ends to work here: what an agent who leaves was answering
 * goes back to its team, and the bot may lead to a team without people.
 */
export type OnAgentActive = (
  tx: Tx,
  deps: Deps,
  actor: Actor,
  agent: { id: string; active: boolean },
) => Promise<void>;

/** Declared here, filled by the modules above: whoever writes from these phones (match keys) goes by another name now. */
export type OnAgentPhones = (tx: Tx, deps: Deps, actor: Actor, phones: readonly string[]) => Promise<void>;
export type AgentHooks = { onActive: OnAgentActive; onPhones: OnAgentPhones };

/** The key of a phone as people write it. */
function phoneKey(text: string): string {
  const phone = readPhone(text);
  if (phone === null) throw invalid([{ path: "phone", code: "not_a_phone" }]);
  return matchKey(phone);
}

const keyOrNone = (text: string | null): string | null => (text ? phoneKey(text) : null);

async function update(
  tx: Tx,
  accountId: string,
  id: string,
  fields: Named & { role: AgentRow["role"] },
): Promise<void> {
  try {
    await updateAgent(tx, accountId, id, fields);
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "phone", code: "phone_taken" }]);
    throw error;
  }
}

/** What the log keeps of a change: that there was one, and apart what concerns the right to act. */
function changes(
  { accountId, agentId }: Actor,
  before: AgentRow,
  after: Named & { role: AgentRow["role"] },
  at: number,
): NewEvent[] {
  const event = (type: string, data: Record<string, unknown> = {}): NewEvent => ({
    accountId,
    type,
    agentId,
    at,
    data: { agentId: before.id, ...data },
  });
  return [
    event("agent.changed"),
    ...(before.role === after.role
      ? []
      : [event("security.role_changed", { from: before.role, to: after.role })]),
    ...(before.active === after.active
      ? []
      : [event(after.active ? "security.agent_enabled" : "security.agent_disabled")]),
  ];
}

type Named = Pick<AgentRow, "name" | "active" | "phone">;
/** The phones whose people show under another name than before. */
function namedPhones(before: Named, after: Named): string[] {
  const isSame = (["name", "active", "phone"] as const).every((field) => before[field] === after[field]);
  return isSame ? [] : [before.phone, after.phone].filter((phone) => phone !== null);
}

/**
 * Name, role, phone and whether a person works here. The last active administrator stays one. Who is deactivated is out at once:
 * sessions end, sockets are hung up on (the event makes every node look), and nobody waits for his answer.
 */
export async function patchAgent(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  id: string,
  patch: z.infer<typeof AgentPatch>,
  { onActive, onPhones }: AgentHooks,
): Promise<Agent> {
  const { accountId } = actor;
  const { before, after } = await inAccount(deps.app, accountId, async (tx) => {
    const found = await lockAgent(tx, accountId, id);
    if (!found) throw notFound();
    const { agent, administrators } = found;
    const wanted = {
      name: patch.name ?? agent.name,
      role: patch.role ?? agent.role,
      active: patch.active ?? agent.active,
      phone: patch.phone === undefined ? agent.phone : keyOrNone(patch.phone),
    };
    const stays = wanted.role === "administrator" && wanted.active;
    if (!stays && administrators.length === 1 && administrators[0] === id)
      throw conflict("last_administrator");
    await update(tx, accountId, id, wanted);
    await onPhones(tx, deps, actor, namedPhones(agent, wanted));
    if (agent.active !== wanted.active) await onActive(tx, deps, actor, { id, active: wanted.active });
    await appendEvents(tx, changes(actor, agent, wanted, deps.clock.now()));
    return { before: agent, after: { ...agent, ...wanted } };
  });
  if (before.active && !after.active) await endSessionsOfLeaver(deps.system, after.userId);
  auth.forget();
  deps.wake.signal("events");
  return shown(after);
}
