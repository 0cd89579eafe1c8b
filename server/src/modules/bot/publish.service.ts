import type { BotPublish, BotView } from "@balcao/api";
import { factsOf, passesScript, verify, type RunningBot } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, ProblemError } from "../../platform/problem.ts";
import { alarmsOf, nameOf } from "./alarms.ts";
import { insertVersion, loadAlarm, loadDraft, loadPublished, saveAlarm } from "./bot.queries.ts";
import { asTrigger, companyOf, iso, told, type Company } from "./bot.view.ts";
import { botOf, runningBot } from "./running.ts";
import { listScripts, type ScriptRow } from "./scripts.queries.ts";

/** Names of the kept scripts that this bot does not play as they expect. */
const failing = (scripts: readonly ScriptRow[], running: RunningBot, company: Company): string[] =>
  scripts.filter((script) => !passesScript(script, running, company)).map(({ name }) => name);

/**
 * The draft becomes the version that speaks, unless it has a trap (chatbot.md, section 5): errors refuse it, warnings and failing
 * scripts want to be accepted. A conversation with an open menu finishes it under the version it began with. Two people who
 * publish at once do so one after the other, each under a number of its own.
 */
export async function publish(
  tx: Tx,
  actor: Actor,
  { note, acceptWarnings }: z.infer<typeof BotPublish>,
  now: number,
): Promise<BotView> {
  const { accountId } = actor;
  const triggers = (await loadDraft(tx, accountId, true)).map(asTrigger);
  if (triggers.length === 0) throw new ProblemError(409, "nothing_to_publish");
  const company = await companyOf(tx, accountId, triggers);
  const bot = botOf(triggers, company);
  const findings = verify(bot, factsOf(company));
  const scripts = failing(await listScripts(tx, accountId), { versionId: "draft", bot }, company);
  const has = (severity: "error" | "warning"): boolean => findings.some((each) => each.severity === severity);
  if (has("error")) throw conflict("bot_has_errors", { findings, scripts });
  if (!acceptWarnings && (has("warning") || scripts.length > 0))
    throw conflict("bot_has_warnings", { findings, scripts });
  const number = ((await loadPublished(tx, accountId))?.number ?? 0) + 1;
  const version = { accountId, id: uuidv7(), number, triggers, note, publishedBy: actor.agentId };
  await insertVersion(tx, version, iso(now));
  return told(tx, actor, "bot.published", now);
}

/**
 * After a change of what the bot leans on (teams, who works in them, settings): what is published is verified again, and errors it
 * had not before are told by an event. Without a published bot there is nothing to tell.
 */
export async function verifyPublished(tx: Tx, accountId: string, now: number): Promise<void> {
  const published = await loadPublished(tx, accountId);
  if (!published) return;
  const company = await companyOf(tx, accountId, published.triggers);
  const alarms = alarmsOf(runningBot(published, company), company);
  const errors = alarms.map(nameOf);
  const told = await loadAlarm(tx, accountId);
  const before = new Set(told?.versionId === published.id ? told.errors : []);
  const raised = alarms.filter((finding) => !before.has(nameOf(finding)));
  if (raised.length === 0 && errors.length === before.size) return;
  await saveAlarm(tx, accountId, published.id, errors);
  const data = { version: published.number, errors: errors.length, raised: raised.map(({ code }) => code) };
  await appendEvents(tx, [{ accountId, type: "bot.alarm", at: now, data }]);
}
