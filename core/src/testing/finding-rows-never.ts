import { expect } from "vitest";
import type { FindingCode } from "../bot/verify/findings.ts";
import {
  decided,
  guideAnd,
  guideWith,
  history,
  holding,
  KEYWORDS,
  silent,
  spoke,
  winners,
  withChange,
  type Row,
} from "./finding-play.ts";
import { handsTo, inTeam, longerThan, says, shorterThan, trigger } from "./guide-bot.ts";

/** What never speaks, whatever happens. */
export const NEVER_ROWS = {
  never_wins: [
    {
      trap: "another answers all it would answer",
      has: guideAnd(
        trigger("T6", { expectedReply: ["comercial!"], idle: shorterThan(20), action: handsTo("suporte") }),
      ),
      tells: {
        severity: "error",
        triggerIds: ["T6", "T2"],
        data: { because: "shadowed", team: "principal" },
      },
      nearly: [guideAnd(trigger("T6", { expectedReply: ["comercial!"], action: handsTo("suporte") }))],
      shows({ run }) {
        expect(holding(run)).toContain("T6");
        expect(winners(run)[0]).toBe("T2");
      },
    },
    {
      trap: "another greets whoever enters its team",
      has: guideAnd(trigger("T6", { fires: "on_entry", team: inTeam("comercial"), action: says("Oi") })),
      tells: { triggerIds: ["T6", "T4"] },
      nearly: [guideAnd(trigger("T6", { fires: "on_entry", team: inTeam("suporte"), action: says("Oi") }))],
      shows: ({ run }) => expect(winners(run)).toEqual(["T2", "T4"]),
    },
    {
      trap: "nobody ever comes to its team",
      has: guideAnd(trigger("T6", { team: inTeam("cobranca"), expectedReply: ["boleto"] })),
      tells: { triggerIds: ["T6"], data: { because: "team_not_reached", team: "cobranca" } },
      nearly: [
        {
          triggers: [
            ...withChange("T3", { action: handsTo("cobranca") }),
            trigger("T6", {
              team: inTeam("cobranca"),
              fires: "on_entry",
              action: says("Cobrança", "Boleto"),
            }),
            trigger("T7", { team: inTeam("cobranca"), expectedReply: ["boleto"] }),
          ],
        },
      ],
      shows: null,
    },
    {
      trap: "the conversation is closed before the time it waits for",
      has: {
        ...guideAnd(
          trigger("T6", { team: inTeam("comercial"), expectedReply: ["boleto"], idle: longerThan(5) }),
        ),
        company: { inactivityHours: 4 },
      },
      tells: {
        triggerIds: ["T6"],
        data: { because: "inactivity", hours: 5, closing: 4, team: "comercial" },
      },
      nearly: [
        {
          ...guideAnd(
            trigger("T6", { team: inTeam("comercial"), expectedReply: ["boleto"], idle: longerThan(3) }),
          ),
          company: { inactivityHours: 4 },
        },
        // the very first message has waited for ever
        { ...guideWith("T1", { idle: longerThan(5) }), company: { inactivityHours: 4 } },
      ],
      shows({ run }) {
        expect(history(run).at(-1)).toBe("conversation.closed inactivity");
        expect(spoke(run)).toEqual(["T1", "T4"]);
      },
    },
    {
      trap: "a silence takes the conversation away before the time it waits for",
      has: guideAnd(
        silent("T7", 2, { team: inTeam("comercial"), action: handsTo("suporte") }),
        trigger("T6", { team: inTeam("comercial"), expectedReply: ["boleto"], idle: longerThan(3) }),
      ),
      tells: {
        triggerIds: ["T6", "T7"],
        data: { because: "silence", hours: 3, team: "comercial" },
      },
      nearly: [
        {
          ...guideAnd(
            silent("T7", 2, { team: inTeam("comercial"), action: handsTo("suporte") }),
            trigger("T6", { team: inTeam("comercial"), expectedReply: ["boleto"], idle: longerThan(1.5) }),
          ),
        },
      ],
      shows: ({ run }) => expect(winners(run)[0]).toBe("T7"),
    },
    {
      trap: "its greeting is reached only when nothing goes out any more",
      has: guideAnd(
        silent("T6", 24, { action: handsTo("cobranca") }),
        trigger("T7", { fires: "on_entry", team: inTeam("cobranca"), action: says("Cobrança", ...KEYWORDS) }),
      ),
      tells: { triggerIds: ["T7"], data: { because: "window_closed", team: "cobranca" } },
      nearly: [
        guideAnd(
          silent("T6", 23.5, { action: handsTo("cobranca") }),
          trigger("T7", { fires: "on_entry", team: inTeam("cobranca"), action: says("Cobrança") }),
        ),
      ],
      shows({ run }) {
        expect(spoke(run)).toEqual(["T1"]);
        expect(winners(run)).toEqual(["T6", "T7"]);
        expect(decided(run).at(-1)?.closed).toBe("no_template");
        expect(run.conversation).toMatchObject({ teamId: "cobranca", owner: "team" });
      },
    },
  ],
  silence_never: [
    {
      trap: "the conversation is closed before",
      has: { ...guideAnd(silent("T6", 5)), company: { inactivityHours: 4 } },
      tells: {
        severity: "error",
        triggerIds: ["T6"],
        data: { because: "inactivity", hours: 5, closing: 4 },
      },
      nearly: [{ ...guideAnd(silent("T6", 3)), company: { inactivityHours: 4 } }],
      shows({ run }) {
        expect(spoke(run)).toEqual(["T1"]);
        expect(history(run).at(-1)).toBe("conversation.closed inactivity");
      },
    },
    {
      trap: "another always takes the conversation away before",
      has: guideAnd(silent("T6", 2, { action: handsTo("suporte") }), silent("T7", 5)),
      tells: { triggerIds: ["T7", "T6"], data: { because: "others", hours: 5 } },
      nearly: [guideAnd(silent("T6", 2), silent("T7", 5))],
      shows({ run }) {
        expect(spoke(run)).toEqual(["T1"]);
        expect(history(run)).toContain("conversation.handed_over suporte");
      },
    },
  ],
  silence_after_window: [
    {
      trap: "it would speak when WhatsApp lets nobody speak any more",
      has: guideAnd(silent("T6", 24)),
      tells: { severity: "error", triggerIds: ["T6"], data: { hours: 24, window: 24 } },
      nearly: [guideAnd(silent("T6", 23.5)), guideAnd(silent("T6", 30, { action: handsTo("suporte") }))],
      shows({ run }) {
        expect(run.conversation?.windowClosesAt ?? 0).toBeLessThan(run.now);
        expect(spoke(run)).toEqual(["T1"]);
      },
    },
  ],
} satisfies Partial<Record<FindingCode, [Row, ...Row[]]>>;
