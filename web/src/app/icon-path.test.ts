import { expect, it } from "vitest";
import { onePath } from "./icon-path.ts";

it("makes one path of all parts, each where it was", () => {
  expect(
    onePath([
      ["path", { d: "M20 18v-2a4 4 0 0 0-4-4H4", key: "a" }],
      ["path", { d: "m9 17-5-5 5-5", key: "b" }],
      ["path", { d: "m21 3-.5.5", key: "c" }],
      ["path", { d: "m5 5v2", key: "d" }],
    ]),
  ).toEqual({ d: "M20 18v-2a4 4 0 0 0-4-4H4M9 17l-5-5 5-5M21 3l-.5.5M5 5v2", others: [] });
  expect(
    onePath([
      ["circle", { cx: "12", cy: "13", r: "8" }],
      ["line", { x1: "1", x2: "2", y1: "3", y2: "4" }],
      ["rect", { width: "14", height: "10", x: "8", y: "6", rx: "2", ry: "2" }],
      ["rect", { width: "4", height: "4", x: "1", y: "1" }],
    ]).d,
  ).toBe(
    "M4 13a8 8 0 1 0 16 0a8 8 0 1 0 -16 0" +
      "M1 3L2 4" +
      "M10 6h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2z" +
      "M1 1h4v4h-4v-4z",
  );
});

it("leaves alone what is drawn otherwise", () => {
  const dot = ["circle", { cx: "7.5", cy: "7.5", r: ".5", fill: "currentColor" }] as const;
  const corner = ["polyline", { points: "1 2 3 4" }] as const;
  expect(onePath([["path", { d: "M1 1h2" }], dot, corner])).toEqual({ d: "M1 1h2", others: [dot, corner] });
});
