import { describe, expect, it } from "vitest";
import { context, runs } from "../testing/desk.ts";
import { guideBot, handsTo, saoPaulo, T1, T2, T3, T4, trigger } from "../testing/guide-bot.ts";
import { BOT_ACTS, botActs, unanswered } from "./acts.ts";
import { onCustomerMessage, openConversation } from "./customer-message.ts";

/** What each message of a new customer counts as, and which of them nothing answered. */
function lived(running: ReturnType<typeof runs>, ...texts: (string | null)[]) {
  let state = openConversation({ id: "c", protocol: 1, at: 0, teamId: "principal", hasBot: true });
  return texts.map((text, minute) => {
    const at = saoPaulo(9, minute);
    const message = { cause: `m${minute}`, at, text, replyId: null, opensWindow: true, answerable: true };
    const decision = onCustomerMessage(state, message, running, context(), at, minute === 0);
    ({ state } = decision);
    const found = decision.effects.find((effect) => effect.type === "trace");
    const trace = found?.type === "trace" ? found.trace : { steps: [] };
    const acts = botActs(trace, decision.effects);
    const names = Object.entries(BOT_ACTS).flatMap(([name, bit]) => (acts & bit ? [name] : []));
    return [names.join(" "), unanswered(trace)?.text ?? null];
  });
}
const guide = { versionId: "v1", bot: guideBot };

describe("what a decision counts as", () => {
  it("an answer, a hand-over, a word that nothing answers, giving up", () => {
    expect(lived(guide, "oi", "Cadê?!", "cade", "CADE")).toEqual([
      ["entered answered", null],
      ["answered", "cade"],
      ["answered", "cade"],
      ["gaveUp", "cade"],
    ]);
    expect(lived(guide, "oi", "Comercial")).toEqual([
      ["entered answered", null],
      ["answered handedOver", null],
    ]);
  });
  it("a hand-over to people is no giving up, and what has no text is none that was not answered", () => {
    expect(lived(runs(T1, T2, T3), "oi", "Suporte")[1]).toEqual(["handedOver", null]);
    expect(lived(guide, "oi", null)[1]).toEqual(["answered", null]);
    expect(lived(guide, "oi", "atendente")[1]).toEqual(["askedForPerson", null]);
    expect(lived(runs(T2, T4), "oi")).toEqual([["entered gaveUp", "oi"]]);
  });
  it("a circle is given up", () => {
    const circle = runs(
      trigger("T1", { action: handsTo("suporte") }),
      trigger("T2", {
        fires: "on_entry",
        team: { operator: "is_not", team: "x" },
        action: handsTo("suporte"),
      }),
    );
    expect(lived(circle, "oi")).toEqual([["entered handedOver gaveUp", null]]);
  });
});
