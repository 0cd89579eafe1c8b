import { expect } from "vitest";
import type { FindingCode } from "../bot/verify/findings.ts";
import { calendarOf } from "../conversation/auto-message.ts";
import { isOpenAt } from "../hours/business-time.ts";
import { playScript } from "../tester/tester.ts";
import { context, off, on, texts } from "./desk.ts";
import {
  decided,
  guide,
  guideAnd,
  guideWith,
  history,
  holding,
  KEYWORDS,
  said,
  silent,
  spoke,
  winners,
  withChange,
  GUIDE,
  type Row,
} from "./finding-play.ts";
import { handsTo, HOUR, inTeam, longerThan, saoPaulo, says, T2, trigger } from "./guide-bot.ts";

const OFFICE = {
  days: Array.from({ length: 7 }, (_, day) => (day % 6 === 0 ? [] : [{ from: 540, to: 1080 }])),
};
const SUNDAY = saoPaulo(9) - 24 * HOUR;

/** What speaks by itself when people are waited for and the doors are closed. */
const answersAtNight = texts({ out_of_hours: on("Fechado") });
const closedAtNight = context().teams;
const suporteCloses = {
  teams: new Map(
    [...closedAtNight].map(([id, team]) => [
      id,
      id === "suporte" ? { ...team, businessHours: OFFICE } : team,
    ]),
  ),
};
/** Who answers, in what order, and where hand-overs and silences lead. */
export const FLOW_ROWS = {
  no_opening: [
    {
      trap: "nobody answers a new contact",
      has: { triggers: GUIDE.slice(1) },
      tells: { severity: "error", data: { team: "principal" } },
      nearly: [
        guide,
        // the entry of the first team answers whom nothing else does
        {
          triggers: [
            ...GUIDE.slice(1),
            trigger("T6", { fires: "on_entry", action: says("Oi", ...KEYWORDS) }),
          ],
        },
      ],
      shows({ run }) {
        expect(said(run)).toEqual([]);
        expect(history(run)).toEqual(["conversation.opened", "conversation.bot_stopped no_trigger"]);
      },
    },
  ],
  opening_too_eager: [
    {
      trap: "the opening and a reply hold for the same message",
      has: guideWith("T1", { idle: longerThan(0.5) }),
      tells: { severity: "error", triggerIds: ["T1", "T2"] },
      nearly: [guide],
      shows: ({ run }) => expect(holding(run)).toEqual(["T1", "T2"]),
    },
    {
      trap: "the opening asks for no idle time at all",
      has: guideWith("T1", { idle: null }),
      tells: { severity: "error" },
      nearly: [guideWith("T1", { idle: longerThan(2) })],
      shows: ({ run }) => expect(holding(run)).toEqual(["T1", "T2"]),
    },
  ],
  only_position_decides: [
    {
      trap: "two triggers expect the same word at the same hours",
      has: guideAnd(trigger("T6", { ...T2, id: "T6", position: 6, action: handsTo("suporte") })),
      tells: { severity: "warning", triggerIds: ["T2", "T6"] },
      nearly: [guideAnd(trigger("T6", { expectedReply: ["Comercial"], action: handsTo("suporte") }))],
      shows: ({ run }) =>
        expect(decided(run)[0]).toMatchObject({ winner: "T2", runnerUp: "T6", wonBy: "position" }),
    },
    {
      trap: "two triggers break the same silence",
      has: guideAnd(silent("T6", 2), silent("T7", 2)),
      tells: { severity: "warning", triggerIds: ["T6", "T7"] },
      nearly: [guideAnd(silent("T6", 2), silent("T7", 2.5))],
      shows: ({ run }) =>
        expect(decided(run)[0]).toMatchObject({ event: "silence", winner: "T6", wonBy: "position" }),
    },
  ],
  team_without_entry: [
    {
      trap: "the bot is silent in the team it hands over to",
      has: guide,
      tells: { severity: "info", triggerIds: ["T3"], data: { team: "suporte" } },
      nearly: [
        guideAnd(trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: says("Já vamos") })),
        { ...guide, empty: ["suporte"] },
      ],
      shows({ run }) {
        expect(winners(run)).toEqual(["T3", null]);
        expect(run.conversation).toMatchObject({ teamId: "suporte", owner: "team" });
      },
    },
  ],
  team_without_people: [
    {
      trap: "and nobody works there",
      has: { ...guide, empty: ["suporte"] },
      tells: { severity: "error", triggerIds: ["T3"], data: { team: "suporte" } },
      nearly: [
        guide,
        { ...guide, empty: ["comercial", "cobranca"] },
        {
          ...guideAnd(
            trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: says("Já vamos") }),
          ),
          empty: ["suporte"],
        },
      ],
      shows({ run, world }) {
        expect(run.conversation).toMatchObject({ teamId: "suporte", owner: "team" });
        expect(world.context.teams.get("suporte")?.hasMembers).toBe(false);
      },
    },
    {
      trap: "it greets, but only after the window has closed",
      has: {
        ...guideAnd(
          silent("T7", 24, { action: handsTo("cobranca") }),
          trigger("T6", { team: inTeam("cobranca"), fires: "on_entry", action: says("Já vamos") }),
        ),
        empty: ["cobranca"],
      },
      tells: {
        severity: "error",
        triggerIds: ["T7"],
        data: { team: "cobranca", because: "window_closed" },
      },
      nearly: [
        {
          ...guideAnd(
            silent("T7", 23, { action: handsTo("cobranca") }),
            trigger("T6", { team: inTeam("cobranca"), fires: "on_entry", action: says("Já vamos") }),
          ),
          empty: ["cobranca"],
        },
      ],
      shows({ run }) {
        expect(spoke(run)).toEqual(["T1"]);
        expect(run.conversation).toMatchObject({ teamId: "cobranca", owner: "team" });
      },
    },
  ],
  two_entries: [
    {
      trap: "two triggers greet in one team",
      has: guideAnd(
        trigger("T6", { team: inTeam("comercial"), fires: "on_entry", action: says("Outro", "Oi") }),
      ),
      tells: { severity: "error", triggerIds: ["T4", "T6"], data: { team: "comercial" } },
      nearly: [
        guideAnd(
          trigger("T6", {
            team: { operator: "is_not", team: "suporte" },
            fires: "on_entry",
            action: says("Outro", "Atendimento"),
          }),
        ),
        guideAnd(trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: says("Outro", "Oi") })),
      ],
      shows: ({ run }) =>
        expect(decided(run).at(-1)).toMatchObject({ winner: "T4", runnerUp: "T6", wonBy: "position" }),
    },
  ],
  hand_over_cycle: [
    {
      trap: "teams hand the conversation on and on",
      has: {
        triggers: [
          ...withChange("T4", { action: handsTo("suporte") }),
          trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: handsTo("comercial") }),
        ],
      },
      tells: { severity: "error", triggerIds: ["T2", "T4", "T6"] },
      nearly: [guideWith("T4", { action: handsTo("suporte") })],
      shows: ({ run }) => expect(history(run).at(-1)).toBe("conversation.bot_stopped hand_over_loop"),
    },
  ],
  hand_over_out_of_hours: [
    {
      trap: "people are waited for behind closed doors, and nobody says so",
      has: { ...guide, company: suporteCloses },
      tells: { severity: "warning", triggerIds: ["T3"], data: { team: "suporte" } },
      nearly: [
        { ...guide, company: { ...suporteCloses, autoMessages: answersAtNight } },
        { ...guide, company: { autoMessages: texts({ out_of_hours: off("Fechado") }) } },
      ],
      begin: SUNDAY,
      shows({ run, steps, world }) {
        expect(isOpenAt(calendarOf("suporte", world.context), run.now)).toBe(false);
        expect(run.conversation).toMatchObject({ teamId: "suporte", owner: "team" });
        expect(run.entries.at(-1)).toMatchObject({ event: "conversation.bot_stopped" });
        const told = { ...world, context: { ...world.context, autoMessages: answersAtNight } };
        expect(playScript(told, SUNDAY, steps).entries.at(-1)).toMatchObject({
          from: "system",
          content: { body: "Fechado" },
        });
      },
    },
  ],
} satisfies Partial<Record<FindingCode, [Row, ...Row[]]>>;
