import type { Trigger } from "@balcao/core";
import type { Actor } from "../../server/src/platform/actor.ts";
import { laneOf } from "../../server/src/modules/channels/index.ts";
import { defaultAutoMessages, defaultBotTexts } from "../../server/src/modules/settings/defaults.ts";
import type { ContextRow } from "../../server/src/modules/settings/settings.queries.ts";
import type { Store } from "../store/store.ts";
import { BEGIN } from "./world.ts";

const id = (kind: string, number: number): string =>
  `${kind.padEnd(8, "0")}-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Hours without an answer until a conversation is closed, and how long before the warning comes. */
export const INACTIVITY_HOURS = 3;
export const WARNING_HOURS = 1;

export type Number = { accountId: string; id: string; phoneNumberId: string; wabaId: string; secret: string };
export type Company = {
  accountId: string;
  /** stands in every word that belongs to it, so that a word of it elsewhere is seen */
  mark: string;
  numbers: Number[];
  teams: string[];
  actors: Actor[];
  hasBot: boolean;
};

function companyOf(index: number, numbers: number): Company {
  const accountId = id("acc0", index);
  const teams = [id("ea0", index * 10 + 1), id("ea0", index * 10 + 2)];
  const actor = (number: number, role: Actor["role"], teamIds: string[]): Actor => ({
    accountId,
    agentId: id("a9e0", index * 10 + number),
    userId: id("05e0", index * 10 + number),
    sessionId: id("5e50", index * 10 + number),
    name: `agent ${number}`,
    role,
    teamIds,
    locale: "pt-BR",
    segmentedView: true,
    owesTwoStep: false,
  });
  return {
    accountId,
    mark: `@${index}@`,
    teams,
    hasBot: index === 1,
    numbers: Array.from({ length: numbers }, (_, at) => ({
      accountId,
      id: id("c4a0", index * 10 + at),
      phoneNumberId: String(1000 + index * 10 + at),
      wabaId: String(5000 + index),
      secret: `secret ${index} ${at}`,
    })),
    actors: [actor(1, "supervisor", teams), actor(2, "agent", [teams[1] ?? ""])],
  };
}

/** Two companies on one installation: one with two numbers and a bot, one with a number and people only. */
export const COMPANIES: readonly Company[] = [companyOf(1, 2), companyOf(2, 1)];

const VERSIONS = 2;
export const versionId = (number: number): string => id("b070", number);

/** The guide's bot in small: a menu, two teams, a menu at the entry of one, a word into a silence. */
function triggersOf({ teams, mark }: Company, version: number): Trigger[] {
  const [first = "", second = ""] = teams;
  const base = { description: "", idle: null, expectedReply: null, active: true };
  const says = (text: string, keywords: string[]): Trigger["action"] => ({
    type: "smart_message",
    text: `${mark} ${text} ${version}`,
    keywords,
    presentation: "auto",
    template: null,
  });
  return [
    {
      ...base,
      id: id("7190", 1),
      team: { operator: "is", team: first },
      fires: "on_message",
      action: says("menu", ["Vendas", "Pessoa"]),
      position: 1,
    },
    {
      ...base,
      id: id("7190", 2),
      team: { operator: "is", team: first },
      fires: "on_message",
      expectedReply: ["Vendas"],
      action: { type: "hand_over", team: second },
      position: 2,
    },
    {
      ...base,
      id: id("7190", 3),
      team: { operator: "is", team: second },
      fires: "on_entry",
      action: says("entry", ["Preço"]),
      position: 3,
    },
    {
      ...base,
      id: id("7190", 4),
      team: { operator: "is", team: second },
      fires: "on_silence",
      idle: { operator: "greater_than", hours: 1 },
      action: says("silence", []),
      position: 4,
    },
  ];
}

function settingOf(company: Company): ContextRow {
  const { accountId, mark, teams } = company;
  const usual = defaultAutoMessages("pt-BR");
  const on = (text: string) => ({ enabled: true, text: `${mark} ${text}` });
  return {
    accountId,
    firstTeamId: teams[0] ?? "",
    inactivityHours: INACTIVITY_HOURS,
    assignOnFirstReply: true,
    onlyResponsibleReplies: false,
    segmentedView: true,
    showsTyping: false,
    autoMessages: {
      ...usual,
      welcome: on("welcome"),
      manual_closing: on("manual closing"),
      inactivity_closing: on("inactivity closing"),
      inactivity_warning: on("inactivity warning"),
      hand_over: on("hand over"),
      warningHours: WARNING_HOURS,
    },
    botTexts: { ...defaultBotTexts("pt-BR"), personWords: ["pessoa"], otherAnswerText: `${mark} what?` },
    businessHours: null,
    version: 1,
    updatedAt: BEGIN,
    holidays: null,
    accountName: mark,
    timeZone: "America/Sao_Paulo",
    locale: "pt-BR",
    teams: teams.map((team, at) => ({
      id: team,
      name: `${mark} team ${at}`,
      inactivityHours: null,
      businessHours: null,
      signsReplies: false,
      worksHolidays: false,
      hasMembers: true,
    })),
    gone: [],
    opening: null,
    numbers: {},
  };
}

/** Puts a version of a company's bot beside the others: the newest speaks. */
export function publish(store: Store, company: Company, number: number): void {
  if (!company.hasBot || number > VERSIONS) return;
  const row = {
    account_id: company.accountId,
    id: versionId(number),
    number,
    triggers: triggersOf(company, number),
  };
  store.put("bot_version", row);
}

/** What is there before anybody writes. */
export function found(store: Store): void {
  for (const company of COMPANIES) {
    const { accountId } = company;
    store.put("account", { account_id: accountId, next_protocol: 1 });
    store.put("whatsapp_setting", { account_id: accountId, row: settingOf(company) });
    publish(store, company, 1);
    for (const number of company.numbers)
      store.put("channel", {
        account_id: accountId,
        id: number.id,
        lane: laneOf(number.id),
        phone_number_id: number.phoneNumberId,
        waba_id: number.wabaId,
        portfolio_id: `p${number.wabaId}`,
        secret: number.secret,
        paused_code: null,
        paused_late: false,
        paused_at: null,
        probe_id: null,
        pace_tokens: 80,
        pace_at: BEGIN,
        messages_per_second: 80,
        version: 1,
      });
  }
}
