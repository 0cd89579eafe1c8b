import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk, type Desk } from "./desk-world.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

it("lists the account's numbers to administrators, without their secrets", async () => {
  await sql`UPDATE channel SET paused_code = 190, paused_at = '2026-11-23T12:00:00Z' WHERE id = ${desk.ours.channelId}`.execute(
    desk.world.deps.system,
  );
  const { status, body } = await desk.call(await desk.cookie(desk.ours, "Helena"), "GET", "/api/channels");
  expect(status).toBe(200);
  expect(body["items"]).toEqual([
    {
      id: desk.ours.channelId,
      name: expect.any(String) as string,
      phoneNumberId: expect.any(String) as string,
      wabaId: expect.any(String) as string,
      displayPhone: expect.any(String) as string,
      state: null,
      paused: { code: 190, since: "2026-11-23T12:00:00.000Z" },
      lastWebhookAt: null,
      firstTeamId: null,
      version: 1,
    },
  ]);
});
