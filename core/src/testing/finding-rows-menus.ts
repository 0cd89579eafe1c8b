import { expect } from "vitest";
import type { Trigger } from "../bot/types.ts";
import { templatesByKey } from "../template/behind.ts";
import type { FindingCode } from "../bot/verify/findings.ts";
import { playScript, playStep, type TesterRun, type TesterStep } from "../tester/tester.ts";
import {
  asks,
  decided,
  guide,
  guideAnd,
  history,
  holding,
  kinds,
  KEYWORDS,
  offered,
  opensWith,
  said,
  silent,
  winners,
  withChange,
  type Case,
  type Row,
} from "./finding-play.ts";
import { handsTo, inTeam, saoPaulo, says, shorterThan, T1, T2, trigger } from "./guide-bot.ts";
import { templateOf } from "./templates.ts";

/** A company of rooms without a door: Principal and Comercial send the customer to and fro. */
const caught = (over: Partial<Trigger> = {}): Trigger[] => [
  { ...T1, idle: null },
  T2,
  trigger("T4", { team: inTeam("comercial"), fires: "on_entry", action: says("Menu", "Voltar") }),
  trigger("T6", { team: inTeam("comercial"), action: handsTo("principal"), ...over }),
  trigger("T7", { fires: "on_entry", action: says("De novo", "Comercial") }),
];
const billets = (hours: number | null): Case =>
  guideAnd(
    trigger("T6", {
      expectedReply: [{ word: "boleto", match: "contains" }],
      idle: hours === null ? null : shorterThan(hours),
      action: handsTo("comercial"),
    }),
    trigger("T7", {
      expectedReply: ["2ª via do boleto"],
      idle: shorterThan(9),
      action: handsTo("suporte"),
    }),
  );

const BACK = templateOf({ name: "volta", body: "Ainda podemos ajudar?" });
const offering = (...replies: string[]) => ({
  ...BACK,
  buttons: replies.map((text) => ({ type: "QUICK_REPLY", text })),
});
const quiet = guideAnd(
  silent("T6", 30, {
    action: { ...asks("Ainda aí?", [], "auto"), template: { name: "volta", language: "pt_BR", values: {} } },
  }),
);

/** Menus, the words they offer and expect, and texts. */
export const MENU_ROWS = {
  keyword_unanswered: [
    {
      trap: "a menu offers what nobody answers",
      has: opensWith(says("Olá!", ...KEYWORDS, "Financeiro")),
      tells: { severity: "error", triggerIds: ["T1"], data: { keyword: "Financeiro", team: "principal" } },
      nearly: [guide, opensWith(says("Olá!", ...KEYWORDS, "Atendente"))],
      shows({ run }) {
        expect(offered(run)).toContain("Financeiro");
        expect(decided(run)[0]).toMatchObject({ winner: null, otherwise: "other_answer" });
      },
    },
  ],
  reply_never_offered: [
    {
      trap: "a word is understood that no menu offers",
      has: guideAnd(trigger("T6", { expectedReply: ["segunda via"], action: says("Já envio") })),
      tells: { severity: "info", triggerIds: ["T6"], data: { words: ["segunda via"] } },
      nearly: [
        guide,
        {
          triggers: [
            ...withChange("T1", { action: says("Olá!", ...KEYWORDS, "2ª via") }),
            trigger("T6", { expectedReply: [{ word: "via", match: "contains" }], action: says("Já envio") }),
          ],
        },
      ],
      shows({ run, steps }) {
        expect(winners(run)).toEqual(["T6"]);
        expect(steps.at(-1)).toEqual({ does: "writes", text: "segunda via" });
        expect(offered(run)).not.toContain("segunda via");
      },
    },
  ],
  keywords_equal: [
    {
      trap: "two options of a menu are one and the same word",
      has: opensWith(says("Olá!", "Comercial", "comercial!", "Suporte")),
      tells: { severity: "error", triggerIds: ["T1"], data: { words: ["comercial!"] } },
      nearly: [
        guide,
        // the same word in two menus is none of its business
        { triggers: withChange("T4", { action: says("Menu", "Atendimento", "Comercial") }) },
      ],
      shows({ run, steps, world }) {
        expect(offered(run)).toEqual(expect.arrayContaining(["Comercial", "comercial!"]));
        const first: TesterStep[] = [...steps.slice(0, -1), { does: "writes", text: "Comercial" }];
        const taken = playScript(world, saoPaulo(9), first);
        // whichever of the two the customer means, the bot hears the first
        expect([winners(run), history(run)]).toEqual([winners(taken), history(taken)]);
        const tap = (option: string): TesterRun =>
          playScript(world, saoPaulo(9), [...steps.slice(0, -1), { does: "taps", option }]);
        expect(history(tap("comercial!"))).toEqual(history(tap("Comercial")));
      },
    },
  ],
  word_hidden: [
    {
      trap: "a word is swallowed by one that need only be contained",
      has: billets(10),
      tells: { severity: "error", triggerIds: ["T7", "T6"] },
      nearly: [billets(null)],
      shows({ run }) {
        expect(holding(run)).toEqual(expect.arrayContaining(["T6", "T7"]));
        expect(winners(run)[0]).toBe("T6");
      },
    },
  ],
  no_way_to_a_person: [
    {
      trap: "whatever the customer does, the bot goes on",
      has: { triggers: caught() },
      tells: { severity: "error" },
      nearly: [guide, { triggers: caught({ expectedReply: ["Voltar"] }) }],
      shows({ run, world }) {
        const says: TesterStep[] = ["oi", "Comercial", "Voltar", "1"].map((text) => ({
          does: "writes",
          text,
        }));
        const acts: TesterStep[] = [...says, { does: "sends", what: "audio" }, { does: "waits", hours: 30 }];
        let lives = [run];
        for (let depth = 0; depth < 3; depth++)
          lives = lives.flatMap((life) => acts.map((act) => playStep(life, world, act)));
        expect(new Set(lives.map(({ conversation }) => conversation?.owner))).toEqual(new Set(["bot"]));
      },
    },
  ],
  text_problem: [
    {
      trap: "a variable that does not exist stays as it is written",
      has: opensWith(says("Olá {{contato.sobrenome}}", ...KEYWORDS)),
      tells: {
        severity: "error",
        triggerIds: ["T1"],
        data: { path: "action.text", problem: "unknown_variable" },
      },
      nearly: [opensWith(says("Olá {{contato.nome|você}}, {{saudacao}}", ...KEYWORDS))],
      shows: ({ run }) => expect(said(run)).toEqual(["Olá {{contato.sobrenome}}"]),
    },
    {
      trap: "a text is longer than WhatsApp takes, its options included",
      has: opensWith(asks("x".repeat(4072), KEYWORDS, "text")),
      tells: { severity: "error", data: { path: "action.text", problem: "too_long" } },
      nearly: [opensWith(asks("x".repeat(4071), KEYWORDS, "text"))],
      shows: ({ run }) => expect(said(run)[0]).toHaveLength(4097),
    },
  ],
  option_does_not_fit: [
    {
      trap: "a button's title is too long",
      has: opensWith(asks("Olá", [...KEYWORDS, "x".repeat(21)], "buttons")),
      tells: { severity: "error", triggerIds: ["T1"] },
      nearly: [
        opensWith(asks("Olá", [...KEYWORDS, "x".repeat(20)], "buttons")),
        opensWith(asks("Olá", [...KEYWORDS, "x".repeat(24)], "list")),
        opensWith(says("Olá", ...KEYWORDS, "x".repeat(25))),
      ],
      shows: ({ run }) => expect(kinds(run)).toEqual(["list"]),
    },
    {
      trap: "a row of a list is too long",
      has: opensWith(asks("Olá", [...KEYWORDS, "x".repeat(25)], "list")),
      tells: { severity: "error", triggerIds: ["T1"] },
      nearly: [opensWith(asks("Olá", [...KEYWORDS, "x".repeat(25)], "text"))],
      shows: ({ run }) => expect(kinds(run)).toEqual(["text"]),
    },
    {
      trap: "there are more options than buttons",
      has: opensWith(asks("Olá", ["a", "b", "c", "d"], "buttons")),
      tells: { severity: "error" },
      nearly: [opensWith(asks("Olá", ["a", "b", "c"], "buttons"))],
      shows: ({ run }) => expect(kinds(run)).toEqual(["list"]),
    },
    {
      trap: "the text beside the options is too long",
      has: opensWith(asks("x".repeat(1025), KEYWORDS, "buttons")),
      tells: { severity: "error" },
      nearly: [opensWith(asks("x".repeat(1024), KEYWORDS, "buttons"))],
      shows: ({ run }) => expect(kinds(run)).toEqual(["text"]),
    },
  ],
  template_unusable: [
    {
      trap: "the template that is to be said after a day is paused",
      has: { ...quiet, company: { templates: templatesByKey([{ ...BACK, status: "PAUSED" }]) } },
      tells: { severity: "error", triggerIds: ["T6"] },
      nearly: [{ ...quiet, company: { templates: templatesByKey([BACK]) } }],
      shows({ run, steps, world }) {
        expect(run.entries.at(-1)).toMatchObject({
          event: "conversation.template_unsaid",
          data: { code: "template_not_approved" },
        });
        const approved = { ...world, context: { ...world.context, templates: templatesByKey([BACK]) } };
        expect(said(playScript(approved, saoPaulo(9), steps)).at(-1)).toBe("Ainda podemos ajudar?");
      },
    },
  ],
  template_reply_unanswered: [
    {
      trap: "a button of the template is none of the open menu's answers",
      has: { ...quiet, company: { templates: templatesByKey([offering("Sim, por favor")]) } },
      tells: {
        severity: "warning",
        triggerIds: ["T6"],
        data: { template: "volta", keyword: "Sim, por favor", team: "principal" },
      },
      nearly: [
        { ...quiet, company: { templates: templatesByKey([offering("Comercial", "Atendente")]) } },
        { ...quiet, company: { templates: templatesByKey([BACK]) } },
      ],
      shows({ run, steps }) {
        expect(steps.at(-1)).toEqual({ does: "writes", text: "Sim, por favor" });
        expect(decided(run)[0]).toMatchObject({ winner: null, otherwise: "other_answer" });
      },
    },
  ],
  number_unanswered: [
    {
      trap: "a text asks for a number that nobody handles",
      has: opensWith(asks("Digite 1 para vendas ou digite 3 para boletos", KEYWORDS, "text")),
      tells: { severity: "warning", triggerIds: ["T1"], data: { number: "3", team: "principal" } },
      nearly: [
        opensWith(asks("Digite 1 para vendas ou digite 2 para boletos", KEYWORDS, "text")),
        opensWith(asks("Temos 3 lojas", KEYWORDS, "text")),
      ],
      shows({ run, steps }) {
        expect(steps.at(-1)).toEqual({ does: "writes", text: "3" });
        expect(decided(run)[0]).toMatchObject({ winner: null, otherwise: "other_answer" });
      },
    },
  ],
} satisfies Partial<Record<FindingCode, [Row, ...Row[]]>>;
