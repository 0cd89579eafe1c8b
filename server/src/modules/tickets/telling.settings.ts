import type { TicketTellingSettings } from "@balcao/api";
import { noticeProblems } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { loadChoices } from "./choices.queries.ts";
import { loadTelling, saveTelling } from "./telling.queries.ts";

/** What an account begins with: nothing goes out by itself, and an answer ends the waiting. */
const NEVER_SAVED: TicketTellingSettings = { resumes: true, notices: [], version: 1 };

const current = async (tx: Tx, accountId: string): Promise<TicketTellingSettings> =>
  (await loadTelling(tx, accountId)) ?? NEVER_SAVED;

export const readTelling = (deps: Deps, actor: Actor): Promise<TicketTellingSettings> =>
  inAccount(deps.app, actor.accountId, (tx) => current(tx, actor.accountId));

/** Salvar: refuses texts that cannot be said, statuses that are not there or named twice, and a version that somebody else has passed. */
export async function writeTelling(
  deps: Deps,
  actor: Actor,
  wanted: TicketTellingSettings,
): Promise<TicketTellingSettings> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, accountId, async (tx) => {
    const known = new Set((await loadChoices(tx, accountId)).statuses.map(({ id }) => id));
    const ids = wanted.notices.map(({ statusId }) => statusId);
    const places = ids.flatMap((id, index) => {
      const path = `notices.${index}.statusId`;
      if (!known.has(id)) return [{ path, code: "unknown_status" }];
      return ids.indexOf(id) < index ? [{ path, code: "taken" }] : [];
    });
    const faults = [...places, ...noticeProblems(wanted.notices)];
    if (faults.length > 0) throw invalid(faults);
    if (!(await saveTelling(tx, accountId, wanted, now)))
      throw conflict("version_conflict", { current: await current(tx, accountId) });
    await appendEvents(tx, [{ accountId, type: "settings.changed", agentId, at: now, data: {} }]);
    return current(tx, accountId);
  });
  deps.wake.signal("events");
  return saved;
}
