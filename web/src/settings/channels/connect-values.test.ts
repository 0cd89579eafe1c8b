import { expect, it } from "vitest";
import {
  bodyOfAccess,
  NO_ACCESS,
  numbersFound,
  problemsOfAccess,
  type AccessValues,
} from "./connect-values.ts";
import { firstOfEachAct, toMend, waitsForMeta } from "./values.ts";

const good: AccessValues = {
  appId: " 300000000000001 ",
  appSecret: "simulated-secret",
  accessToken: "EAAsimulated",
  wabaId: "",
};

it.each<[Partial<AccessValues>, object]>([
  [{}, {}],
  [{ ...NO_ACCESS }, { appId: "required", appSecret: "required", accessToken: "required" }],
  [
    { appId: "my app", wabaId: "x" },
    { appId: "digits", wabaId: "digits" },
  ],
  [
    { appSecret: "short", accessToken: "EAA" },
    { appSecret: "short", accessToken: "short" },
  ],
])("%j lacks %j", (changes, expected) => {
  expect(problemsOfAccess({ ...good, ...changes })).toEqual(expected);
});

it("sends what was typed without the blanks around it", () => {
  expect(bodyOfAccess(good)).toEqual({
    appId: "300000000000001",
    appSecret: "simulated-secret",
    accessToken: "EAAsimulated",
  });
});

it("lists numbers with their account", () => {
  const number = { phoneNumberId: "100", displayPhone: "5511900000001", verifiedName: null, isTaken: false };
  expect(numbersFound({ accounts: [{ wabaId: "200", name: "Loja", numbers: [number] }] })).toEqual([
    { ...number, wabaId: "200", account: "Loja" },
  ]);
});

const view = (states: Record<string, "ok" | "warn" | "fail" | "wait" | "unknown">) => ({
  parts: [
    {
      id: "test" as const,
      name: "",
      checks: Object.entries(states).map(([id, state]) => ({
        id,
        state,
        name: "",
        sentence: "",
        repair: null,
        act: null,
        small: null,
      })),
    },
  ],
});

it("counts what is to be mended, not what has yet to come", () => {
  expect(toMend(view({ token: "fail", pin: "warn", waba: "unknown", test: "wait", name: "ok" }))).toBe(3);
});

it.each([
  [{ token: "ok", arriving: "wait" }, true],
  [{ token: "fail", arriving: "wait" }, false],
  [{ scopes: "wait", arriving: "ok" }, false],
] as const)("%j waits for Meta: %s", (states, expected) => {
  expect(waitsForMeta(view(states))).toBe(expected);
});

it("offers each act once, beside the first check that it mends", () => {
  const parts = view({
    listening: "fail",
    subscribed: "fail",
    fields: "fail",
    pin: "warn",
    name: "ok",
  }).parts.map((part) => ({
    ...part,
    checks: part.checks.map((check) => ({
      ...check,
      act: check.id === "name" ? null : check.id === "pin" ? ("pin" as const) : ("webhook" as const),
    })),
  }));
  expect([...firstOfEachAct({ parts })]).toEqual(["listening", "pin"]);
});
