import type { Agent, TicketBatchAct, TicketBatchResult, TicketChoices, TicketRow, Team } from "@balcao/api";
import { MOST_AT_ONCE } from "@balcao/core";
import i18next from "i18next";
import { postKeyed } from "../../conversations/commands.ts";
import { newKey } from "../../conversations/new-key.ts";
import { sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { createSelection } from "../../lib/selection.ts";
import { toast } from "../../lib/toast.ts";
import { guess, inverse } from "./acts.ts";
import { askForListsOf, listedTicket, patchTickets } from "./data.ts";

/** Which tickets of a list are chosen for one act on all of them. */
export const chosenTickets = createSelection();

/** Numbers told of those for which something failed. */
const MOST_TOLD = 5;

const cached = <T>(key: readonly string[]): T | undefined => queryClient.getQueryData<T>(key);
const statuses = (): TicketChoices["statuses"] => cached<TicketChoices>(keys.ticketChoices)?.statuses ?? [];
const asChange = (row: TicketRow) => ({ type: "ticket" as const, row });

/** What was done, to how many, as a sentence. */
function saying(act: TicketBatchAct, count: number): string {
  const t = i18next.getFixedT(null, "ticketLists");
  switch (act.type) {
    case "status":
      return t("done.status", {
        count,
        status: statuses().find(({ id }) => id === act.statusId)?.name ?? "",
      });
    case "assign": {
      const name = cached<Agent[]>(keys.agents)?.find(({ id }) => id === act.agentId)?.name ?? "";
      return act.agentId === null ? t("done.released", { count }) : t("done.assigned", { count, name });
    }
    case "move":
      return t("done.moved", {
        count,
        team: cached<Team[]>(keys.teams)?.find(({ id }) => id === act.teamId)?.name ?? "",
      });
    case "priority":
      return t("done.priority", {
        count,
        priority: i18next.getFixedT(null, "desk")(`priority.${act.priority}`),
      });
  }
}

/** Of which tickets it could not be done, and why: one line for each reason. */
function tellRefusals(rows: readonly TicketRow[], { items }: TicketBatchResult): void {
  const t = i18next.getFixedT(null, "ticketLists");
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const refused = items.filter(({ problem }) => problem !== null);
  if (refused.length === 0) return;
  const why = [...Map.groupBy(refused, ({ problem }) => problem?.title ?? "")].map(([reason, all]) => {
    const told = all
      .slice(0, MOST_TOLD)
      .map(({ id }) => `#${numbers.get(id)}`)
      .join(", ");
    const rest = all.length - MOST_TOLD;
    return t("refused.line", {
      numbers: rest > 0 ? t("refused.others", { numbers: told, count: rest }) : told,
      reason,
    });
  });
  toast(t("refused.some", { count: refused.length, why: why.join(" ") }), { tone: "error" });
}

/** Asks for the act on each; the screen has guessed what becomes of them, and takes the answer. */
async function send(act: TicketBatchAct, rows: readonly TicketRow[]): Promise<TicketBatchResult> {
  const known = statuses();
  patchTickets(rows.map((row) => asChange(guess(act, row, known))));
  const giveBack = (row: TicketRow): void => {
    patchTickets([asChange(row)]);
    // it may have been refused because it is not what it was
    askForListsOf(row.id);
  };
  try {
    const result = await postKeyed<TicketBatchResult>("/api/tickets/acts", {
      act,
      items: rows.map(({ id }) => ({ id, key: newKey() })),
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, ticket, problem } of result.items) {
      const row = byId.get(id);
      if (ticket) patchTickets([asChange(ticket)]);
      // done, and out of sight by it
      else if (!problem) patchTickets([{ type: "ticket-gone", ticketId: id }]);
      else if (row) giveBack(row);
    }
    return result;
  } catch (error) {
    for (const row of rows) giveBack(row);
    throw error;
  }
}

/** The ways back of what was done, each with its tickets; what went out of sight cannot be fetched back. */
function waysBack(act: TicketBatchAct, done: readonly TicketRow[]): [TicketBatchAct[], TicketRow[]][] {
  const ways = Map.groupBy(done, (row) => JSON.stringify(inverse(act, row)));
  return [...ways].flatMap(([way, rows]) => {
    const acts = JSON.parse(way) as TicketBatchAct[];
    return acts.length === 0 ? [] : [[acts, rows]];
  });
}

async function takeBack(ways: readonly [TicketBatchAct[], TicketRow[]][]): Promise<void> {
  for (const [acts, rows] of ways)
    for (const act of acts)
      await perform(
        act,
        rows.map((row) => listedTicket(row.id) ?? row),
        { isUndo: true },
      );
}

/**
 * One act on one or many tickets: the screen changes at once, the server's answer corrects it. Says what was done with its way back, and
 * of which it could not be done and why. At most `MOST_AT_ONCE`; ends the selection. Resolves when it is told.
 */
export async function perform(
  act: TicketBatchAct,
  rows: readonly TicketRow[],
  { isUndo = false }: { isUndo?: boolean } = {},
): Promise<void> {
  const those = rows.slice(0, MOST_AT_ONCE);
  if (those.length === 0) return;
  if (!isUndo) chosenTickets.clear();
  try {
    await i18next.loadNamespaces("ticketLists");
    const result = await send(act, those);
    const fine = new Set(result.items.flatMap(({ id, problem }) => (problem ? [] : [id])));
    const seen = new Set(result.items.flatMap(({ id, ticket }) => (ticket ? [id] : [])));
    const ways = waysBack(
      act,
      those.filter(({ id }) => seen.has(id)),
    );
    if (fine.size > 0 && !isUndo)
      toast(saying(act, fine.size), {
        action:
          ways.length > 0
            ? { label: i18next.t("undo", { ns: "common" }), run: () => void takeBack(ways) }
            : null,
      });
    tellRefusals(those, result);
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}
