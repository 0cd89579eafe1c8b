import type { Bot, RunningBot, TemplateUse, Trigger } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import type { AccountContext } from "../settings/index.ts";
import { followTeams } from "./followed.ts";
import { loadVersions, publishedVersionIds, type BotVersion } from "./bot.queries.ts";

/** Answers which bot speaks in a conversation: the version whose menu is open, else the published one; null = none. */
export type BotChooser = (accountId: string, menuVersionId: string | null) => RunningBot | null;

const VERSIONS_KEPT = 500;
const versions = new Map<string, BotVersion>();
// one bot object per (context, version), so that core compiles it once and not once a message
const bots = new WeakMap<AccountContext, Map<string, RunningBot>>();

/** Triggers with what they lean on, as `decide` and `verify` take them. */
export function botOf(triggers: readonly Trigger[], context: AccountContext): Bot {
  const teams = [...context.teams.values()].map(({ id, name, hasMembers }) => ({ id, name, hasMembers }));
  return {
    triggers: followTeams(triggers, context.gone),
    teams,
    settings: { firstContactTeam: context.firstTeamId, ...context.botTexts },
  };
}

/** A version as it speaks now: the same object while neither it nor what it leans on has changed. */
export function runningBot(version: BotVersion, context: AccountContext): RunningBot {
  const known = bots.get(context) ?? new Map<string, RunningBot>();
  bots.set(context, known);
  let running = known.get(version.id);
  if (!running) {
    running = { versionId: version.id, bot: botOf(version.triggers, context) };
    known.set(version.id, running);
  }
  return running;
}

const behind = new WeakMap<RunningBot, readonly TemplateUse[]>();

/** The templates that stand behind what a bot says in silences. */
export function templatesBehind(running: RunningBot): readonly TemplateUse[] {
  const known = behind.get(running);
  if (known) return known;
  const uses = running.bot.triggers.flatMap(({ active, action }) =>
    active && action.type === "smart_message" && action.template ? [action.template] : [],
  );
  behind.set(running, uses);
  return uses;
}

/**
 * Loads what a batch needs to let bots speak: the published version of each account and those whose menus are open.
 * Published versions never change, so those seen before cost nothing.
 */
export async function loadBots(
  tx: Tx,
  contexts: ReadonlyMap<string, AccountContext>,
  menuVersionIds: readonly string[],
): Promise<BotChooser> {
  const published = await publishedVersionIds(tx, [...contexts.keys()]);
  const missing = [...new Set([...published.values(), ...menuVersionIds])].filter((id) => !versions.has(id));
  if (missing.length > 0) {
    if (versions.size > VERSIONS_KEPT) versions.clear();
    const wanted = versions.size === 0 ? [...new Set([...published.values(), ...menuVersionIds])] : missing;
    for (const version of await loadVersions(tx, wanted)) versions.set(version.id, version);
  }
  return (accountId, menuVersionId) => {
    const context = contexts.get(accountId);
    const id = menuVersionId ?? published.get(accountId);
    const version = id === undefined ? undefined : versions.get(id);
    return context && version && version.accountId === accountId ? runningBot(version, context) : null;
  };
}
