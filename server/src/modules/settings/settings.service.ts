import { variableProblems, type AutoMessages, type ConversationContext } from "@balcao/core";
import type { WhatsAppSettings } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import {
  loadContextRows,
  loadSetting,
  saveSetting,
  type ContextRow,
  type SettingRow,
} from "./settings.queries.ts";

/** The part of a conversation's context that an account's conversations share. */
export type AccountContext = Omit<ConversationContext, "contact"> & { botTexts: SettingRow["botTexts"] };

const DEFAULT_WARNING_HOURS = 1;
const known = new Map<string, { text: string; context: AccountContext }>();

function contextOf(row: ContextRow): AccountContext {
  return {
    accountName: row.accountName,
    timeZone: row.timeZone,
    locale: row.locale,
    firstTeamId: row.firstTeamId,
    inactivityHours: row.inactivityHours,
    warningHours: row.autoMessages.warningHours ?? DEFAULT_WARNING_HOURS,
    assignOnFirstReply: row.assignOnFirstReply,
    autoMessages: row.autoMessages,
    businessHours: row.businessHours,
    teams: new Map(row.teams.map((team) => [team.id, team])),
    botTexts: row.botTexts,
  };
}

/**
 * What decisions about conversations of these accounts lean on, as it stands in this transaction. While nothing changed the
 * same object is answered, so that whoever derives from it (compiled bots) may key by it.
 */
export async function loadContexts(
  tx: Tx,
  accountIds: readonly string[],
): Promise<Map<string, AccountContext>> {
  const contexts = new Map<string, AccountContext>();
  for (const row of await loadContextRows(tx, accountIds)) {
    const text = JSON.stringify(row);
    const entry = known.get(row.accountId);
    const context = entry?.text === text ? entry.context : contextOf(row);
    known.set(row.accountId, { text, context });
    contexts.set(row.accountId, context);
  }
  return contexts;
}

const view = (row: SettingRow): WhatsAppSettings & { updatedAt: string } => {
  const { warningHours, ...autoMessages } = row.autoMessages;
  return {
    firstTeamId: row.firstTeamId,
    inactivityHours: row.inactivityHours,
    warningHours: warningHours ?? DEFAULT_WARNING_HOURS,
    assignOnFirstReply: row.assignOnFirstReply,
    segmentedView: row.segmentedView,
    autoMessages: autoMessages as AutoMessages,
    botTexts: row.botTexts,
    businessHours: row.businessHours,
    version: row.version,
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
};

export async function getSettings(tx: Tx, accountId: string): Promise<ReturnType<typeof view>> {
  const row = await loadSetting(tx, accountId, false);
  if (!row) throw notFound();
  return view(row);
}

/** Saves all at once; refuses unknown variables and texts switched on but empty, and a version somebody else has passed. */
export async function putSettings(
  tx: Tx,
  actor: Actor,
  wanted: WhatsAppSettings,
  teamIds: ReadonlySet<string>,
  now: number,
): Promise<ReturnType<typeof view>> {
  const row = await loadSetting(tx, actor.accountId, true);
  if (!row) throw notFound();
  if (row.version !== wanted.version) throw conflict("version_conflict", { current: view(row) });
  const fields = Object.entries(wanted.autoMessages).flatMap(([kind, message]) => {
    const path = `autoMessages.${kind}.text`;
    if (message.enabled && message.text.trim() === "") return [{ path, code: "required" }];
    return variableProblems(message.text).map((problem) => ({ path, code: problem.code }));
  });
  fields.push(
    ...variableProblems(wanted.botTexts.otherAnswerText).map((problem) => ({
      path: "botTexts.otherAnswerText",
      code: problem.code,
    })),
  );
  if (!teamIds.has(wanted.firstTeamId)) fields.push({ path: "firstTeamId", code: "unknown_team" });
  if (fields.length > 0) throw invalid(fields);
  const { warningHours, version, autoMessages, ...rest } = wanted;
  const saved: SettingRow = {
    ...rest,
    accountId: actor.accountId,
    autoMessages: { ...autoMessages, warningHours },
    version: version + 1,
    updatedAt: now,
  };
  await saveSetting(tx, saved);
  await appendEvents(tx, [
    {
      accountId: actor.accountId,
      type: "settings.changed",
      agentId: actor.agentId,
      at: now,
      data: { version: saved.version },
    },
  ]);
  return view(saved);
}
