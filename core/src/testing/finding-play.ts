import { factsOf } from "../bot/verify/facts.ts";
import type { Finding, FindingCode } from "../bot/verify/findings.ts";
import { verify } from "../bot/verify/verify.ts";
import type { Bot, Presentation, TraceStep, Trigger } from "../bot/types.ts";
import type { ConversationContext } from "../conversation/types.ts";
import type { TesterRun, TesterStep, TesterWorld } from "../tester/tester.ts";
import { context } from "./desk.ts";
import { longerThan, says, T1, T2, T3, T4, T5, trigger } from "./guide-bot.ts";

/** A company and its bot. Silence ends a conversation after ten days unless said otherwise. */
export type Case = { triggers: Trigger[]; company?: Partial<ConversationContext>; empty?: string[] };
export type Row = {
  /** what is wrong, in words */
  trap: string;
  has: Case;
  /** what must be told of it */
  tells: Partial<Finding>;
  /** as close as one can come without having it */
  nearly: Case[];
  /** sees the trap in the tester's run of the witness; null = it lies in what never happens, and nothing can be played */
  shows: ((play: Play) => void) | null;
  /** when the witness is played */
  begin?: number;
};
export type Play = { run: TesterRun; steps: TesterStep[]; world: TesterWorld };

export const asks = (text: string, keywords: string[], presentation: Presentation) => ({
  type: "smart_message" as const,
  text,
  keywords,
  presentation,
  template: null,
});
/** The guide's example with an answer for all it offers. */
export const GUIDE = [T1, T2, T3, { ...T4, action: says("Menu", "Atendimento") }, T5];
export const withChange = (id: string, over: Partial<Trigger>): Trigger[] =>
  GUIDE.map((entry) => (entry.id === id ? { ...entry, ...over } : entry));
export const guideAnd = (...more: Trigger[]): Case => ({ triggers: [...GUIDE, ...more] });
export const guideWith = (id: string, over: Partial<Trigger>): Case => ({ triggers: withChange(id, over) });
export const opensWith = (action: Trigger["action"]): Case => guideWith("T1", { action });
export const silent = (id: string, hours: number, over: Partial<Trigger> = {}): Trigger =>
  trigger(id, { fires: "on_silence", idle: longerThan(hours), ...over });
export const guide: Case = { triggers: GUIDE };

export const KEYWORDS = ["Comercial", "Suporte"];

export function worldOf({ triggers, company, empty = [] }: Case): TesterWorld {
  const teams = ["principal", "comercial", "suporte", "cobranca"].map(
    (id) =>
      [
        id,
        { id, name: id, inactivityHours: null, businessHours: null, hasMembers: !empty.includes(id) },
      ] as const,
  );
  const whole = context({ inactivityHours: 240, teams: new Map(teams), ...company });
  const bot: Bot = {
    triggers,
    teams: [...whole.teams.values()].map(({ id, name, hasMembers }) => ({ id, name, hasMembers })),
    settings: {
      firstContactTeam: "principal",
      otherAnswerText: "Não entendi",
      otherAnswerLimit: 2,
      personWords: ["atendente"],
    },
  };
  return { running: { versionId: "draft", bot }, context: whole };
}

export const findings = ({ running, context: company }: TesterWorld): Finding[] =>
  running ? verify(running.bot, factsOf(company)) : [];
export const find = (of: Case, code: FindingCode): Finding[] =>
  findings(worldOf(of)).filter((finding) => finding.code === code);

/** Texts of the bot, those of no trigger ("Não entendi") included. */
export const said = ({ entries }: TesterRun): string[] =>
  entries.flatMap((entry) => (entry.from === "bot" ? [entry.content.body] : []));
export const spoke = ({ entries }: TesterRun): (string | null)[] =>
  entries.flatMap((entry) => (entry.from === "bot" ? [entry.triggerId] : []));
export const history = ({ entries }: TesterRun): string[] =>
  entries.flatMap((entry) => {
    if (entry.from !== "history") return [];
    return [`${entry.event} ${String(entry.data["to"] ?? entry.data["reason"] ?? "")}`.trim()];
  });
export const offered = ({ entries }: TesterRun): string[] =>
  entries.flatMap((entry) =>
    entry.from === "bot" && "options" in entry.content ? entry.content.options.map(({ title }) => title) : [],
  );
/** The decision that came last, with the hand-overs in it. */
export const decided = ({ entries }: TesterRun): TraceStep[] =>
  entries.flatMap((entry) => ("trace" in entry && entry.trace ? [entry.trace] : [])).at(-1)?.steps ?? [];
export const winners = (run: TesterRun): (string | null)[] => decided(run).map(({ winner }) => winner);
export const holding = (run: TesterRun): string[] =>
  decided(run)[0]?.considered.flatMap(({ triggerId, holds }) => (holds ? [triggerId] : [])) ?? [];

export const kinds = ({ entries }: TesterRun): string[] =>
  entries.flatMap((entry) => (entry.from === "bot" ? [entry.content.type] : []));
