import { describe, expect, it } from "vitest";
import {
  fresh,
  guideBot,
  HOUR,
  inTeam,
  botOf,
  says,
  saoPaulo,
  told,
  trigger,
  winnerOf,
  write,
} from "../testing/guide-bot.ts";
import { decide } from "./decide.ts";
import type { BotInput } from "./types.ts";

describe("the examples of chatbot.md, section 7", () => {
  const first = write(guideBot, fresh, "oi", saoPaulo(9));
  const inMenu = write(guideBot, first.state, "COMERCIAL!", saoPaulo(9, 1));

  it("Mon 09:00, “oi” of somebody never seen: T1 with buttons", () => {
    expect(first.effects).toEqual([
      {
        type: "send",
        triggerId: "T1",
        message: {
          text: "Olá!",
          presentation: "buttons",
          options: [
            { id: "T1:0", keyword: "Comercial" },
            { id: "T1:1", keyword: "Suporte" },
          ],
        },
      },
    ]);
    expect(first.trace.steps).toHaveLength(1);
    expect(first.trace.steps[0]).toMatchObject({
      event: "message",
      team: "principal",
      winner: "T1",
      wonBy: "only_candidate",
      idleMs: null,
    });
    expect(first.state).toEqual({
      team: "principal",
      owns: true,
      lastInteractionAt: saoPaulo(9),
      menu: {
        triggerId: "T1",
        options: [
          { id: "T1:0", keyword: "Comercial" },
          { id: "T1:1", keyword: "Suporte" },
        ],
        numbered: false,
      },
      otherAnswers: 0,
      silenceAnsweredFor: null,
    });
  });

  it("09:01, “COMERCIAL!”: T2, the hand-over in the history, then T4 in the same step", () => {
    expect(told(inMenu)).toEqual(["principal → comercial", "T4: Sobre o quê?"]);
    expect(inMenu.effects[0]).toEqual({
      type: "hand_over",
      triggerId: "T2",
      fromTeam: "principal",
      toTeam: "comercial",
    });
    expect(inMenu.state).toMatchObject({ team: "comercial", owns: true, menu: { triggerId: "T4" } });
    expect(inMenu.trace.steps.map(({ event, team, winner }) => [event, team, winner])).toEqual([
      ["message", "principal", "T2"],
      ["entered", "comercial", "T4"],
    ]);
  });

  it("09:02, taps Atendimento: T5, the bot stops, the conversation waits in Comercial", () => {
    const tapped = write(guideBot, inMenu.state, "Atendimento", saoPaulo(9, 2), "T4:0");
    expect(told(tapped)).toEqual(["T5: Um analista já vai atender você", "stop flow_ended"]);
    expect(tapped.state).toMatchObject({ owns: false, team: "comercial", menu: null });
  });

  it("09:05, Ana has answered: the bot is out, whatever the customer writes", () => {
    const { state } = write(guideBot, inMenu.state, "Atendimento", saoPaulo(9, 2), "T4:0");
    for (const text of ["oi", "Comercial", "Atendimento", "atendente", null]) {
      const later = write(guideBot, { ...state, owns: false }, text, saoPaulo(12));
      expect(later.effects).toEqual([]);
      expect(later.trace.steps).toMatchObject([{ winner: null, otherwise: "not_owner" }]);
      expect(later.state).toMatchObject({ owns: false, lastInteractionAt: saoPaulo(12) });
    }
  });

  it("“comercial” as the first message of a new contact: T1, since T2 needs less than 23 h", () => {
    const decision = write(guideBot, fresh, "comercial", saoPaulo(9));
    expect(winnerOf(decision)).toBe("T1");
    const T2 = decision.trace.steps[0]?.considered.find(({ triggerId }) => triggerId === "T2");
    expect(T2).toMatchObject({
      holds: false,
      conditions: [
        { condition: "team", holds: true },
        { condition: "idle", left: null, operator: "less_than", right: 23, holds: false },
        { condition: "expected_reply", left: "comercial", right: ["Comercial"], holds: true },
      ],
    });
  });

  it("“Comercial” two hours after T1: both hold, T2 wins by its expected reply", () => {
    const decision = write(guideBot, first.state, "Comercial", saoPaulo(11));
    expect(decision.trace.steps[0]).toMatchObject({
      winner: "T2",
      runnerUp: "T1",
      wonBy: "expected_reply",
      idleMs: 2 * HOUR,
    });
  });

  it("voice after T1: the other answer, once more after the next, then the people of Principal", () => {
    const one = write(guideBot, first.state, null, saoPaulo(9, 1));
    const two = write(guideBot, one.state, null, saoPaulo(9, 2));
    const three = write(guideBot, two.state, null, saoPaulo(9, 3));
    expect([one, two, three].map(told)).toEqual([
      ["other answer: Não entendi"],
      ["other answer: Não entendi"],
      ["stop other_answers_exhausted"],
    ]);
    expect([one.state.otherAnswers, two.state.otherAnswers]).toEqual([1, 2]);
    expect(two.state.menu).toEqual(first.state.menu);
    expect(three.state).toMatchObject({ owns: false, team: "principal", menu: null, otherAnswers: 0 });
  });
});

describe("plain JSON", () => {
  it("is decided as it stands, with the defaults of chatbot.md for what was left out", () => {
    const bot = JSON.parse(`{
      "triggers": [
        { "id": "a", "team": { "operator": "is", "team": "t" }, "idle": { "operator": "greater_than", "hours": 1 },
          "action": { "type": "smart_message", "text": "Olá", "keywords": ["Sim"] } },
        { "id": "b", "team": { "operator": "is", "team": "t" }, "expectedReply": ["Sim"],
          "action": { "type": "smart_message", "text": "Certo" } },
        { "id": "c", "team": { "operator": "is", "team": "t" }, "expectedReply": ["Sim"], "active": false,
          "action": { "type": "hand_over", "team": "u" } }
      ]
    }`) as BotInput;
    const first = decide(bot, { team: "t", owns: true }, { type: "message", text: "oi" }, 0);
    expect(told(first)).toEqual(["a: Olá"]);
    const second = decide(bot, first.state, { type: "message", text: "SIM" }, 1000);
    expect(told(second)).toEqual(["b: Certo", "stop flow_ended"]);
    expect(told(decide(bot, first.state, { type: "message", text: "Atendente" }, 1000))).toEqual([
      "stop asked_for_person",
    ]);
    // two other answers unless said otherwise
    const patient = { ...bot, settings: { otherAnswerText: "Hein?" } };
    const answers = (otherAnswers: number) =>
      told(decide(patient, { ...first.state, otherAnswers }, { type: "message", text: "hein" }, 1000));
    expect([answers(1), answers(2)]).toEqual([["other answer: Hein?"], ["stop other_answers_exhausted"]]);
    // no text for other answers: people at once
    expect(told(decide(bot, first.state, { type: "message", text: "hein" }, 1000))).toEqual([
      "stop other_answers_exhausted",
    ]);
  });

  it("orders by the place in the list where no position is given", () => {
    const both = { team: inTeam("t"), action: says("x") };
    const bot: BotInput = {
      triggers: [
        { id: "z", ...both },
        { id: "a", ...both },
      ],
    };
    expect(winnerOf(decide(bot, { team: "t", owns: true }, { type: "message", text: "oi" }, 0))).toBe("z");
  });

  it("sees that a bot object was changed since it was last asked", () => {
    const bot = botOf(trigger("T1"), trigger("T2", { expectedReply: ["a"] }));
    expect(winnerOf(write(bot, fresh, "b"))).toBe("T1");
    bot.triggers[1]!.expectedReply!.push("b");
    expect(winnerOf(write(bot, fresh, "b"))).toBe("T2");
    bot.triggers[1]!.active = false;
    expect(winnerOf(write(bot, fresh, "b"))).toBe("T1");
    bot.triggers[0]!.team.operator = "is_not";
    expect(winnerOf(write(bot, fresh, "b"))).toBe(null);
    bot.triggers.push(trigger("T3"));
    expect(winnerOf(write(bot, fresh, "b"))).toBe("T3");
    bot.settings = { ...bot.settings, personWords: ["b"] };
    expect(told(write(bot, fresh, "b"))).toEqual(["stop asked_for_person"]);
  });
});
