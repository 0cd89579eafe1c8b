import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callBusiness } from "./calls.ts";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

const { phoneNumberId: NUMBER } = DEFAULT_NUMBER;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({}, false);
});
afterEach(() => desk.stop());

const control = (path: string, body: unknown): Promise<Response> =>
  fetch(`${desk.sim.url}/__sim${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const changes = () =>
  desk.receiver.received.flatMap(({ json }) => json.entry.flatMap((entry) => entry.changes));

describe("calls", () => {
  const lia = () =>
    desk.sim.users().find((user) => user.id === "lia") as ReturnType<typeof desk.sim.users>[number];

  it("ring twenty seconds when nobody answers, and open the window", async () => {
    const id = callBusiness(desk.sim, lia());
    await desk.sim.drainStatuses();
    expect(changes().map((one) => one.value.calls)).toMatchObject([
      [{ id, from: "5511987654321", to: "5511900000001", event: "connect", direction: "USER_INITIATED" }],
      [{ id, event: "terminate", status: "FAILED" }],
    ]);
    expect((await desk.send({ type: "text", text: { body: "Você ligou?" } })).status).toBe(200);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
  });

  it("tell how long they lasted", async () => {
    expect((await control("/users/lia/calls", { seconds: 90 })).status).toBe(201);
    await desk.sim.drain();
    desk.sim.advance(90_000);
    await desk.sim.drain();
    expect(changes().at(-1)?.value.calls).toMatchObject([
      { event: "terminate", status: "COMPLETED", duration: 90 },
    ]);
  });
});

describe("calls of other kinds", () => {
  it("are turned away by somebody, and end at once", async () => {
    await control("/users/lia/calls", { rejected: true, seconds: 90 });
    desk.sim.advance(3_000);
    await desk.sim.drain();
    expect(changes().map((one) => one.value.calls)).toMatchObject([
      [{ event: "connect" }],
      [{ event: "terminate", status: "FAILED" }],
    ]);
  });

  it.each([
    ["accepted", ["RINGING", "ACCEPTED"], { status: "COMPLETED", duration: 30 }],
    ["rejected", ["RINGING", "REJECTED"], { status: "FAILED" }],
    ["none", ["RINGING"], { status: "FAILED" }],
  ])("of the business are told as statuses of the call and by its end: %s", async (answer, words, end) => {
    const call = await control(`/numbers/${NUMBER}/calls`, { userId: "lia", answer, seconds: 30 });
    expect(call.status).toBe(201);
    await desk.sim.drainStatuses();
    const told = changes().filter((one) => one.field === "calls");
    const statuses = told.flatMap((one) => (one.value.statuses ?? []) as Record<string, unknown>[]);
    expect(statuses.map((one) => [one["type"], one["status"], one["recipient_id"]])).toEqual(
      words.map((word) => ["call", word, "5511987654321"]),
    );
    expect(told.at(-1)?.value.calls).toMatchObject([
      {
        direction: "BUSINESS_INITIATED",
        event: "terminate",
        from: "5511900000001",
        to: "5511987654321",
        ...end,
      },
    ]);
    const sent = await desk.send({ type: "text", text: { body: "Liguei" } });
    expect(sent.status).toBe(200);
    await desk.sim.drainStatuses();
    // a call of ours opens no window
    expect(desk.receiver.statuses().map((one) => one.status)).toContain("failed");
  });
});
