import type { MessageView } from "@balcao/api";
import { Tag } from "lucide-react";
import { afterEach, describe, expect, it } from "vitest";
import { offerChosenActs, useChosenActs, type ChosenAct } from "./chosen-acts.ts";
import { chosenText, type CopyWords } from "./chosen-text.ts";
import { chooseRange, clearChosen, toggleChosen, useChosen } from "./chosen.ts";

const chosen = (): string[] => [...useChosen.getState().ids].toSorted();
const THREAD = ["a", "b", "c", "d", "e"];

afterEach(clearChosen);

describe("choosing messages", () => {
  it("takes one, lets it go, and takes all between the last one and another, either way", () => {
    toggleChosen("d");
    chooseRange(THREAD, "b");
    expect(chosen()).toEqual(["b", "c", "d"]);
    chooseRange(THREAD, "e");
    expect(chosen()).toEqual(["b", "c", "d", "e"]);
    toggleChosen("c");
    expect(chosen()).toEqual(["b", "d", "e"]);
  });

  it("begins a range with the first one it is asked for, and after a clearing anew", () => {
    chooseRange(THREAD, "c");
    expect(chosen()).toEqual(["c"]);
    clearChosen();
    chooseRange(THREAD, "e");
    expect(chosen()).toEqual(["e"]);
  });
});

const WORDS: CopyWords = {
  when: (at) => new Date(at).toISOString().slice(0, 16),
  author: ({ author }) => (author === "contact" ? "Maria" : "Ana"),
  kind: (kind) => `<${kind}>`,
  deleted: "<deleted>",
};
const message = (over: Partial<MessageView>): MessageView => ({
  entry: "message",
  id: "m",
  conversationId: "v",
  seq: 1,
  at: "2026-11-23T12:40:00.000Z",
  direction: "in",
  author: "contact",
  agentId: null,
  trigger: null,
  kind: "text",
  text: "oi",
  content: { type: "text", body: "oi" },
  media: null,
  quoted: null,
  reactions: [],
  revisions: [],
  status: "received",
  failure: null,
  hasTrace: false,
  ...over,
});
const photo = message({
  kind: "image",
  text: "o boleto",
  content: { type: "image", caption: "o boleto" },
  media: {
    id: "f",
    kind: "image",
    state: "stored",
    isNumberRemoved: false,
    mimeType: "image/jpeg",
    fileName: "boleto.jpg",
    size: 10,
    voice: false,
    url: null,
  },
});
const voice = message({
  kind: "audio",
  text: null,
  author: "agent",
  media: { ...photo.media!, kind: "audio", fileName: null, voice: true },
});

describe("what is copied", () => {
  it("is one message's words alone, and a line each of several", () => {
    expect(chosenText([message({})], WORDS)).toBe("oi");
    expect(chosenText([message({}), photo, voice], WORDS)).toBe(
      [
        "[2026-11-23T12:40] Maria: oi",
        "[2026-11-23T12:40] Maria: [<image> boleto.jpg] o boleto",
        "[2026-11-23T12:40] Ana: [<voice>]",
      ].join("\n"),
    );
  });

  it("says what stands now: the last edit, and nothing of what was taken back", () => {
    const at = "2026-11-23T12:41:00.000Z";
    expect(chosenText([message({ revisions: [{ at, body: "oi, tudo bem?", deleted: false }] })], WORDS)).toBe(
      "oi, tudo bem?",
    );
    expect(chosenText([message({ revisions: [{ at, body: null, deleted: true }] })], WORDS)).toBe(
      "<deleted>",
    );
  });
});

it("offers what another module brings, once, until it is taken away", () => {
  const act = (id: string, keys: string): ChosenAct => ({
    id,
    keys,
    icon: Tag,
    label: () => id,
    run: () => undefined,
  });
  const leave = offerChosenActs([act("link", "t"), act("create", "Shift+t")]);
  offerChosenActs([act("link", "k")]);
  expect(useChosenActs.getState().acts.map(({ id, keys }) => `${id} ${keys}`)).toEqual([
    "create Shift+t",
    "link k",
  ]);
  leave();
  expect(useChosenActs.getState().acts).toEqual([]);
});
