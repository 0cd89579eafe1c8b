import { botFlow, type BotInput, type Trigger } from "@balcao/core";
import { describe, expect, it } from "vitest";
import type { Tongue } from "../sentences.ts";
import { drawingOf, litLines } from "./drawing.ts";
import { flowSvg, pngScale, type Palette } from "./flow-svg.ts";
import { layOut, pathThrough, rowsOf } from "./layout.ts";
import { orderRanks } from "./order.ts";
import { isIn, seenPart } from "./seen.ts";
import { readingOrder, walk } from "./walk.ts";

const tongue: Tongue = {
  t: ((key: string, values?: Record<string, string>) =>
    [key, ...Object.values(values ?? {})].join(" ")) as unknown as Tongue["t"],
  team: (id) => `equipe ${id}`,
  number: String,
};
const says = (text: string, ...keywords: string[]): Trigger["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation: "auto",
  template: null,
});
const trigger = (id: string, more: Partial<Trigger>): Trigger => ({
  id,
  description: `<${id}>`,
  team: { operator: "is", team: "p" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: says("x"),
  position: 0,
  active: true,
  ...more,
});
const triggers = [
  trigger("open", { idle: { operator: "greater_than", hours: 1 }, action: says("Olá", "Um", "Dois") }),
  trigger("one", {
    expectedReply: ["um"],
    idle: { operator: "less_than", hours: 23 },
    action: { type: "hand_over", team: "c" },
  }),
  trigger("two", { expectedReply: ["Dois"], action: says("fim") }),
  trigger("menu", { fires: "on_entry", team: { operator: "is", team: "c" }, action: says("Menu", "Fim") }),
  trigger("end", { team: { operator: "is", team: "c" }, expectedReply: ["fim"] }),
  trigger("alone", { team: { operator: "is", team: "x" } }),
];
const bot: BotInput = {
  triggers,
  teams: ["p", "c", "x"].map((id) => ({ id, name: id, hasMembers: true })),
  settings: { firstContactTeam: "p" },
};
const drawing = drawingOf(
  botFlow(bot),
  {
    triggers: new Map(triggers.map((each) => [each.id, each])),
    colors: new Map([["p", "#123456"]]),
    marks: new Map([["two", { severity: "error", count: 1 }]]),
  },
  tongue,
);
const layout = layOut(drawing);
const line = (from: string, to: string) => drawing.lines.find(({ id }) => id === `${from}>${to}`);

describe("the drawing", () => {
  it("joins what leads from one box to another and says why, with the time", () => {
    expect(line("trigger:open", "trigger:one")?.reasons).toEqual(["“Um” flow.idle.less_than 23 h"]);
    expect(line("start", "trigger:open")?.reasons).toEqual(["flow.because.first"]);
    const people = line("trigger:open", "people:p");
    expect(people?.reasons).toEqual(
      expect.arrayContaining(["flow.because.given_up", "flow.because.person_word"]),
    );
    expect(people?.ids).toHaveLength(2);
    expect(new Set(drawing.lines.map(({ id }) => id)).size).toBe(drawing.lines.length);
  });
  it("shows every trigger, those that nothing leads to as such, and findings in place", () => {
    const box = (id: string) => drawing.boxes.find((each) => each.triggerId === id);
    for (const { id } of triggers) expect(box(id)).toBeDefined();
    expect(box("alone")?.isAlone).toBe(true);
    expect(box("two")?.mark).toEqual({ severity: "error", count: 1 });
    expect(box("open")?.color).toBe("#123456");
  });
  it("lights a path given by triggers or by edges", () => {
    expect([...litLines(drawing, ["open", "one", "menu"])]).toEqual([
      "start>trigger:open",
      "trigger:open>trigger:one",
      "trigger:one>trigger:menu",
    ]);
    expect([...litLines(drawing, ["trigger:menu>trigger:end:reply"])]).toEqual(["trigger:menu>trigger:end"]);
    expect(litLines(drawing, []).size).toBe(0);
  });
});

describe("the layout", () => {
  it("goes from left to right and lets no two boxes overlap", () => {
    const at = (id: string) => layout.boxes.find((box) => box.id === id)!;
    expect(at("start").x).toBeLessThan(at("trigger:open").x);
    expect(at("trigger:open").x).toBeLessThan(at("trigger:one").x);
    for (const a of layout.boxes)
      for (const b of layout.boxes)
        if (a !== b)
          expect(
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          ).toBe(true);
  });
  it("wraps words into rows and ends with an ellipsis where there is no room", () => {
    expect(rowsOf("um dois três", 7, 2)).toEqual(["um dois", "três"]);
    expect(rowsOf("um dois três quatro", 7, 2)).toEqual(["um dois", "três…"]);
    expect(rowsOf("inconstitucional", 6, 2)).toEqual(["incon…"]);
  });
  it("draws a path from its first point to its last", () => {
    const path = pathThrough([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 20, y: 10 },
    ]);
    expect(path.startsWith("M0,0 ")).toBe(true);
    expect(path.endsWith("20,10")).toBe(true);
    expect(pathThrough([])).toBe("");
  });
});

describe("what is drawn of a large bot", () => {
  const frame = { width: 1000, height: 600 };
  it("is what the frame shows, and does not change with a small step", () => {
    const [here, near] = [seenPart([-10, -10, 0.9], frame), seenPart([-40, -30, 0.88], frame)];
    expect(near).toEqual(here);
    expect(isIn({ x: 990, y: 590, width: 5, height: 5 }, here.area)).toBe(true);
    expect(isIn({ x: 4000, y: 0, width: 50, height: 50 }, here.area)).toBe(false);
    expect(isIn({ x: -9000, y: 300, width: 20_000, height: 0 }, here.area)).toBe(true);
    expect(isIn({ x: 4000, y: 0, width: 50, height: 50 }, seenPart([-3500, 0, 1], frame).area)).toBe(true);
  });
  it("says nothing that is too small to read", () =>
    expect([0.2, 0.5].map((zoom) => seenPart([0, 0, zoom], frame).isLegible)).toEqual([false, true]));
  it("covers every line and label", () => {
    for (const { path, label, area } of layout.lines) {
      const [x = 0, y = 0] = /^M([-\d.]+),([-\d.]+)/u.exec(path)?.slice(1).map(Number) ?? [];
      expect(
        isIn({ x, y, width: 0, height: 0 }, { ...area, width: area.width + 1, height: area.height + 1 }),
      ).toBe(true);
      if (label) expect(label.x + label.width).toBeLessThanOrEqual(area.x + area.width);
    }
  });
  it("crosses few lines: two that lead across each other change places", () => {
    const order = new Map(
      [
        ["a", 0],
        ["b", 0],
        ["c", 1],
        ["d", 1],
      ].map(([id, rank]) => [String(id), { rank: Number(rank), order: -1 }]),
    );
    const edges = [
      ["a", "d"],
      ["b", "c"],
    ].map(([v, w]) => ({ v: v!, w: w! }));
    orderRanks({
      nodes: () => [...order.keys()],
      node: (id) => order.get(id)!,
      edges: () => edges,
      edge: () => ({}),
    });
    const at = (id: string) => order.get(id)!.order;
    expect((at("a") - at("b")) * (at("d") - at("c"))).toBe(1);
  });
});

describe("walking by keyboard", () => {
  it("follows the lines to the right and back, and stays where nothing is", () => {
    expect(walk(layout, "start", "ArrowRight")).toBe("trigger:open");
    expect(walk(layout, "trigger:menu", "ArrowLeft")).toBe("trigger:one");
    expect(walk(layout, "people:c", "ArrowRight")).toBeNull();
    expect(walk(layout, "nowhere", "ArrowRight")).toBeNull();
  });
  it("reaches every box: along lines, within a column, or by Home and End", () => {
    const [first] = readingOrder(layout.boxes);
    const seen = new Set([walk(layout, first!.id, "Home")!, walk(layout, first!.id, "End")!]);
    for (const id of seen)
      for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"] as const) {
        const next = walk(layout, id, key);
        if (next !== null) seen.add(next);
      }
    expect(seen.size).toBe(layout.boxes.length);
  });
});

describe("the file", () => {
  const colors = new Proxy({} as Palette, { get: () => "#010203" });
  const svg = flowSvg(layout, new Set(["start>trigger:open"]), colors, 'Fluxo & "Loja"');
  it("holds every box and label as text that cannot break out", () => {
    for (const { id } of triggers) expect(svg).toContain(`&lt;${id}&gt;`);
    expect(svg).toContain("<title>Fluxo &amp; &quot;Loja&quot;</title>");
    expect(
      svg.match(/<(\w+)/gu)?.every((tag) => /<(svg|title|defs|marker|path|rect|text|circle)/u.test(tag)),
    ).toBe(true);
    expect(svg).not.toContain("var(--");
  });
  it("makes a picture no larger than browsers can", () => {
    expect(pngScale(800, 600)).toBe(2);
    const scale = pngScale(3000, 15_000)!;
    expect(15_000 * scale).toBeLessThanOrEqual(16_000);
    expect(pngScale(1000, 200_000)).toBeNull();
  });
});
