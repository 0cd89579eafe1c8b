import type { BotScriptFields, BotScriptList, BotScriptUpdate } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { loadDraft } from "./bot.queries.ts";
import { iso } from "./bot.view.ts";
import { deleteScript, insertScript, listScripts, updateScript } from "./scripts.queries.ts";

type Scripts = z.infer<typeof BotScriptList>;

/** All of them are played at each publishing. */
const MOST_SCRIPTS = 100;

export async function getScripts(tx: Tx, accountId: string): Promise<Scripts> {
  return { items: await listScripts(tx, accountId) };
}

async function told(tx: Tx, { accountId, agentId }: Actor, now: number): Promise<Scripts> {
  await appendEvents(tx, [{ accountId, type: "bot.scripts_changed", agentId, at: now }]);
  return getScripts(tx, accountId);
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
    throw error;
  }
}

/** Keeps a script of the tester as a test of the bot. */
export async function addScript(
  tx: Tx,
  actor: Actor,
  fields: BotScriptFields,
  now: number,
): Promise<Scripts> {
  // whoever adds waits for whoever is adding, or both would find room for one more
  await loadDraft(tx, actor.accountId, true);
  if ((await listScripts(tx, actor.accountId)).length >= MOST_SCRIPTS) throw conflict("too_many_scripts");
  await named(() => insertScript(tx, actor.accountId, { ...fields, id: uuidv7() }, actor.agentId, iso(now)));
  return told(tx, actor, now);
}

/** Changes a script, if it is still the `version` its editor saw. */
export async function changeScript(
  tx: Tx,
  actor: Actor,
  id: string,
  fields: z.infer<typeof BotScriptUpdate>,
  now: number,
): Promise<Scripts> {
  if (!(await named(() => updateScript(tx, actor.accountId, { ...fields, id }, actor.agentId, iso(now))))) {
    const current = (await listScripts(tx, actor.accountId)).find((script) => script.id === id);
    throw current ? conflict("version_conflict", { current }) : notFound();
  }
  return told(tx, actor, now);
}

export async function removeScript(tx: Tx, actor: Actor, id: string, now: number): Promise<Scripts> {
  if (!(await deleteScript(tx, actor.accountId, id))) throw notFound();
  return told(tx, actor, now);
}
