import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAIR_RATE, take } from "./pace.ts";
import { onDelivery } from "./status.ts";
import type { DeliveryNews, MessageStatus } from "./types.ts";

const status = (value: "sent" | "delivered" | "read" | "played" | "failed"): DeliveryNews => ({
  type: "status",
  status: value,
});

describe("message status", () => {
  it.each<[MessageStatus, DeliveryNews, MessageStatus]>([
    ["delivered", status("sent"), "delivered"],
    ["accepted", status("failed"), "failed"],
    ["delivered", status("failed"), "delivered"],
    ["unknown", status("sent"), "sent"],
    ["unknown", { type: "accepted" }, "accepted"],
    ["failed", status("read"), "read"],
    ["sent", { type: "unanswered" }, "sent"],
    ["queued", { type: "cancelled" }, "cancelled"],
    ["sending", { type: "cancelled" }, "sending"],
    ["sending", { type: "requeued" }, "queued"],
    ["received", status("failed"), "received"],
  ])("%s and %j make %s", (before, news, after) => expect(onDelivery(before, news)).toBe(after));

  it("ends the same whatever the order and the repetitions", () => {
    const news = fc.constantFrom(
      status("sent"),
      status("delivered"),
      status("read"),
      status("played"),
      status("failed"),
      { type: "accepted" } as DeliveryNews,
    );
    fc.assert(
      fc.property(fc.array(news), fc.array(fc.nat()), (list, keys) => {
        const shuffled = list
          .map((entry, index) => [keys[index] ?? 0, entry] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, entry]) => entry);
        const end = (entries: DeliveryNews[]): MessageStatus =>
          entries.reduce(onDelivery, "sending" as MessageStatus);
        expect(end([...shuffled, ...list])).toBe(end(list));
      }),
    );
  });
});

describe("pace", () => {
  it("lets a burst of 45 go, then one in six seconds", () => {
    let bucket = { tokens: 0, at: -Infinity };
    let given = 0;
    for (let i = 0; i < 60; i++) {
      const answer = take(bucket, PAIR_RATE, 1000);
      bucket = answer.bucket;
      if (answer.waitUntil === null) given++;
      else expect(answer.waitUntil).toBe(7000);
    }
    expect(given).toBe(45);
    expect(take(bucket, PAIR_RATE, 7000).waitUntil).toBe(null);
  });
});
