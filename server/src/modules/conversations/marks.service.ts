import type { CommandResult } from "@balcao/api";
import { markUnread, relabel, setPriority, snooze, type ConversationState } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { invalid } from "../../platform/problem.ts";
import { command } from "./conversations.service.ts";
import { holdLabels } from "../labels/index.ts";
import { changeLabels, type LabelChanges } from "./labels.queries.ts";

export const unread = (deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> =>
  command(deps, actor, id, key, (state) => markUnread(state));

export const prioritise = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; priority: ConversationState["priority"] },
): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state) => setPriority(state, actor.agentId, body.priority));

/** Adiar until a moment (ISO time), or (null) back now. */
export const snoozeUntil = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; until: string | null },
): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state, _context, _running, now) =>
    snooze(state, actor.agentId, body.until === null ? null : Date.parse(body.until), now),
  );

/** Puts labels on a conversation and takes others off, whichever it has already. */
export function label(
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; add: readonly string[]; remove: readonly string[] },
): Promise<CommandResult> {
  let changes: LabelChanges = { added: [], removed: [] };
  return command(deps, actor, id, body.key, (state) => relabel(state, actor.agentId, changes), {
    check: async (tx) => {
      const known = await holdLabels(tx, actor.accountId, body.add);
      if (body.add.some((wanted) => !known.has(wanted)))
        throw invalid([{ path: "add", code: "unknown_label" }]);
      changes = await changeLabels(tx, actor.accountId, id, body.add, body.remove);
    },
  });
}
