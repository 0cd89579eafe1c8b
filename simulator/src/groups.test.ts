import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({}, false);
  desk.sim.addUser({ id: "rui", name: "Rui Melo", waId: "5521999990000" });
});
afterEach(() => desk.stop());

async function control(method: string, path: string, body?: unknown) {
  const init =
    body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${desk.sim.url}/__sim${path}`, { method, ...init });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
/** What was told, as field and change, in the order of its making. */
async function told(): Promise<unknown[]> {
  await desk.sim.drain();
  return desk.receiver.received.flatMap(({ json }) =>
    json.entry.flatMap(({ changes }) =>
      changes.map(({ field, value }) => [
        field,
        (value as Record<string, unknown>)["groups"] ?? value.messages,
      ]),
    ),
  );
}

describe("groups", () => {
  it("are made, changed, suspended and deleted, each told by its own field", async () => {
    const made = await control("POST", "/groups", { subject: "Vizinhos", participants: ["lia"] });
    expect(made.status).toBe(201);
    const id = String(made.body["id"]);
    await control("PATCH", `/groups/${id}`, { subject: "Vizinhos do jardim", add: ["rui"], remove: ["lia"] });
    await control("PATCH", `/groups/${id}`, { suspended: true });
    expect((await control("GET", `/groups/${id}`)).body).toMatchObject({
      participants: ["rui"],
      suspended: true,
    });
    await control("DELETE", `/groups/${id}`);
    expect((await control("GET", "/groups")).body).toEqual([]);
    const one = {
      group_id: id,
      timestamp: expect.stringMatching(/^\d{10}$/),
      request_id: expect.any(String),
    };
    expect((await told()).toSorted()).toEqual(
      [
        [
          "group_lifecycle_update",
          [
            {
              ...one,
              type: "group_create",
              subject: "Vizinhos",
              added_participants: [{ input: "+5511987654321", wa_id: "5511987654321" }],
            },
          ],
        ],
        ["group_settings_update", [{ ...one, type: "group_settings_update", subject: "Vizinhos do jardim" }]],
        [
          "group_participants_update",
          [
            {
              ...one,
              type: "group_add_participants",
              added_participants: [{ input: "+5521999990000", wa_id: "5521999990000" }],
            },
          ],
        ],
        [
          "group_participants_update",
          [
            {
              ...one,
              type: "group_remove_participants",
              removed_participants: [{ input: "+5511987654321", wa_id: "5511987654321" }],
            },
          ],
        ],
        ["group_status_update", [{ ...one, type: "group_suspend" }]],
        ["group_lifecycle_update", [{ ...one, type: "group_delete" }]],
      ].toSorted(),
    );
  });

  it("are written in by who is in them: told with the group, outside the person's own chat, and without a window", async () => {
    const { body } = await control("POST", "/groups", { subject: "Vizinhos", participants: ["lia"] });
    await desk.sim.drain();
    desk.receiver.received.length = 0;
    const wanted = { type: "text", text: "Alguém?", groupId: body["id"] };
    expect((await control("POST", "/users/lia/messages", wanted)).status).toBe(201);
    expect((await control("POST", "/users/rui/messages", wanted)).status).toBe(400);
    expect((await control("POST", "/users/lia/messages", { ...wanted, groupId: "no" })).status).toBe(400);
    expect(await told()).toMatchObject([
      [
        "messages",
        [{ from: "5511987654321", group_id: body["id"], type: "text", text: { body: "Alguém?" } }],
      ],
    ]);
    expect(desk.sim.messages("lia")).toEqual([]);
    await desk.send({ type: "text", text: { body: "Oi" } });
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code: 131047 }] }]);
  });

  it("are refused when they do not fit", async () => {
    for (const body of [
      {},
      { subject: "" },
      { subject: "x", participants: ["nobody"] },
      { subject: "x", participants: "lia" },
    ])
      expect((await control("POST", "/groups", body)).status, JSON.stringify(body)).toBe(400);
    expect((await control("POST", "/groups", { subject: "x", phoneNumberId: "1" })).status).toBe(400);
    expect(await told()).toEqual([]);
  });
});
