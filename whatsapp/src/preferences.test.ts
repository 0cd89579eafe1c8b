import { expect, it } from "vitest";
import type { NoticeFact } from "./facts.ts";
import { marketingChoices } from "./preferences.ts";

const NOW = 1_790_000_500_000;
const chosen = (...items: unknown[]): NoticeFact => ({
  kind: "notice",
  phoneNumberId: "400500600700800",
  wabaId: "300100200300400",
  field: "user_preferences",
  at: null,
  value: {
    contacts: [{ profile: { name: "Lia Prado" }, wa_id: "5511987654321", user_id: "BR.7001" }],
    user_preferences: items,
  },
});
const item = (value: string, more: object = {}): object => ({
  wa_id: "5511987654321",
  user_id: "BR.7001",
  category: "marketing_messages",
  value,
  timestamp: 1_790_000_000,
  ...more,
});

it("reads stop, resume and signup of the person they are about", () => {
  const [stop, resume, signup] = marketingChoices(
    chosen(item("stop"), item("resume", { timestamp: "1790000001" }), item("signup", { timestamp: null })),
    NOW,
  );
  expect(stop).toMatchObject({
    stopped: true,
    at: 1_790_000_000_000,
    person: { waId: "5511987654321", bsuid: "BR.7001", profileName: "Lia Prado" },
  });
  expect(resume).toMatchObject({ stopped: false, at: 1_790_000_001_000 });
  expect(signup).toMatchObject({ stopped: false, at: NOW });
});

it("takes a person whose phone is hidden", () => {
  const [choice] = marketingChoices(chosen(item("stop", { wa_id: undefined, user_id: "BR.9" })), NOW);
  expect(choice?.person).toMatchObject({ waId: null, bsuid: "BR.9" });
});

it.each([
  [item("constructor")],
  [item("stop", { category: "reminders" })],
  [item("stop", { wa_id: undefined, user_id: "" })],
  [null],
  ["stop"],
])("leaves out %j", (one) =>
  expect(
    marketingChoices({ ...chosen(), value: { user_preferences: [one, item("resume")] } }, NOW),
  ).toHaveLength(1),
);

it("reads no other field", () => {
  expect(marketingChoices({ ...chosen(item("stop")), field: "messages" }, NOW)).toEqual([]);
});
