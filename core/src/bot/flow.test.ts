import { describe, expect, it } from "vitest";
import { guideBot, handsTo, inTeam, longerThan, says, trigger } from "../testing/guide-bot.ts";
import { botFlow } from "./flow.ts";

describe("the drawn flow", () => {
  const { nodes, edges } = botFlow(guideBot);
  const lines = edges.map(({ from, to, because, words }) =>
    `${from} > ${to} ${because} ${words.join()}`.trim(),
  );

  it("leads from the first message over the menus to people", () => {
    expect(nodes.find(({ kind }) => kind === "start")).toMatchObject({ id: "start" });
    expect(lines).toContain("start > trigger:T1 any");
    expect(lines).toContain("trigger:T1 > trigger:T2 reply Comercial");
    expect(lines).toContain("trigger:T2 > trigger:T4 entry");
    expect(lines).toContain("trigger:T4 > trigger:T5 reply Atendimento");
    expect(lines).toContain("trigger:T5 > people:comercial flow_ended");
    expect(lines).toContain("trigger:T1 > people:principal given_up");
  });

  it("tells which silences end a conversation, and which lead to people because nothing goes out any more", () => {
    const late = trigger("T6", {
      fires: "on_silence",
      idle: longerThan(30),
      team: inTeam("comercial"),
      action: handsTo("suporte"),
    });
    const hello = trigger("T7", { fires: "on_entry", team: inTeam("suporte"), action: says("Oi") });
    const bot = { ...guideBot, triggers: [...guideBot.triggers, late, hello] };
    const inactivityHours = new Map([
      ["", 48],
      ["principal", 4],
    ]);
    const drawn = botFlow(bot, { inactivityHours });
    const told = drawn.edges.map(
      ({ from, to, because, idle }) => `${from} > ${to} ${because} ${idle?.hours ?? ""}`,
    );
    expect(told).toContain("trigger:T1 > closing inactivity 4");
    expect(told).toContain("trigger:T6 > people:suporte window_closed ");
    expect(told).not.toContain("trigger:T4 > closing inactivity 48");
    expect(drawn.nodes.filter(({ kind }) => kind === "closing")).toHaveLength(1);
    expect(botFlow(bot).nodes.map(({ kind }) => kind)).not.toContain("closing");
  });

  it("holds every trigger once, those that nothing leads to alone", () => {
    const alone = {
      ...guideBot.triggers[4],
      id: "T9",
      position: 9,
      team: { operator: "is", team: "nowhere" },
    } as const;
    const more = botFlow({
      ...guideBot,
      triggers: [...guideBot.triggers, alone as (typeof guideBot.triggers)[number]],
    });
    const ids = more.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(more.nodes.find(({ triggerId }) => triggerId === "T9")).toMatchObject({ team: null });
    expect(more.edges.some(({ to }) => to === "trigger:T9")).toBe(false);
  });
});
