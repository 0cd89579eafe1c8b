import type { BotFile, BotImport, BotView } from "@balcao/api";
import { triggerProblems, type Trigger } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import type { AccountContext } from "../settings/index.ts";
import { triggerForFile, triggerOfFile } from "./bot-file.ts";
import { loadDraft, type DraftRow } from "./bot.queries.ts";
import { asTrigger, settingsOf } from "./bot.view.ts";
import { replaceDraft } from "./versions.service.ts";

/** The draft as a file that another company can take. */
export async function exportBot(tx: Tx, accountId: string): Promise<BotFile> {
  const draft = await loadDraft(tx, accountId, false);
  if (draft.length === 0) throw conflict("nothing_to_export");
  const { accountName, firstTeamId, teams } = await settingsOf(tx, accountId);
  const nameOf = (id: string): string => {
    const name = teams.get(id)?.name;
    if (name === undefined) throw new Error(`the draft speaks of a team that is not there: ${id}`);
    return name;
  };
  return {
    format: "balcao-bot",
    version: 1,
    name: accountName.slice(0, LONGEST_NAME),
    firstContactTeam: nameOf(firstTeamId),
    triggers: draft.map((row, index) => triggerForFile(asTrigger(row, index), nameOf)),
  };
}

const LONGEST_NAME = 120;
const lower = (text: string): string => text.trim().toLowerCase();

/** Which team of ours a name of the file is: as the importer says, else the one of the same name; "" = none. */
function teamsOfFile(
  chosen: z.infer<typeof BotImport>["teams"],
  { teams }: AccountContext,
): (name: string) => string {
  const byName = new Map([...teams.values()].map(({ id, name }) => [lower(name), id]));
  return (name) => (Object.hasOwn(chosen, name) ? (chosen[name] ?? "") : (byName.get(lower(name)) ?? ""));
}

/** A trigger that is told by the same words is the same trigger: it keeps its id, and with it its history. */
function idsByDescription(draft: readonly DraftRow[]): (description: string) => string {
  const free = new Map(draft.map(({ id, description }) => [lower(description), id]));
  return (description) => {
    const id = free.get(lower(description)) ?? uuidv7();
    free.delete(lower(description));
    return id;
  };
}

function checkTriggers(triggers: readonly Trigger[], teams: ReadonlySet<string>): void {
  const described = new Set<string>();
  const problems = triggers.flatMap((trigger, index) => {
    const found: { path: string; code: string }[] = triggerProblems(trigger, teams);
    if (trigger.active && described.has(lower(trigger.description)))
      found.push({ path: "description", code: "taken" });
    if (trigger.active) described.add(lower(trigger.description));
    return found.map(({ path, code }) => ({ path: `file.triggers.${index}.${path}`, code }));
  });
  if (problems.length > 0) throw invalid(problems);
}

/** The draft becomes what the file says, all of it or, with what is wrong told by field, nothing. What runs is not touched. */
export async function importBot(
  tx: Tx,
  actor: Actor,
  { file, teams }: z.infer<typeof BotImport>,
  now: number,
): Promise<BotView> {
  const draft = await loadDraft(tx, actor.accountId, true);
  const context = await settingsOf(tx, actor.accountId);
  const teamOf = teamsOfFile(teams, context);
  const idOf = idsByDescription(draft);
  const triggers = file.triggers.map((entry, position) =>
    triggerOfFile(entry, { id: idOf(entry.description), position }, teamOf),
  );
  checkTriggers(triggers, new Set(context.teams.keys()));
  return replaceDraft(tx, actor, draft, triggers, now);
}
