import type { Agent, AgentPatch } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { listAgents, lockAgent, updateAgent, type AgentRow } from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { endSessionsOfLeaver } from "./identities.queries.ts";

export const getAgents = (deps: Deps, actor: Actor): Promise<AgentRow[]> =>
  inAccount(deps.app, actor.accountId, (tx) => listAgents(tx, actor.accountId));

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

/**
 * Name, role and whether a person works here. The last active administrator stays one. Who is deactivated is out at once:
 * sessions end, sockets are hung up on (the event makes every node look), and nobody waits for his answer.
 */
export async function patchAgent(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  id: string,
  patch: z.infer<typeof AgentPatch>,
  onActive: OnAgentActive,
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
    };
    const stays = wanted.role === "administrator" && wanted.active;
    if (!stays && administrators.length === 1 && administrators[0] === id)
      throw conflict("last_administrator");
    await updateAgent(tx, accountId, id, wanted);
    if (agent.active !== wanted.active) await onActive(tx, deps, actor, { id, active: wanted.active });
    await appendEvents(tx, [
      {
        accountId,
        type: "agent.changed",
        agentId: actor.agentId,
        at: deps.clock.now(),
        data: { agentId: id },
      },
    ]);
    return { before: agent, after: { ...agent, ...wanted } };
  });
  if (before.active && !after.active) await endSessionsOfLeaver(deps.system, after.userId);
  auth.forget();
  deps.wake.signal("events");
  return after;
}
