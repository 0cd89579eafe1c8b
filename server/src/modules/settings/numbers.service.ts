import type { NumberSettings } from "@balcao/api";
import { variableProblems, type AutoMessages } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { listTeams } from "../agents/index.ts";
import { loadNumberSetting, saveNumberSetting } from "./numbers.queries.ts";
import type { OnSettingsSaved } from "./settings.service.ts";

/** What one number does otherwise than the account. */
export type NumberContext = Pick<NumberSettings, "firstTeamId" | "autoMessages">;

const NOTHING_OWN: NumberSettings = { firstTeamId: null, autoMessages: {}, version: 0 };

/** The account's automatic messages as one number says them; the very same object when it has no words of its own. */
export function messagesOf(shared: AutoMessages, number: NumberContext | undefined): AutoMessages {
  const own = Object.entries(number?.autoMessages ?? {}) as [
    keyof AutoMessages,
    { enabled: boolean; text: string },
  ][];
  if (own.length === 0) return shared;
  const merged = { ...shared };
  for (const [kind, message] of own) merged[kind] = { ...shared[kind], ...message };
  return merged;
}

export const readNumberSettings = (deps: Deps, actor: Actor, channelId: string): Promise<NumberSettings> =>
  inAccount(
    deps.app,
    actor.accountId,
    async (tx) => (await loadNumberSetting(tx, actor.accountId, channelId)) ?? NOTHING_OWN,
  );

async function problemsOf(tx: Tx, accountId: string, wanted: NumberSettings) {
  const texts = Object.entries(wanted.autoMessages).flatMap(([kind, { enabled, text }]) => {
    const path = `autoMessages.${kind}.text`;
    if (enabled && text.trim() === "") return [{ path, code: "required" }];
    return variableProblems(text).map(({ code }) => ({ path, code }));
  });
  if (wanted.firstTeamId === null) return texts;
  const team = (await listTeams(tx, accountId)).find(({ id }) => id === wanted.firstTeamId);
  const code = !team ? "unknown_team" : !team.active || team.kind !== "whatsapp" ? "team_unavailable" : null;
  return code === null ? texts : [...texts, { path: "firstTeamId", code }];
}

/** Salvar: what the number does otherwise; refuses unknown variables, empty texts that are on, and a version somebody else has passed. */
export async function writeNumberSettings(
  deps: Deps,
  actor: Actor,
  channelId: string,
  wanted: NumberSettings,
  onSaved: OnSettingsSaved,
): Promise<NumberSettings> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, accountId, async (tx) => {
    const fields = await problemsOf(tx, accountId, wanted);
    if (fields.length > 0) throw invalid(fields);
    if (!(await saveNumberSetting(tx, { accountId, channelId }, wanted, now)))
      throw conflict("version_conflict", { current: await loadNumberSetting(tx, accountId, channelId) });
    await appendEvents(tx, [{ accountId, type: "settings.changed", agentId, at: now, data: { channelId } }]);
    await onSaved(tx, accountId, now);
    return { ...wanted, version: wanted.version + 1 };
  });
  deps.wake.signal("events");
  return saved;
}
