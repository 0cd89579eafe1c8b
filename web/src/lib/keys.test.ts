import { describe, expect, it, vi } from "vitest";
import { handlerOf, isTyping, keyboardOf, type Binding } from "./keys.ts";

const binding = (keys: string, run: () => void, more: Partial<Binding> = {}): Binding => ({
  id: keys,
  keys,
  place: "global",
  run,
  ...more,
});

/** A keystroke as the browser reports it; `place` answers `closest`. */
function press(key: string, more: Partial<KeyboardEvent> & { place?: string } = {}): KeyboardEvent {
  const { place = "", ...rest } = more;
  const target = {
    isContentEditable: false,
    closest: (selector: string) => (place && selector.includes(place) ? {} : null),
  };
  const flags = new Map([
    ["Control", rest.ctrlKey],
    ["Shift", rest.shiftKey],
    ["Alt", rest.altKey],
    ["Meta", rest.metaKey],
  ]);
  return {
    key,
    code: "Unidentified",
    isComposing: false,
    defaultPrevented: false,
    preventDefault: () => undefined,
    target,
    getModifierState: (name: string) => flags.get(name) === true,
    ctrlKey: false,
    shiftKey: false,
    altKey: false,
    metaKey: false,
    type: "keydown",
    ...rest,
  } as unknown as KeyboardEvent;
}

function setUp(singleKeys = true) {
  const runs = {
    resolve: vi.fn<() => void>(),
    shiftResolve: vi.fn<() => void>(),
    go: vi.fn<() => void>(),
    palette: vi.fn<() => void>(),
    sheet: vi.fn<() => void>(),
  };
  const handler = handlerOf(
    [
      binding("e", runs.resolve),
      binding("Shift+e", runs.shiftResolve),
      binding("g c", runs.go),
      binding("$mod+k", runs.palette),
      binding("[Shift]+?", runs.sheet),
      binding("x", runs.resolve, { enabled: false }),
    ],
    () => singleKeys,
  );
  return { runs, handler };
}

describe("keys", () => {
  it("run for one letter, and not with Ctrl, Alt or Meta held", () => {
    const { runs, handler } = setUp();
    handler(press("e", { ctrlKey: true }));
    handler(press("e", { altKey: true }));
    handler(press("e", { metaKey: true }));
    expect(runs.resolve).not.toHaveBeenCalled();
    handler(press("e"));
    expect(runs.resolve).toHaveBeenCalledTimes(1);
    handler(press("E", { shiftKey: true }));
    expect(runs.shiftResolve).toHaveBeenCalledTimes(1);
    expect(runs.resolve).toHaveBeenCalledTimes(1);
  });

  it("read the character, wherever the layout has it", () => {
    const { runs, handler } = setUp();
    handler(press("?", { shiftKey: true, code: "KeyW" }));
    handler(press("?"));
    expect(runs.sheet).toHaveBeenCalledTimes(2);
  });

  it("follow each other in a sequence", () => {
    const { runs, handler } = setUp();
    handler(press("c"));
    expect(runs.go).not.toHaveBeenCalled();
    handler(press("g"));
    handler(press("c"));
    expect(runs.go).toHaveBeenCalledTimes(1);
  });

  it("follow each other also when others come onto the page between them", () => {
    const go = vi.fn<() => void>();
    const next = vi.fn<() => void>();
    const shell = [binding("g c", go)];
    const { bind, press: keydown } = keyboardOf(() => true);
    bind(shell);
    keydown(press("g"));
    bind([...shell, binding("j", next)]);
    keydown(press("c"));
    expect(go).toHaveBeenCalledTimes(1);
    keydown(press("j"));
    expect(next).toHaveBeenCalledTimes(1);
    bind([]);
    keydown(press("g"));
    keydown(press("c"));
    expect(go).toHaveBeenCalledTimes(1);
  });

  it("stay silent while a text is written, in a menu and during composition, except those with Ctrl", () => {
    const { runs, handler } = setUp();
    handler(press("e", { place: "textarea" }));
    handler(press("e", { place: "[role=menu]" }));
    handler(press("e", { isComposing: true }));
    expect(runs.resolve).not.toHaveBeenCalled();
    handler(press("k", { ctrlKey: true, place: "textarea" }));
    expect(runs.palette).toHaveBeenCalledTimes(1);
  });

  it("can be switched off, and skip what is not possible now", () => {
    const { runs, handler } = setUp(false);
    handler(press("e"));
    handler(press("x"));
    expect(runs.resolve).not.toHaveBeenCalled();
    handler(press("k", { ctrlKey: true }));
    expect(runs.palette).toHaveBeenCalledTimes(1);
  });

  it("know a text field", () => {
    expect(isTyping(press("a"))).toBe(false);
    expect(isTyping(press("a", { place: "[role=dialog]" }))).toBe(true);
  });
});
