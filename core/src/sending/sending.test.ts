import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberRate, PAIR_RATE, take } from "./pace.ts";
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

  it("never goes back: a later news changes nothing or moves forward, up to read and played (I5)", () => {
    const order: MessageStatus[] = [
      "queued",
      "sending",
      "unknown",
      "accepted",
      "sent",
      "delivered",
      "read",
      "played",
    ];
    for (const [before, current] of order.entries())
      for (const [rank, news] of (["sent", "delivered", "read", "played"] as const).entries())
        expect(onDelivery(current, status(news)), `${current} ${news}`).toBe(
          rank + 4 > before ? news : current,
        );
  });
  it.each<[MessageStatus, DeliveryNews, MessageStatus]>([
    ["queued", { type: "calling" }, "sending"],
    ["cancelled", { type: "calling" }, "cancelled"],
    ["cancelled", status("delivered"), "delivered"],
    ["sending", { type: "unanswered" }, "unknown"],
    ["unknown", { type: "refused" }, "failed"],
    ["unknown", { type: "requeued" }, "unknown"],
    ["accepted", { type: "unanswered" }, "accepted"],
    ["delivered", { type: "refused" }, "delivered"],
    ["accepted", { type: "cancelled" }, "accepted"],
  ])("our own step: %s and %j make %s", (before, news, after) =>
    expect(onDelivery(before, news)).toBe(after),
  );

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
  it("never gives more than its burst and its rate together, and says when the next may go", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.array(fc.integer({ min: -500, max: 3000 }), { maxLength: 100 }),
        (perSecond, waits) => {
          const rate = numberRate(perSecond);
          let bucket = { tokens: rate.capacity, at: 0 };
          let now = 0;
          let latest = 0;
          let given = 0;
          for (const wait of waits) {
            now += wait;
            latest = Math.max(latest, now);
            const answer = take(bucket, rate, now);
            bucket = answer.bucket;
            if (answer.waitUntil === null) given++;
            else {
              expect(answer.waitUntil).toBeGreaterThan(latest);
              expect(take(bucket, rate, answer.waitUntil).waitUntil).toBe(null);
            }
            expect(given).toBeLessThanOrEqual(rate.capacity + (latest / 1000) * rate.perSecond + 1e-6);
          }
        },
      ),
    );
  });
});
