import type { TicketOpeningSettings } from "@balcao/api";
import { isCategoryOffered, openingProblems } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { listTeams } from "../agents/index.ts";
import { wakeAccount } from "../conversations/index.ts";
import { loadOpening, saveOpening } from "../settings/index.ts";
import { loadChoices } from "./choices.queries.ts";
import words from "./opening-words.json" with { type: "json" };

/** What an account begins with, in its language: all of it switched off. */
const neverSaved = (locale: Actor["locale"]): TicketOpeningSettings => {
  const { title, announcement, question, repeat } = words[locale];
  return {
    enabled: false,
    title,
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 0,
    announcement: { enabled: true, text: announcement },
    email: { mode: "off", attempts: 3, silenceMinutes: 10, question, repeat },
    version: 0,
  };
};

export const readOpening = (deps: Deps, actor: Actor): Promise<TicketOpeningSettings> =>
  inAccount(
    deps.app,
    actor.accountId,
    async (tx) => (await loadOpening(tx, actor.accountId)) ?? neverSaved(actor.locale),
  );

type Fault = { path: string; code: string };

/** What was chosen must be on offer, unless it is what stood there before. */
async function choiceFaults(
  tx: Tx,
  accountId: string,
  wanted: TicketOpeningSettings,
  before: TicketOpeningSettings,
): Promise<Fault[]> {
  const { teamId, categoryId, typeId } = wanted;
  const team = (await listTeams(tx, accountId)).find(({ id }) => id === teamId);
  const { categories, types } = await loadChoices(tx, accountId);
  const hasCategory = categoryId === null || isCategoryOffered(categories, categoryId);
  const hasType = typeId === null || types.some(({ id, active }) => active && id === typeId);
  return [
    teamId !== null && !team && { path: "teamId", code: "unknown_team" },
    team && !team.active && teamId !== before.teamId && { path: "teamId", code: "team_unavailable" },
    !hasCategory && categoryId !== before.categoryId && { path: "categoryId", code: "unknown_category" },
    !hasType && typeId !== before.typeId && { path: "typeId", code: "unknown_type" },
  ].filter((fault) => typeof fault === "object");
}

/** Salvar: refuses texts that cannot be said, choices that are not there, and a version that somebody else has passed. */
export async function writeOpening(
  deps: Deps,
  actor: Actor,
  wanted: TicketOpeningSettings,
): Promise<TicketOpeningSettings> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const saved = { ...wanted, version: wanted.version + 1 };
  const current = await inAccount(deps.app, accountId, async (tx) => {
    const before = (await loadOpening(tx, accountId, true)) ?? neverSaved(actor.locale);
    if (before.version !== wanted.version) return before;
    const faults = [...openingProblems(wanted), ...(await choiceFaults(tx, accountId, wanted, before))];
    if (faults.length > 0) throw invalid(faults);
    if (!(await saveOpening(tx, accountId, saved, now))) return (await loadOpening(tx, accountId)) ?? before;
    await appendEvents(tx, [{ accountId, type: "settings.changed", agentId, at: now, data: {} }]);
    // who is being asked for an e-mail right now may wait for another moment
    await wakeAccount(tx, accountId, now);
    return null;
  });
  if (current) throw conflict("version_conflict", { current });
  deps.wake.signal("events");
  return saved;
}
