import { describe, expect, it } from "vitest";
import { isLaterPress, isSendPress, markOf, toggleMark } from "./marks.ts";

const press = (key: string, more: Partial<Parameters<typeof isSendPress>[0]> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

describe("toggleMark", () => {
  it("puts the mark around the words, not around their blanks", () => {
    expect(toggleMark({ text: "um dois três", start: 3, end: 8 }, "*")).toEqual({
      text: "um *dois* três",
      start: 4,
      end: 8,
    });
  });
  it("takes it away again, chosen with the marks or between them", () => {
    expect(toggleMark({ text: "um *dois* três", start: 4, end: 8 }, "*")).toEqual({
      text: "um dois três",
      start: 3,
      end: 7,
    });
    expect(toggleMark({ text: "um *dois* três", start: 3, end: 9 }, "*")).toEqual({
      text: "um dois três",
      start: 3,
      end: 7,
    });
  });
  it("opens a pair to write in when nothing is chosen", () => {
    expect(toggleMark({ text: "oi ", start: 3, end: 3 }, "_")).toEqual({ text: "oi __", start: 4, end: 4 });
  });
});

describe("isSendPress", () => {
  it("sends with Enter or Ctrl+Enter as chosen, never while a character is composed", () => {
    expect(isSendPress(press("Enter"), "enter")).toBe(true);
    expect(isSendPress(press("Enter", { shiftKey: true }), "enter")).toBe(false);
    expect(isSendPress(press("Enter"), "ctrl-enter")).toBe(false);
    expect(isSendPress(press("Enter", { ctrlKey: true }), "ctrl-enter")).toBe(true);
    expect(isSendPress(press("Enter", { isComposing: true }), "enter")).toBe(false);
    expect(isSendPress(press("Enter", { altKey: true }), "enter")).toBe(false);
    const later = press("Enter", { ctrlKey: true, shiftKey: true });
    for (const habit of ["enter", "ctrl-enter"] as const) expect(isSendPress(later, habit)).toBe(false);
    expect(isLaterPress(later)).toBe(true);
    expect(isLaterPress({ ...later, isComposing: true })).toBe(false);
    expect(isLaterPress(press("Enter", { shiftKey: true }))).toBe(false);
  });
});

it("knows the keys of the marks", () => {
  expect(markOf(press("b", { ctrlKey: true }))).toBe("*");
  expect(markOf(press("i", { metaKey: true }))).toBe("_");
  expect(markOf(press("X", { ctrlKey: true, shiftKey: true }))).toBe("~");
  expect(markOf(press("b"))).toBeNull();
});
