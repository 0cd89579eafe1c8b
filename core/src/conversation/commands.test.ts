import { describe, expect, it } from "vitest";
import { botOwned, context, lines as told, NOW, on, runs, state, texts } from "../testing/desk.ts";
import { HOUR, inTeam, says, trigger } from "../testing/guide-bot.ts";
import {
  accept,
  agentReply,
  assign,
  forward,
  markRead,
  returnToBot,
  setStatus,
  type CommandOutcome,
} from "./commands.ts";
import type { ConversationContext, ConversationState } from "./types.ts";

type Line = string;
const lines = (outcome: CommandOutcome): Line[] => (outcome.ok ? told(outcome) : [`refused ${outcome.code}`]);
const after = (outcome: CommandOutcome): ConversationState => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.state;
};

const running = runs(
  trigger("T1", { team: inTeam("comercial"), fires: "on_entry", action: says("Qual assunto?", "A", "B") }),
);

describe("agentReply", () => {
  const cases: [
    string,
    ConversationState,
    Partial<ConversationContext>,
    Line[],
    Partial<ConversationState>,
  ][] = [
    [
      "makes the first who answers responsible",
      state(),
      {},
      ["conversation.assigned", "send agent Oi"],
      { agentId: "ana", owner: "agent" },
    ],
    [
      "leaves it with the team when the account wants it so",
      state(),
      { assignOnFirstReply: false },
      ["send agent Oi"],
      { agentId: null, owner: "team" },
    ],
    [
      "leaves it with who is responsible already",
      state({ agentId: "bia", owner: "agent" }),
      {},
      ["send agent Oi"],
      { agentId: "bia", owner: "agent" },
    ],
    [
      "comes from who is responsible where nobody else may",
      state({ agentId: "ana", owner: "agent" }),
      { onlyResponsibleReplies: true },
      ["send agent Oi"],
      { agentId: "ana" },
    ],
    [
      "makes the first responsible where only that person may answer",
      state(),
      { onlyResponsibleReplies: true },
      ["conversation.assigned", "send agent Oi"],
      { agentId: "ana" },
    ],
    [
      "silences the bot, queued words included",
      botOwned(),
      {},
      ["cancel_automatic", "conversation.bot_stopped", "conversation.assigned", "send agent Oi"],
      { agentId: "ana", owner: "agent" },
    ],
    [
      "takes the word from the bot without becoming responsible",
      botOwned(),
      { assignOnFirstReply: false },
      ["cancel_automatic", "conversation.bot_stopped", "send agent Oi"],
      { owner: "team", agentId: null },
    ],
    [
      "opens what was resolved",
      state({ status: "resolved", agentId: "ana", owner: "agent" }),
      {},
      ["conversation.reopened", "send agent Oi"],
      { status: "open" },
    ],
    [
      "keeps pending what is pending",
      state({ status: "pending", agentId: "ana", owner: "agent" }),
      {},
      ["send agent Oi"],
      { status: "pending" },
    ],
  ];
  it.each(cases)("%s", (_name, before, changes, expected, partial) => {
    const outcome = agentReply(before, "ana", { type: "text", body: "Oi" }, context(changes), NOW);
    expect(lines(outcome)).toEqual(expected);
    expect(after(outcome)).toMatchObject({
      ...partial,
      unread: 0,
      waitingSince: null,
      warnedFor: null,
      lastInteractionAt: NOW,
    });
  });
  it.each([
    ["an ended conversation", state({ status: "closed" }), "conversation_closed"],
    ["a closed window", state({ windowClosesAt: NOW }), "service_window_closed"],
    ["a window never opened", state({ windowClosesAt: null }), "service_window_closed"],
  ])("is refused in %s", (_name, before, code) => {
    expect(agentReply(before, "ana", { type: "text", body: "Oi" }, context(), NOW)).toEqual({
      ok: false,
      code,
    });
  });
  it.each([
    ["a colleague's conversation", "bia", true],
    ["nobody's, when answering takes none", null, false],
  ])("is refused in %s where only the responsible agent answers", (_name, agentId, assignOnFirstReply) => {
    const account = context({ onlyResponsibleReplies: true, assignOnFirstReply });
    const before = state({ agentId, windowClosesAt: NOW });
    expect(agentReply(before, "ana", { type: "text", body: "Oi" }, account, NOW)).toEqual({
      ok: false,
      code: "not_responsible",
    });
  });
  it("forgets the open menu of the bot it silenced", () => {
    expect(
      after(agentReply(botOwned(), "ana", { type: "text", body: "Oi" }, context(), NOW)).bot,
    ).toMatchObject({
      menu: null,
      otherAnswers: 0,
    });
  });
});

describe("setStatus", () => {
  const spoken = {
    autoMessages: texts({
      manual_closing: on("Tchau, {{contato.primeiro_nome|cliente}}"),
      survey: on("De 1 a 5?"),
    }),
  };
  const end = ["send system Tchau, Lia", "send system De 1 a 5?", "conversation.closed"];
  const cases: [
    string,
    ConversationState,
    ConversationState["status"],
    Partial<ConversationContext>,
    Line[],
    Partial<ConversationState>,
  ][] = [
    [
      "pending keeps who waits waiting",
      state(),
      "pending",
      {},
      ["conversation.status_changed"],
      { status: "pending", unread: 3, waitingSince: NOW - HOUR },
    ],
    [
      "resolved only silences",
      state(),
      "resolved",
      spoken,
      ["conversation.status_changed"],
      { status: "resolved", unread: 0, waitingSince: null, closedAt: null },
    ],
    [
      "resolved leaves the bot its word",
      botOwned(),
      "resolved",
      {},
      ["conversation.status_changed"],
      { owner: "bot", bot: botOwned().bot },
    ],
    [
      "closed ends with the account's texts",
      state(),
      "closed",
      spoken,
      end,
      {
        status: "closed",
        closedAt: NOW,
        closeReason: "agent",
        surveySentAt: NOW,
        unread: 0,
        waitingSince: null,
      },
    ],
    [
      "closed is silent outside the window",
      state({ windowClosesAt: NOW - 1 }),
      "closed",
      spoken,
      ["conversation.closed"],
      { surveySentAt: null, closedAt: NOW },
    ],
    [
      "closed is silent when switched off",
      state(),
      "closed",
      {},
      ["conversation.closed"],
      { surveySentAt: null },
    ],
    [
      "closed drops what the bot still had to say",
      botOwned(),
      "closed",
      {},
      ["cancel_automatic", "conversation.bot_stopped", "conversation.closed"],
      { status: "closed" },
    ],
    [
      "open again after resolved",
      state({ status: "resolved" }),
      "open",
      {},
      ["conversation.status_changed"],
      { status: "open" },
    ],
    ["the same again does nothing", state(), "open", {}, [], state()],
  ];
  it.each(cases)("%s", (_name, before, status, changes, expected, partial) => {
    const outcome = setStatus(before, "ana", status, context(changes), NOW);
    expect(lines(outcome)).toEqual(expected);
    expect(after(outcome)).toMatchObject(partial);
  });
  it("never opens what has ended", () => {
    for (const status of ["open", "pending", "resolved", "closed"] as const)
      expect(setStatus(state({ status: "closed" }), "ana", status, context(), NOW)).toEqual({
        ok: false,
        code: "conversation_closed",
      });
  });
});

describe("assign", () => {
  it.each([
    ["to an agent", state(), "bia", ["conversation.assigned"], { agentId: "bia", owner: "agent" }],
    [
      "back to the team",
      state({ agentId: "ana", owner: "agent" }),
      null,
      ["conversation.assigned"],
      { agentId: null, owner: "team" },
    ],
    [
      "from the bot",
      botOwned(),
      "ana",
      ["cancel_automatic", "conversation.bot_stopped", "conversation.assigned"],
      { agentId: "ana", owner: "agent" },
    ],
    [
      "from the bot to the team",
      botOwned(),
      null,
      ["cancel_automatic", "conversation.bot_stopped", "conversation.assigned"],
      { agentId: null, owner: "team" },
    ],
    ["to who has it already: nothing", state({ agentId: "ana", owner: "agent" }), "ana", [], {}],
  ] as [string, ConversationState, string | null, Line[], Partial<ConversationState>][])(
    "%s",
    (_name, before, to, expected, partial) => {
      const outcome = assign(before, "rita", to);
      expect(lines(outcome)).toEqual(expected);
      expect(after(outcome)).toMatchObject(partial);
    },
  );
  it("is refused when it has ended", () =>
    expect(lines(assign(state({ status: "closed" }), "rita", "ana"))).toEqual([
      "refused conversation_closed",
    ]));
});

describe("forward", () => {
  const wanted = {
    teamId: "comercial",
    agentId: null,
    reason: "orçamento",
    notifyContact: false,
    runBot: false,
  };
  const moment = { now: NOW, cause: "key-1" };
  it("moves to the team's queue, with both teams and both agents in the history", () => {
    const outcome = forward(
      state({ agentId: "ana", owner: "agent" }),
      "ana",
      wanted,
      running,
      context(),
      moment,
    );
    expect(lines(outcome)).toEqual(["conversation.forwarded"]);
    expect(outcome.ok && outcome.effects[0]).toMatchObject({
      data: { from: "principal", to: "comercial", fromAgent: "ana", toAgent: null, reason: "orçamento" },
    });
    expect(after(outcome)).toMatchObject({
      teamId: "comercial",
      agentId: null,
      owner: "team",
      waitingSince: NOW - HOUR,
    });
  });
  it("gives it to a named agent and starts the wait where nobody waited", () => {
    const outcome = forward(
      state({ waitingSince: null }),
      "ana",
      { ...wanted, agentId: "bia" },
      running,
      context(),
      moment,
    );
    expect(after(outcome)).toMatchObject({ agentId: "bia", owner: "agent", waitingSince: NOW });
  });
  it("tells the customer when asked, even with the automatic text off", () => {
    const outcome = forward(state(), "ana", { ...wanted, notifyContact: true }, running, context(), moment);
    expect(lines(outcome)).toEqual(["conversation.forwarded", "send system Você agora fala com Comercial"]);
  });
  it("tells nothing outside the window", () => {
    expect(
      lines(
        forward(
          state({ windowClosesAt: NOW }),
          "ana",
          { ...wanted, notifyContact: true },
          running,
          context(),
          moment,
        ),
      ),
    ).toEqual(["conversation.forwarded"]);
  });
  it("runs the team's entry trigger when asked: the bot has the word and nobody waits for a person", () => {
    const outcome = forward(
      state({ agentId: "ana", owner: "agent" }),
      "ana",
      { ...wanted, agentId: "bia", runBot: true },
      running,
      context(),
      moment,
    );
    expect(lines(outcome)).toEqual(["conversation.forwarded", "trace", "send bot Qual assunto?"]);
    expect(after(outcome)).toMatchObject({
      owner: "bot",
      agentId: null,
      teamId: "comercial",
      waitingSince: null,
      lastInteractionAt: NOW,
    });
  });
  it("stops the bot of the team it leaves", () => {
    expect(lines(forward(botOwned(), "ana", wanted, running, context(), moment))).toEqual([
      "cancel_automatic",
      "conversation.bot_stopped",
      "conversation.forwarded",
    ]);
  });
  it("opens what was resolved, and is refused when it has ended or the team is unknown", () => {
    const opened = forward(state({ status: "resolved" }), "ana", wanted, null, context(), moment);
    expect(lines(opened)).toEqual(["conversation.forwarded", "conversation.reopened"]);
    expect(after(opened).status).toBe("open");
    expect(lines(forward(state({ status: "closed" }), "ana", wanted, null, context(), moment))).toEqual([
      "refused conversation_closed",
    ]);
    expect(lines(forward(state(), "ana", { ...wanted, teamId: "t9" }, null, context(), moment))).toEqual([
      "refused team_unavailable",
    ]);
  });
});

describe("accept", () => {
  it("is told of who was given it, and of nobody else", () => {
    const given = state({ agentId: "bia", owner: "agent" });
    expect(lines(accept(given, "bia"))).toEqual(["conversation.accepted"]);
    expect(after(accept(given, "bia"))).toEqual(given);
    expect(lines(accept(given, "ana"))).toEqual([]);
    expect(lines(accept(state({ agentId: "bia", status: "closed" }), "bia"))).toEqual([
      "refused conversation_closed",
    ]);
  });
});

describe("returnToBot and markRead", () => {
  it("gives the word back with a clean slate and names who had it", () => {
    const outcome = returnToBot(
      state({ agentId: "ana", owner: "agent" }),
      "ana",
      { contact: { name: null, blocked: false } },
      NOW,
    );
    expect(lines(outcome)).toEqual(["conversation.bot_returned"]);
    expect(outcome.ok && outcome.effects[0]).toMatchObject({ data: { fromAgent: "ana" } });
    expect(after(outcome)).toMatchObject({
      owner: "bot",
      agentId: null,
      waitingSince: null,
      bot: { menu: null },
    });
  });
  it("does nothing when the bot has it, and is refused when it has ended", () => {
    expect(lines(returnToBot(botOwned(), "ana", { contact: { name: null, blocked: false } }, NOW))).toEqual(
      [],
    );
    expect(
      lines(
        returnToBot(state({ status: "closed" }), "ana", { contact: { name: null, blocked: false } }, NOW),
      ),
    ).toEqual(["refused conversation_closed"]);
  });
  it("only the unread mark goes", () =>
    expect(markRead(state())).toEqual({ state: { ...state(), unread: 0 }, effects: [] }));
});
