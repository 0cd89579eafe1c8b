import { encodeLikeMeta, isSignatureValid, parseDelivery } from "@balcao/whatsapp";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";
import { Receiver } from "./testing/receiver.ts";

let desk: Desk;
afterEach(() => desk.stop());

const say = (text: string): void => void desk.sim.sendAsUser("lia", { type: "text", text });

describe("bytes and signature", () => {
  it("signs exactly the bytes sent, escaped as Meta does", async () => {
    desk = await openDesk({}, false);
    say("a/b ç 😀 x@y");
    await desk.sim.drain();
    const { bytes, headers } = desk.receiver.received[0] ?? {};
    expect(bytes?.toString()).toContain("a\\/b \\u00e7 \\ud83d\\ude00 x\\u0040y");
    expect(
      isSignatureValid(
        bytes ?? Buffer.alloc(0),
        String(headers?.["x-hub-signature-256"]),
        DEFAULT_NUMBER.appSecret,
      ),
    ).toBe(true);
    expect(headers?.["x-hub-signature"]).toMatch(/^sha1=[0-9a-f]{40}$/);
    expect(Buffer.from(encodeLikeMeta(desk.receiver.received[0]?.json))).toEqual(bytes);
    expect(desk.receiver.received[0]?.json).toMatchObject({
      object: "whatsapp_business_account",
      entry: [{ id: DEFAULT_NUMBER.wabaId, changes: [{ field: "messages" }] }],
    });
  });

  it("verifies a callback by the challenge", async () => {
    desk = await openDesk();
    expect(await desk.sim.verifyWebhook(DEFAULT_NUMBER.phoneNumberId)).toBeNull();
    desk.receiver.verifyToken = "another";
    expect(await desk.sim.verifyWebhook(DEFAULT_NUMBER.phoneNumberId)).toBe("HTTP 403");
  });

  it("sends nothing for a WABA that is not subscribed", async () => {
    desk = await openDesk({}, false);
    await desk.graph("DELETE", `/${DEFAULT_NUMBER.wabaId}/subscribed_apps`);
    say("Oi");
    await desk.sim.drain();
    expect(desk.receiver.received).toEqual([]);
    await desk.graph("POST", `/${DEFAULT_NUMBER.wabaId}/subscribed_apps`);
    say("Oi");
    await desk.sim.drain();
    expect(desk.receiver.messages()).toHaveLength(1);
  });

  it("gives every number its own receiver and secret", async () => {
    desk = await openDesk({}, false);
    const other = new Receiver();
    await other.start();
    desk.sim.addNumber({
      phoneNumberId: "100000000000002",
      webhookUrl: other.url,
      appSecret: "second-secret",
    });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi", phoneNumberId: "100000000000002" });
    await desk.sim.drain();
    const [delivery] = other.received;
    await other.stop();
    expect(desk.receiver.received).toEqual([]);
    expect(
      isSignatureValid(
        delivery?.bytes ?? Buffer.alloc(0),
        String(delivery?.headers["x-hub-signature-256"]),
        "second-secret",
      ),
    ).toBe(true);
  });
});

describe("retries", () => {
  it("tries again after 1 s, 2 s, 4 s with the same bytes until 200", async () => {
    desk = await openDesk({}, false);
    desk.receiver.answers = [500, 503, 401];
    say("Oi");
    await desk.sim.drain();
    for (const [wait, posts] of [
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [3_999, 3],
      [1, 4],
      [60_000, 4],
    ] as const) {
      desk.sim.advance(wait);
      await desk.sim.drain();
      expect(desk.receiver.received).toHaveLength(posts);
    }
    expect(new Set(desk.receiver.received.map(({ bytes }) => bytes.toString("base64"))).size).toBe(1);
    const delivery = desk.sim.ledger.deliveries.last();
    expect(delivery?.state).toBe("delivered");
    expect(delivery?.attempts.map((one) => one.status)).toEqual([500, 503, 401, 200]);
  });

  it("gives up after seven days", async () => {
    desk = await openDesk({}, false);
    desk.receiver.answers = Array.from({ length: 10 }, () => 500);
    say("Oi");
    await desk.sim.drain();
    desk.sim.advance(7 * 24 * 3_600_000 + 1);
    await desk.sim.drain();
    expect(desk.sim.ledger.deliveries.last()).toMatchObject({ state: "given-up" });
  });

  it("shows the customer a second tick only once the desk has the message", async () => {
    desk = await openDesk({}, false);
    desk.receiver.answers = [500];
    say("Oi");
    await desk.sim.drain();
    expect(desk.sim.messages("lia")[0]?.status).toBe("sent");
    desk.sim.advance(1_000);
    await desk.sim.drain();
    expect(desk.sim.messages("lia")[0]?.status).toBe("delivered");
  });
});

describe("faults", () => {
  it("delivers twice", async () => {
    desk = await openDesk({ knobs: { duplicate: 1 } }, false);
    say("Oi");
    await desk.sim.drain();
    const [first, second] = desk.receiver.received;
    expect(second?.bytes).toEqual(first?.bytes);
  });

  it("loses the first attempt, signs the next one wrong, then arrives", async () => {
    desk = await openDesk({ knobs: { drop: 1, badSignature: 1 } }, false);
    desk.receiver.answers = [401];
    say("Oi");
    await desk.sim.drain();
    expect(desk.receiver.received).toHaveLength(0);
    desk.sim.advance(1_000);
    await desk.sim.drain();
    const wrong = desk.receiver.received[0];
    expect(
      isSignatureValid(
        wrong?.bytes ?? Buffer.alloc(0),
        String(wrong?.headers["x-hub-signature-256"]),
        DEFAULT_NUMBER.appSecret,
      ),
    ).toBe(false);
    desk.sim.setKnobs({ badSignature: 0 });
    desk.sim.advance(2_000);
    await desk.sim.drain();
    const right = desk.receiver.received[1];
    expect(
      isSignatureValid(
        right?.bytes ?? Buffer.alloc(0),
        String(right?.headers["x-hub-signature-256"]),
        DEFAULT_NUMBER.appSecret,
      ),
    ).toBe(true);
  });

  it("reorders inside the window and delays", async () => {
    desk = await openDesk({ knobs: { reorderMs: 5_000, delayMs: 100 } }, false);
    for (let index = 0; index < 20; index++) say(String(index));
    await desk.sim.drain();
    expect(desk.receiver.received).toHaveLength(0);
    await desk.sim.drainStatuses();
    const seen = desk.receiver.messages().map((one) => (one.text as { body: string }).body);
    expect(seen).toHaveLength(20);
    expect(seen).not.toEqual([...seen].sort((a, b) => Number(a) - Number(b)));
  });

  it("batches over entries, changes and lists, and the parser finds every item", async () => {
    desk = await openDesk({ knobs: { batch: 25 } }, false);
    for (let index = 0; index < 25; index++) say(String(index));
    await desk.sim.drain();
    expect(desk.receiver.received).toHaveLength(1);
    const { json, bytes } = desk.receiver.received[0] ?? {};
    expect(json?.entry.length).toBeGreaterThan(1);
    expect(json?.entry.some((entry) => entry.changes.length > 1)).toBe(true);
    expect(desk.receiver.values().some((value) => (value.messages?.length ?? 0) > 1)).toBe(true);
    const parsed = parseDelivery(bytes ?? Buffer.alloc(0));
    expect(parsed.ok && parsed.facts.filter((fact) => fact.kind === "message")).toHaveLength(25);
  });

  it("leaves contacts out, mixes unknown things in, and flips the phone", async () => {
    desk = await openDesk({ knobs: { missingContacts: 1, unknownInjection: 1, hiddenFlip: 1 } }, false);
    say("Oi");
    await desk.sim.drain();
    const own = desk.receiver.values().find((value) => value.messages?.[0]?.type === "text");
    expect(own).not.toHaveProperty("contacts");
    expect(own?.messages?.[0]).not.toHaveProperty("from");
    expect(desk.receiver.values()).toHaveLength(2);
  });

  it("tells sent before the call is answered", async () => {
    desk = await openDesk({ knobs: { statusBeforeResponse: 1 } });
    const order: string[] = [];
    const answer = desk.send({ type: "text", text: { body: "a" } }).then(() => order.push("answer"));
    const seen = (async () => {
      while (desk.receiver.statuses().length === 0) await new Promise((resolve) => setImmediate(resolve));
      order.push("status");
    })();
    await Promise.all([answer, seen]);
    expect(order).toEqual(["status", "answer"]);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
  });

  it("fails after delivered", async () => {
    desk = await openDesk({ knobs: { failedAfterDelivered: 1 } });
    await desk.send({ type: "text", text: { body: "a" } });
    await desk.sim.drainStatuses();
    const statuses = desk.receiver.statuses().map((one) => one.status);
    expect(statuses.toSorted()).toEqual(["delivered", "failed", "sent"]);
    expect(desk.sim.messages("lia").at(-1)?.status).toBe("delivered");
  });

  it("repeats itself from the same seed", async () => {
    const run = async (): Promise<string[]> => {
      desk = await openDesk({ seed: 99, knobs: { duplicate: 0.4, reorderMs: 900 } }, false);
      for (let index = 0; index < 15; index++) say(String(index));
      await desk.sim.drainStatuses();
      return desk.sim.ledger.deliveries.all().map((one) => `${one.attempts[0]?.at} ${one.items}`);
    };
    const first = await run();
    await desk.stop();
    expect(await run()).toEqual(first);
  });
});
