import type { Me, Role } from "@balcao/api";
import { expect, it } from "vitest";
import { maySpy } from "./spying.ts";

const who = (role: Role): Pick<Me, "agent"> => ({
  agent: { id: "me", name: "Rita", email: "rita@loja.test", role } as Me["agent"],
});

it.each([
  ["a supervisor, on what a colleague answers", "supervisor", "ana", "open", true],
  ["an administrator, also when it is pending", "administrator", "ana", "pending", true],
  ["an agent never", "agent", "ana", "open", false],
  ["nobody on oneself", "supervisor", "me", "open", false],
  ["nobody on the bot or a queue", "supervisor", null, "open", false],
  ["nobody on what is resolved", "supervisor", "ana", "resolved", false],
  ["nobody on what has ended", "supervisor", "ana", "closed", false],
] as const)("%s", (_, role, agentId, status, expected) => {
  expect(maySpy(who(role), { agentId, status })).toBe(expected);
});
