import { expect, it } from "vitest";
import { HereTeller, type Here } from "./here.ts";
import { withFrame, type People } from "./presence.ts";

const NOBODY: People = { isKnown: false, agents: new Map(), conversations: new Map() };

it("a frame changes what is known; a whole one takes its place", () => {
  const typing = [{ agentId: "b", typing: true }];
  const first = withFrame(NOBODY, {
    type: "people",
    whole: true,
    agents: [
      { agentId: "a", state: "online" },
      { agentId: "b", state: "away" },
    ],
    conversations: [{ conversationId: "c1", watchers: typing }],
    absent: false,
  });
  expect(first).toEqual({
    isKnown: true,
    agents: new Map([
      ["a", "online"],
      ["b", "away"],
    ]),
    conversations: new Map([["c1", typing]]),
  });
  const second = withFrame(first, {
    type: "people",
    whole: false,
    agents: [{ agentId: "b", state: "offline" }],
    conversations: [{ conversationId: "c1", watchers: [] }],
    absent: false,
  });
  expect([...second.agents.keys()]).toEqual(["a"]);
  expect(second.conversations.size).toBe(0);
  const third = withFrame(second, {
    type: "people",
    whole: true,
    agents: [],
    conversations: [],
    absent: false,
  });
  expect(third.agents.size).toBe(0);
});

/** A teller with a clock that is moved by hand; what it says is noted with its second. */
function teller(): { here: HereTeller; said: string[]; pass: (ms: number) => void } {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const said: string[] = [];
  const here = new HereTeller({
    now: () => now,
    later: (run, ms) => {
      timers.push({ at: now + ms, run });
      return 0 as never;
    },
  });
  here.say = ({ conversationId, typing, idle }: Here) =>
    void said.push(`${now / 1000}s ${conversationId}${typing ? " typing" : ""}${idle ? " idle" : ""}`);
  const pass = (ms: number): void => {
    const end = now + ms;
    for (const timer of timers.filter(({ at }) => at <= end)) {
      timers.splice(timers.indexOf(timer), 1);
      now = timer.at;
      timer.run();
    }
    now = end;
  };
  return { here, said, pass };
}

it("says once what is on the screen, typing every 3 s and for the last word, and nothing while hidden", () => {
  const { here, said, pass } = teller();
  here.show("c1");
  here.show("c1");
  for (let word = 0; word < 40; word++) {
    here.type("c1");
    pass(100);
  }
  here.type("c2");
  pass(3000);
  here.stopTyping();
  here.stopTyping();
  here.setVisible(false);
  here.type("c1");
  here.setVisible(true);
  expect(said).toEqual([
    "0s c1",
    "0s c1 typing",
    "3s c1 typing",
    "6s c1 typing",
    "7s c1",
    "7s null",
    "7s c1",
  ]);
});

it("who sent or left, and writes again, is told of at once", () => {
  const { here, said, pass } = teller();
  here.show("c1");
  here.type("c1");
  pass(500);
  here.stopTyping();
  pass(500);
  here.type("c1");
  pass(500);
  here.show("c2");
  here.type("c2");
  pass(5000);
  expect(said).toEqual(["0s c1", "0s c1 typing", "0.5s c1", "1s c1 typing", "1.5s c2", "1.5s c2 typing"]);
});

it("is idle after five minutes without a touch, and back with the first one", () => {
  const { here, said, pass } = teller();
  here.announce();
  pass(299_000);
  here.look();
  pass(1000);
  here.look();
  here.look();
  here.touch();
  here.touch();
  expect(said).toEqual(["0s null", "300s null idle", "300s null"]);
});
