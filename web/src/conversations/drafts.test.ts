import type { Draft as ServerDraft } from "@balcao/api";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  draftInRow,
  draftKey,
  draftOf,
  keepDrafts,
  openDrafts,
  setDraft,
  setDraftQuote,
  takeDraft,
  useDrafts,
  withServer,
  type Draft,
  type DraftMap,
} from "./drafts.ts";

const stored = new Map<string, string>();
const ANA = { accountId: "loja", agentId: "ana" };
beforeEach(() => {
  stored.clear();
  useDrafts.setState({ owner: null, all: {}, texts: {} });
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});
/** The page is loaded again, by this person. */
function reload(owner = ANA): void {
  useDrafts.setState({ owner: null, all: {}, texts: {} });
  openDrafts(owner, [...stored.keys()]);
}

it("keeps each conversation's text apart, and what is a note from what is an answer", () => {
  openDrafts(ANA, []);
  setDraft("1", "Segue o");
  setDraft("2", "Bom dia");
  setDraft(draftKey("2", "note"), "cliente antigo");
  expect([draftOf("1"), draftOf("2"), draftOf("2.note")]).toEqual(["Segue o", "Bom dia", "cliente antigo"]);
  expect(stored.size).toBe(0);
  vi.runAllTimers();
  reload();
  expect(useDrafts.getState().texts).toEqual({ "1": "Segue o", "2": "Bom dia", "2.note": "cliente antigo" });
  setDraft("2", "  ");
  expect(draftInRow(useDrafts.getState().texts, "2")).toBe("cliente antigo");
});

it("loses nothing when the page goes before the pause is over", () => {
  openDrafts(ANA, []);
  setDraft("1", "Segue");
  setDraftQuote("1", "m1");
  keepDrafts();
  reload();
  expect(useDrafts.getState().all["1"]).toMatchObject({ text: "Segue", quotedId: "m1", isSaved: false });
});

it("never shows one person's text to another in the same browser", () => {
  openDrafts(ANA, []);
  setDraft("1", "segredo da Ana");
  vi.runAllTimers();
  reload({ accountId: "loja", agentId: "bia" });
  expect(draftOf("1")).toBe("");
  reload();
  expect(draftOf("1")).toBe("segredo da Ana");
});

describe("with the server", () => {
  const own = (text: string, at: number, isSaved = true): Draft => ({ text, quotedId: null, at, isSaved });
  const theirs = (text: string, at: number): ServerDraft => ({
    conversationId: "1",
    mode: "reply",
    text,
    quotedMessageId: null,
    at,
  });
  const merged = (known: Draft | undefined, items: ServerDraft[]): string | undefined => {
    const now: DraftMap = known ? { "1": known } : {};
    return withServer(now, now, items)["1"]?.text;
  };

  it.each([
    ["takes what was written elsewhere", undefined, [theirs("novo", 5)], "novo"],
    ["takes the later one when mine is untouched", own("meu", 4), [theirs("novo", 5)], "novo"],
    ["keeps mine when it is the later one", own("meu", 6), [theirs("velho", 5)], "meu"],
    ["keeps mine while it is not saved", own("meu", 4, false), [theirs("novo", 5)], "meu"],
    ["keeps mine that the server never had", own("meu", 4, false), [], "meu"],
    ["drops what was sent elsewhere", own("meu", 4), [], undefined],
    ["does not bring back what is being sent", own("", 5), [theirs("meu", 5)], ""],
    ["forgets that it was sent once the server has", own("", 5), [], undefined],
  ] as const)("%s", (_, known, items, text) => expect(merged(known, [...items])).toBe(text));

  it("leaves alone what changed while the server was asked", () => {
    openDrafts(ANA, []);
    setDraft("1", "um");
    const asked = useDrafts.getState().all;
    setDraft("1", "um dois");
    const at = takeDraft("1");
    expect(at).toBeGreaterThan(asked["1"]?.at ?? 0);
    expect(withServer(useDrafts.getState().all, asked, [theirs("um", 1)])["1"]?.text).toBe("");
    expect(takeDraft("1")).toBeUndefined();
  });
});
