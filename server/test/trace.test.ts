import type { Trace } from "@balcao/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk, type Desk } from "./desk-world.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ withBot: true });
});
afterAll(() => desk.close());

it("tells why the bot spoke: each trigger it considered, with the values it saw", async () => {
  const cookie = await desk.cookie(desk.ours, "Helena");
  const id = await desk.write(desk.ours, "5511987654321", "oi");
  const { body: thread } = await desk.call(cookie, "GET", `/api/conversations/${id}/thread`);
  const [, answer] = (thread["entries"] as { id: string; author?: string }[]).filter((entry) => entry.author);
  expect(answer?.author).toBe("bot");
  const { body } = await desk.call(cookie, "GET", `/api/messages/${answer?.id}/trace`);
  const names = body["triggers"] as Record<string, string>;
  const [step] = (body["trace"] as Trace).steps;
  expect(step).toMatchObject({ event: "message", foldedText: "oi", idleMs: null, wonBy: "only_candidate" });
  expect(names[step?.winner ?? ""]).toBe("Boas-vindas");
  const byWord = step?.considered.find((entry) => names[entry.triggerId] === "Ir para o Comercial");
  expect(byWord).toMatchObject({ holds: false });
  expect(byWord?.conditions).toContainEqual({
    condition: "expected_reply",
    left: "oi",
    operator: "matches",
    right: ["Comercial"],
    holds: false,
  });
});
