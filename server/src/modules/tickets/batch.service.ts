import type { TicketBatch, TicketRow } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { ProblemError } from "../../platform/problem.ts";
import { actOnTicket } from "./tickets.service.ts";

/** `ticket`: as it is now, null when it went out of this agent's sight or was refused. */
type Result = { id: string; ticket: TicketRow | null; problem: ProblemError | null };

/**
 * One act on many tickets: each is a command of its own, with its own key, transaction and rights, one after the other. What is refused
 * for one is said of that one, and the others go on.
 */
export async function actOnTickets(deps: Deps, actor: Actor, { act, items }: TicketBatch): Promise<Result[]> {
  const results: Result[] = [];
  for (const { id, key } of items) {
    try {
      const { ticket } = await actOnTicket(deps, actor, id, { key, act });
      results.push({ id, ticket, problem: null });
    } catch (error) {
      if (!(error instanceof ProblemError))
        deps.log.error("tickets.act_failed", { ticketId: id, ...errorData(error) });
      const problem = error instanceof ProblemError ? error : new ProblemError(500, "internal");
      results.push({ id, ticket: null, problem });
    }
  }
  return results;
}
