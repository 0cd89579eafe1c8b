import type { Team, TeamCreate, TeamDelete, TeamUpdate, WeeklyHours } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import {
  afterDeadlocks,
  FOREIGN_KEY_VIOLATION,
  inAccount,
  sqlState,
  UNIQUE_VIOLATION,
  type Tx,
} from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { hoursProblems } from "./hours.ts";
import type { TeamOwner, Use } from "./teams.owners.ts";
import {
  deleteTeam,
  insertTeam,
  listTeams,
  lockTeam,
  moveMembers,
  rememberGone,
  updateTeam,
} from "./teams.queries.ts";

async function tell(
  tx: Tx,
  actor: Actor,
  type: "team.changed" | "team.deleted",
  id: string,
  at: number,
): Promise<void> {
  const { accountId, agentId } = actor;
  await appendEvents(tx, [{ accountId, type, teamId: id, agentId, at, data: {} }]);
}

async function teamOf(tx: Tx, accountId: string, id: string): Promise<Team> {
  const team = (await listTeams(tx, accountId)).find((entry) => entry.id === id);
  if (!team) throw notFound();
  return team;
}

function checkHours(fields: { businessHours: WeeklyHours | null }): void {
  const problems = hoursProblems(fields.businessHours, "businessHours");
  if (problems.length > 0) throw invalid(problems);
}

/** A name used twice and a member who is not there are told by field. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
    if (sqlState(error) === FOREIGN_KEY_VIOLATION)
      throw invalid([{ path: "memberIds", code: "unknown_agent" }]);
    throw error;
  }
}

export const getTeams = (deps: Deps, actor: Actor): Promise<Team[]> =>
  inAccount(deps.app, actor.accountId, (tx) => listTeams(tx, actor.accountId));

export const getTeam = (deps: Deps, actor: Actor, id: string): Promise<Team> =>
  inAccount(deps.app, actor.accountId, (tx) => teamOf(tx, actor.accountId, id));

export async function createTeam(
  deps: Deps,
  actor: Actor,
  fields: z.infer<typeof TeamCreate>,
): Promise<Team> {
  checkHours(fields);
  const id = uuidv7();
  const now = deps.clock.now();
  const team = await named(() =>
    inAccount(deps.app, actor.accountId, async (tx) => {
      await insertTeam(tx, actor.accountId, id, fields, now);
      await tell(tx, actor, "team.changed", id, now);
      return teamOf(tx, actor.accountId, id);
    }),
  );
  deps.wake.signal("events");
  return team;
}

/**
 * Declared here, filled by the modules above, after a team was saved or deleted: timers armed by the old hours (a successor may have
 * others) are looked at again, and so is the bot.
 */
export type OnTeamChanged = (tx: Tx, accountId: string, now: number) => Promise<void>;

/** Saves all of a team; a version somebody else has passed is answered with the team as it is. */
export async function saveTeam(
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...fields }: z.infer<typeof TeamUpdate>,
  onChanged: OnTeamChanged,
): Promise<Team> {
  checkHours(fields);
  const now = deps.clock.now();
  const team = await named(() =>
    inAccount(deps.app, actor.accountId, async (tx) => {
      const before = await teamOf(tx, actor.accountId, id);
      if (before.firstContact && !fields.active) throw invalid([{ path: "active", code: "first_contact" }]);
      if (!(await updateTeam(tx, actor.accountId, id, fields, version)))
        throw conflict("version_conflict", { current: await teamOf(tx, actor.accountId, id) });
      await tell(tx, actor, "team.changed", id, now);
      await onChanged(tx, actor.accountId, now);
      return teamOf(tx, actor.accountId, id);
    }),
  );
  deps.wake.signal("events");
  return team;
}

async function usesOf(tx: Tx, team: Team, accountId: string, owners: readonly TeamOwner[]): Promise<Use[]> {
  const uses: Use[] = [];
  for (const owner of owners) uses.push(...(await owner.uses(tx, accountId, team.id)));
  if (team.memberIds.length > 0) uses.push({ kind: "members", label: "", count: team.memberIds.length });
  return uses;
}

/** What points at a team. */
export const getUses = (deps: Deps, actor: Actor, id: string, owners: readonly TeamOwner[]): Promise<Use[]> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    usesOf(tx, await teamOf(tx, actor.accountId, id), actor.accountId, owners),
  );

async function successor(tx: Tx, accountId: string, team: Team, moveTo: string): Promise<void> {
  const to = (await listTeams(tx, accountId)).find((entry) => entry.id === moveTo);
  if (!to || to.id === team.id) throw invalid([{ path: "moveTo", code: "unknown_team" }]);
  if (!to.active || to.kind !== team.kind) throw invalid([{ path: "moveTo", code: "team_unavailable" }]);
}

/**
 * Deletes a team. What points at it goes to `moveTo` in the same transaction: conversations with their counters, first contact,
 * triggers of the draft, members, invitations. Published versions of the bot never change; what they say of this team is from
 * now on read as said of its successor (table team_gone).
 */
export async function removeTeam(
  deps: Deps,
  actor: Actor,
  id: string,
  { moveTo, version }: z.infer<typeof TeamDelete>,
  { owners, onChanged }: { owners: readonly TeamOwner[]; onChanged: OnTeamChanged },
): Promise<void> {
  const { accountId } = actor;
  const now = deps.clock.now();
  await afterDeadlocks(() =>
    inAccount(deps.app, accountId, async (tx) => {
      // both rows are locked against new references: who would write one waits, and then finds the team gone
      await lockTeam(tx, accountId, moveTo === null ? [id] : [id, moveTo]);
      const team = await teamOf(tx, accountId, id);
      if (team.version !== version) throw conflict("version_conflict", { current: team });
      const uses = await usesOf(tx, team, accountId, owners);
      if (uses.length > 0 && moveTo === null) throw conflict("team_in_use", { uses });
      if (moveTo !== null) {
        await successor(tx, accountId, team, moveTo);
        for (const owner of owners) await owner.moveTeam(tx, { actor, from: id, to: moveTo, now });
      }
      await moveMembers(tx, accountId, id, moveTo);
      await rememberGone(tx, accountId, { id, name: team.name, movedTo: moveTo }, now);
      await deleteTeam(tx, accountId, id);
      await tell(tx, actor, "team.deleted", id, now);
      await onChanged(tx, accountId, now);
    }),
  );
  deps.wake.signal("events");
}
