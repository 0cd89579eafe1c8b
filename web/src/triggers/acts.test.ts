import type { BotView, TriggerView } from "@balcao/api";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../lib/queries.ts";
import { useToasts } from "../lib/toast.ts";
import { changeTrigger, forgetActs, recordDeletion, redo, undo, useActs } from "./acts.ts";
import { botNow } from "./queries.ts";

const trigger: TriggerView = {
  id: "a",
  description: "Boas-vindas",
  team: { operator: "is", team: "p" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "hand_over", team: "c" },
  active: true,
  position: 0,
  version: 1,
  firedLast7Days: 0,
  updatedAt: "2026-11-26T00:00:00.000Z",
};
const botOf = (triggers: TriggerView[]): BotView => ({ triggers, published: null, alarms: [], changes: [] });

let stored: BotView;
let calls: string[];
/** A server that keeps the draft: it checks versions and counts them on, as ours does. */
async function serve(path: string, init: RequestInit): Promise<Response> {
  const body = init.body === undefined ? {} : (JSON.parse(String(init.body)) as Record<string, unknown>);
  calls.push(`${init.method} ${path}`);
  if (init.method === "PUT") {
    const [current] = stored.triggers;
    if (!current || body["version"] !== current.version)
      return Response.json(
        { type: "x", status: 409, code: "version_conflict", title: "Outra pessoa" },
        { status: 409 },
      );
    stored = botOf([{ ...current, ...body, version: current.version + 1 } as TriggerView]);
  } else if (init.method === "DELETE") stored = botOf([]);
  else if (init.method === "POST") stored = botOf([trigger]);
  return Response.json(stored);
}

beforeEach(() => {
  stored = botOf([trigger]);
  calls = [];
  queryClient.setQueryData(["bot"], stored);
  useToasts.setState({ toasts: [] });
  forgetActs();
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => serve(path, init));
});
afterEach(() => vi.unstubAllGlobals());

const isActive = (): boolean | undefined => botNow()?.triggers[0]?.active;

describe("what one did to the draft", () => {
  it("is taken back and done again, each time on top of the version that is there", async () => {
    await changeTrigger("a", { active: false }, "desativar");
    expect(isActive()).toBe(false);
    await undo();
    expect(isActive()).toBe(true);
    await redo();
    expect(isActive()).toBe(false);
    expect(stored.triggers[0]?.version).toBe(4);
    expect(useActs.getState()).toMatchObject({ done: [{ label: "desativar" }], undone: [] });
  });

  it("is not taken back over somebody else's work", async () => {
    await changeTrigger("a", { active: false }, "desativar");
    const theirs = botOf([{ ...stored.triggers[0]!, description: "Outro nome", version: 9 }]);
    queryClient.setQueryData(["bot"], theirs);
    await undo();
    expect(botNow()).toEqual(theirs);
    expect(calls).toHaveLength(1);
    expect(useToasts.getState().toasts.at(-1)?.tone).toBe("error");
    expect(useActs.getState()).toEqual({ done: [], undone: [] });
  });

  it("leaves nothing to take back when the server refuses", async () => {
    stored = botOf([{ ...trigger, version: 5 }]);
    expect(await changeTrigger("a", { active: false }, "desativar")).toBeNull();
    expect(useActs.getState().done).toEqual([]);
    expect(useToasts.getState().toasts.at(-1)).toMatchObject({ tone: "error", text: "Outra pessoa" });
  });

  it("brings a deleted trigger back once, from the notice or by key", async () => {
    stored = botOf([]);
    queryClient.setQueryData(["bot"], stored);
    const act = recordDeletion(trigger, "excluir");
    await undo();
    await undo(act);
    expect(calls).toEqual(["POST /api/bot/triggers"]);
    expect(botNow()?.triggers).toHaveLength(1);
    await redo();
    expect(botNow()?.triggers).toHaveLength(0);
  });
});
