import {
  USUAL_HOLIDAYS,
  openingOf,
  variableProblems,
  type AutoMessages,
  type ConversationContext,
} from "@balcao/core";
import type { TemplateUses, WhatsAppSettings, WhatsAppSettingsView } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { hoursProblems, listTeams, type TeamOwner } from "../agents/index.ts";
import { shownHolidays } from "./holidays.service.ts";
import { countFirstTeam, moveNumbersTeam } from "./numbers.queries.ts";
import type { NumberContext } from "./numbers.service.ts";
import { loadOpening, moveOpeningTeam } from "./opening.queries.ts";
import {
  loadContextRows,
  loadSetting,
  moveFirstTeam,
  saveSetting,
  type ContextRow,
  type ReadSetting,
  type SettingRow,
} from "./settings.queries.ts";

/** The part of a conversation's context that an account's conversations share. */
export type AccountContext = Omit<ConversationContext, "contact" | "templates"> & {
  botTexts: SettingRow["botTexts"];
  /** deleted teams, with the living team that took over; null = none had to */
  gone: ReadonlyMap<string, string | null>;
  /** what one number does otherwise than the account, by its id */
  numbers: ReadonlyMap<string, NumberContext>;
};

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
    onlyResponsibleReplies: row.onlyResponsibleReplies,
    autoMessages: row.autoMessages,
    businessHours: row.businessHours,
    holidays: row.holidays ?? USUAL_HOLIDAYS,
    teams: new Map(row.teams.map((team) => [team.id, team])),
    botTexts: row.botTexts,
    gone: new Map(row.gone.map((team) => [team.id, team.movedTo])),
    numbers: new Map(Object.entries(row.numbers)),
    opening: row.opening && openingOf(row.opening),
    personWords: row.botTexts.personWords,
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

/** What an earlier release saved says nothing of templates. */
const withTemplates = (messages: AutoMessages): WhatsAppSettings["autoMessages"] =>
  Object.fromEntries(
    Object.entries(messages).map(([kind, message]) => [kind, { template: null, ...message }]),
  ) as WhatsAppSettings["autoMessages"];

const view = (row: ReadSetting): z.infer<typeof WhatsAppSettingsView> => {
  const { warningHours, ...autoMessages } = row.autoMessages;
  return {
    firstTeamId: row.firstTeamId,
    inactivityHours: row.inactivityHours,
    warningHours: warningHours ?? DEFAULT_WARNING_HOURS,
    assignOnFirstReply: row.assignOnFirstReply,
    onlyResponsibleReplies: row.onlyResponsibleReplies,
    segmentedView: row.segmentedView,
    showsTyping: row.showsTyping,
    autoMessages: withTemplates(autoMessages),
    botTexts: row.botTexts,
    businessHours: row.businessHours,
    holidays: shownHolidays(row.holidays),
    version: row.version,
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
};

export async function getSettings(tx: Tx, accountId: string): Promise<ReturnType<typeof view>> {
  const row = await loadSetting(tx, accountId, false);
  if (!row) throw notFound();
  return view(row);
}

/** What is wrong with the texts and the team, by field. */
function problemsOf(
  wanted: WhatsAppSettings,
  teams: readonly { id: string; active: boolean; kind: string }[],
): { path: string; code: string }[] {
  const texts = Object.entries(wanted.autoMessages).flatMap(([kind, message]) => {
    const path = `autoMessages.${kind}.text`;
    if (message.enabled && message.text.trim() === "") return [{ path, code: "required" }];
    const values = Object.entries(message.template?.values ?? {}).flatMap(([key, value]) =>
      variableProblems(value).map(({ code }) => ({
        path: `autoMessages.${kind}.template.values.${key}`,
        code,
      })),
    );
    return [...variableProblems(message.text).map(({ code }) => ({ path, code })), ...values];
  });
  const other = variableProblems(wanted.botTexts.otherAnswerText).map((problem) => ({
    path: "botTexts.otherAnswerText",
    code: problem.code,
  }));
  const hours = hoursProblems(wanted.businessHours, "businessHours");
  const team = teams.find((entry) => entry.id === wanted.firstTeamId);
  const first = !team ? "unknown_team" : !team.active || team.kind !== "whatsapp" ? "team_unavailable" : null;
  return [...texts, ...other, ...hours, ...(first ? [{ path: "firstTeamId", code: first }] : [])];
}

/** Saves all at once; refuses unknown variables and texts switched on but empty, and a version somebody else has passed. */
async function putSettings(
  tx: Tx,
  actor: Actor,
  wanted: WhatsAppSettings,
  now: number,
): Promise<ReturnType<typeof view>> {
  const row = await loadSetting(tx, actor.accountId, true);
  if (!row) throw notFound();
  if (row.version !== wanted.version) throw conflict("version_conflict", { current: view(row) });
  const fields = problemsOf(wanted, await listTeams(tx, actor.accountId));
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
  await tell(tx, actor, now);
  return view({ ...saved, holidays: row.holidays });
}

const tell = (tx: Tx, actor: Actor, at: number): Promise<void> =>
  appendEvents(tx, [
    { accountId: actor.accountId, type: "settings.changed", agentId: actor.agentId, at, data: {} },
  ]);

export const readSettings = (deps: Deps, actor: Actor): Promise<ReturnType<typeof view>> =>
  inAccount(deps.app, actor.accountId, (tx) => getSettings(tx, actor.accountId));

/** Declared here, filled by the modules above: timers armed by the old values are looked at again, and so is the bot. */
export type OnSettingsSaved = (tx: Tx, accountId: string, now: number) => Promise<void>;

/** Salvar: settings, the event, and the timers armed by the old values, in one transaction. */
export async function writeSettings(
  deps: Deps,
  actor: Actor,
  wanted: WhatsAppSettings,
  onSaved: OnSettingsSaved,
): Promise<ReturnType<typeof view>> {
  const now = deps.clock.now();
  const saved = await inAccount(deps.app, actor.accountId, async (tx) => {
    const settings = await putSettings(tx, actor, wanted, now);
    await onSaved(tx, actor.accountId, now);
    return settings;
  });
  deps.wake.signal("events");
  return saved;
}

/** The team of first contact is a use of a team, and so is the one in which tickets open. */
export const settingsTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const row = await loadSetting(tx, accountId, false);
    const opening = await loadOpening(tx, accountId);
    const begins = (row?.firstTeamId === teamId ? 1 : 0) + (await countFirstTeam(tx, accountId, teamId));
    return [
      ...(begins > 0 ? [{ kind: "first_contact" as const, label: "", count: begins }] : []),
      ...(opening?.teamId === teamId ? [{ kind: "ticket_opening" as const, label: "", count: 1 }] : []),
    ];
  },
  async moveTeam(tx, { actor, from, to, now }) {
    const isFirst = await moveFirstTeam(tx, actor.accountId, from, to, now);
    const opens = await moveOpeningTeam(tx, actor.accountId, from, to, now);
    const begins = await moveNumbersTeam(tx, actor.accountId, from, to, now);
    if (isFirst || opens || begins) await tell(tx, actor, now);
  },
};

/** The automatic messages that are on and behind which a template stands; `label` is their key. */
export async function settingsTemplateUses(tx: Tx, accountId: string): Promise<TemplateUses["items"]> {
  const { autoMessages } = (await loadSetting(tx, accountId, false)) ?? {};
  return Object.entries(autoMessages ?? {}).flatMap(([label, message]) => {
    if (typeof message !== "object" || !message.enabled || !message.template) return [];
    const { name, language } = message.template;
    return [{ name, language, kind: "auto_message" as const, id: null, label, count: 1 }];
  });
}
