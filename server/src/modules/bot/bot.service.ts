import type { BotView, TriggerCreate, TriggerFields, TriggerUpdate } from "@balcao/api";
import { triggerProblems, type Trigger } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { sqlState, UNIQUE_VIOLATION } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listTeams, type TeamOwner } from "../agents/index.ts";
import { deleteTrigger, loadDraft, loadPublished, orderTriggers, saveTrigger } from "./bot.queries.ts";
import { asTrigger, iso, settingsOf, told } from "./bot.view.ts";
import { followTeams, speaksOf } from "./followed.ts";

/** Writes one trigger of the draft, after what stands in its way was looked for. */
async function store(
  tx: Tx,
  actor: Actor,
  { id, position }: { id: string; position: number },
  { description, active, ...definition }: TriggerFields,
  now: number,
): Promise<BotView> {
  const row = { id, position, description, active, definition };
  try {
    await saveTrigger(tx, actor.accountId, row, actor.agentId, iso(now));
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "description", code: "taken" }]);
    throw error;
  }
  return told(tx, actor, "bot.changed", now);
}

async function checkFields(tx: Tx, actor: Actor, fields: TriggerFields): Promise<void> {
  const teams = new Set((await listTeams(tx, actor.accountId)).map((team) => team.id));
  const problems = triggerProblems(fields, teams);
  if (problems.length > 0) throw invalid(problems);
}

/** A new trigger at the end of the draft, or a deleted one where it was. What runs is not touched until somebody publishes. */
export async function addTrigger(
  tx: Tx,
  actor: Actor,
  { restore, ...fields }: TriggerCreate,
  now: number,
): Promise<BotView> {
  await checkFields(tx, actor, fields);
  const draft = await loadDraft(tx, actor.accountId, true);
  if (draft.some((row) => row.id === restore?.id)) throw conflict("version_conflict");
  const position = (draft.at(-1)?.position ?? -1) + 1;
  return store(tx, actor, restore ?? { id: uuidv7(), position }, fields, now);
}

/** Changes a trigger of the draft, if it is still the `version` its editor saw. */
export async function changeTrigger(
  tx: Tx,
  actor: Actor,
  id: string,
  { version, ...fields }: TriggerUpdate,
  now: number,
): Promise<BotView> {
  await checkFields(tx, actor, fields);
  const known = (await loadDraft(tx, actor.accountId, true)).find((row) => row.id === id);
  if (!known) throw notFound();
  if (known.version !== version) throw conflict("version_conflict", { current: known });
  return store(tx, actor, known, fields, now);
}

export async function removeTrigger(tx: Tx, actor: Actor, id: string, now: number): Promise<BotView> {
  if (!(await deleteTrigger(tx, actor.accountId, id))) throw notFound();
  return told(tx, actor, "bot.changed", now);
}

/** The new order must name every trigger of the draft once: two people ordering at once do not lose one. */
export async function reorder(tx: Tx, actor: Actor, ids: readonly string[], now: number): Promise<BotView> {
  const draft = await loadDraft(tx, actor.accountId, true);
  if (new Set(ids).size !== draft.length || !draft.every((row) => ids.includes(row.id)))
    throw conflict("version_conflict");
  await orderTriggers(tx, actor.accountId, ids);
  return told(tx, actor, "bot.changed", now);
}

/** Triggers are uses of a team: those of the draft are rewritten when it goes, published ones are read anew (`followTeams`). */
export const botTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const published = await loadPublished(tx, accountId);
    const { gone } = await settingsOf(tx, accountId);
    const running = followTeams(published?.triggers ?? [], gone);
    const draft = (await loadDraft(tx, accountId, false)).map(asTrigger);
    const usesAs = (kind: "draft_trigger" | "published_trigger") => (trigger: Trigger) =>
      speaksOf(trigger, teamId) ? [{ kind, label: trigger.description, count: 1 }] : [];
    return [...draft.flatMap(usesAs("draft_trigger")), ...running.flatMap(usesAs("published_trigger"))];
  },
  async moveTeam(tx, { actor, from, to, now }) {
    const successors = new Map([[from, to]]);
    const draft = await loadDraft(tx, actor.accountId, true);
    for (const row of draft.filter((entry) => speaksOf(entry.definition, from)))
      for (const { id, description, active, position: _place, ...definition } of followTeams(
        [asTrigger(row, row.position)],
        successors,
      ))
        await saveTrigger(
          tx,
          actor.accountId,
          { id, description, active, definition, position: row.position },
          actor.agentId,
          iso(now),
        );
    await appendEvents(tx, [
      { accountId: actor.accountId, type: "bot.changed", agentId: actor.agentId, at: now, data: {} },
    ]);
  },
};
