import { beforeEach, expect, it, vi } from "vitest";
import { draftOf, openDrafts, setDraft, useDrafts } from "./drafts.ts";

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  useDrafts.setState({ owner: null, texts: {} });
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

it("keeps each conversation's text apart and writes it a moment later", () => {
  openDrafts({ accountId: "loja", agentId: "ana" }, []);
  setDraft("1", "Segue o");
  setDraft("2", "Bom dia");
  expect(draftOf("1")).toBe("Segue o");
  expect(stored.size).toBe(0);
  vi.runAllTimers();
  expect(stored.get("balcao.draft.loja.ana.1")).toBe("Segue o");
  setDraft("1", "  ");
  vi.runAllTimers();
  expect(draftOf("1")).toBe("");
  expect(stored.has("balcao.draft.loja.ana.1")).toBe(false);
});

it("never shows one person's text to another in the same browser", () => {
  openDrafts({ accountId: "loja", agentId: "ana" }, []);
  setDraft("1", "segredo da Ana");
  vi.runAllTimers();
  openDrafts({ accountId: "loja", agentId: "bia" }, [...stored.keys()]);
  expect(draftOf("1")).toBe("");
  openDrafts({ accountId: "loja", agentId: "ana" }, [...stored.keys()]);
  expect(draftOf("1")).toBe("segredo da Ana");
});
