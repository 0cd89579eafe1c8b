import { describe, expect, it } from "vitest";
import { blockUser, parseBlockAnswer } from "./block-users.ts";

const done = (list: string) =>
  JSON.stringify({
    messaging_product: "whatsapp",
    block_users: { [list]: [{ input: "+5511987654321", wa_id: "5511987654321" }] },
  });
const FAILED = JSON.stringify({
  messaging_product: "whatsapp",
  block_users: {
    added_users: [],
    failed_users: [
      {
        input: "+5511987654321",
        errors: [{ message: "Re-engagement required", code: 131047, error_data: { details: "24 hours" } }],
      },
    ],
  },
  error: { message: "(#139100) Failed to block/unblock users", type: "OAuthException", code: 139100 },
});

describe("an answer about blocking", () => {
  it.each(["added_users", "removed_users"])("%s: done", (list) =>
    expect(parseBlockAnswer(200, done(list))).toEqual({ kind: "done" }),
  );
  it("tells the person's own reason, not that there is one", () =>
    expect(parseBlockAnswer(400, FAILED)).toMatchObject({
      kind: "refused",
      error: { code: 131047, details: "24 hours" },
    }));
  it("tells what is wrong with the whole request", () =>
    expect(parseBlockAnswer(401, JSON.stringify({ error: { code: 190, message: "expired" } }))).toMatchObject(
      { kind: "refused", error: { code: 190 } },
    ));
  it.each([
    [200, "{}"],
    [200, JSON.stringify({ block_users: {} })],
    [502, "<html>"],
    [500, done("added_users")],
    [200, ""],
  ])("%i %s is none", (status, body) => expect(parseBlockAnswer(status, body).kind).toBe("no_answer"));
});

it("names a phone with its plus, a BSUID as an id, and is never in anybody's way", async () => {
  const calls: [string, string, unknown][] = [];
  const options = (fetch: (url: string, init: RequestInit) => Promise<Response>) => ({
    fetch,
    baseUrl: "http://graph.test",
    version: "v26.0",
    token: "t",
    timeoutMs: 1000,
  });
  const kept = options((url, init) => {
    calls.push([
      String(init.method),
      url,
      (JSON.parse(String(init.body)) as { block_users: unknown }).block_users,
    ]);
    return Promise.resolve(new Response(done("added_users"), { status: 200 }));
  });
  await blockUser(kept, "4001", { kind: "phone", value: "5511987654321" }, true);
  await blockUser(kept, "4001", { kind: "bsuid", value: "BR.7001" }, false);
  expect(calls).toEqual([
    ["POST", "http://graph.test/v26.0/4001/block_users", [{ user: "+5511987654321" }]],
    ["DELETE", "http://graph.test/v26.0/4001/block_users", [{ user_id: "BR.7001" }]],
  ]);
  const broken = options(() => Promise.reject(new TypeError("no way there")));
  expect(await blockUser(broken, "4001", { kind: "phone", value: "1" }, true)).toEqual({
    kind: "no_answer",
    reason: "TypeError",
  });
});
