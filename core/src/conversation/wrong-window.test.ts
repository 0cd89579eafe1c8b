import { describe, expect, it } from "vitest";
import { lines, message, NOW, context, state } from "../testing/desk.ts";
import { HOUR } from "../testing/guide-bot.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { onCustomerMessage } from "./customer-message.ts";
import { onWindowRefused } from "./wrong-window.ts";

describe("Meta takes a window for closed that ours has open", () => {
  it("closes ours as of what was refused, and tells it once", () => {
    const decision = onWindowRefused(state(), NOW);
    expect(decision && lines(decision)).toEqual(["conversation.window_corrected"]);
    expect(decision?.state.windowClosesAt).toBe(NOW);
    expect(onWindowRefused(decision?.state ?? state(), NOW + 1000)).toBeNull();
  });

  it.each<[string, Parameters<typeof state>[0], number]>([
    ["is closed already", { windowClosesAt: NOW - HOUR }, NOW],
    ["was never open", { windowClosesAt: null }, NOW],
    ["is of a conversation that has ended", { status: "closed" }, NOW],
    ["was opened after it was said", { windowClosesAt: NOW + 24 * HOUR }, NOW - 1000],
  ])("leaves one alone that %s", (_name, changes, saidAt) =>
    expect(onWindowRefused(state(changes), saidAt)).toBeNull(),
  );

  it("is opened again by the customer's next word", () => {
    const closed = onWindowRefused(state(), NOW)?.state ?? state();
    const after = onCustomerMessage(closed, message("oi"), null, context(), NOW + HOUR, false);
    expect(isWindowOpen(after.state.windowClosesAt, NOW + HOUR)).toBe(true);
  });
});
