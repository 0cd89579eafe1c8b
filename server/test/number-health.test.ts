import { encodeLikeMeta } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accepting, HOUR, lia, message, PipelineWorld, START, type Row } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const WABA = "300100200300400";

/** Meta tells something of numbers; `at` in epoch milliseconds. */
async function told(field: string, value: Row, at = START, entryId = WABA): Promise<void> {
  const entry = [{ id: entryId, time: Math.floor(at / 1000), changes: [{ field, value }] }];
  await world.deliver(Buffer.from(encodeLikeMeta({ object: "whatsapp_business_account", entry })));
  await world.lanes().drain();
}
const ban = (state: string, at: number): Promise<void> =>
  told("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: state } }, at);
const ill = (): Promise<Row[]> =>
  world.rows(
    sql<Row>`SELECT c.name, kind, cause, stops FROM channel_trouble JOIN channel c ON c.id = channel_id WHERE ended_at IS NULL ORDER BY c.name, kind, cause`,
  );
const events = async (): Promise<unknown[]> =>
  (
    await world.rows(
      sql<Row>`SELECT type FROM event WHERE type LIKE 'channel.%' AND type <> 'channel.notice' ORDER BY id`,
    )
  ).map((row) => row["type"]);

describe("what Meta says of a number", () => {
  it("is kept by number, the newest word of each matter, whatever the order", async () => {
    await world.secondNumber();
    await told("phone_number_quality_update", {
      display_phone_number: "5511900000009",
      event: "THROUGHPUT_UPGRADE",
    });
    const limit = { max_daily_conversations_per_business: 10_000 };
    await told("business_capability_update", limit, START + 5000, "555000555000");
    await told("business_capability_update", { max_daily_conversations_per_business: 250 }, START);
    const rows = await world.rows(
      sql<Row>`SELECT messaging_limit AS "limit", throughput, messages_per_second AS pace FROM channel`,
    );
    expect(rows).toEqual([
      { limit: "TIER_10K", throughput: null, pace: 80 },
      { limit: "TIER_10K", throughput: null, pace: 80 },
    ]);
  });

  it("raises the pace of a number whose throughput was raised", async () => {
    const name = "+55 11 90000-0001";
    await told("phone_number_quality_update", { display_phone_number: name, event: "THROUGHPUT_UPGRADE" });
    expect(await world.value(sql<Row>`SELECT messages_per_second FROM channel`)).toBe(1000);
  });

  it("an illness is told once, ends once, and an old word that comes late changes nothing", async () => {
    await ban("SCHEDULE_FOR_DISABLE", START);
    await ban("SCHEDULE_FOR_DISABLE", START);
    expect(await ill()).toMatchObject([{ kind: "ban", cause: "SCHEDULE_FOR_DISABLE" }]);
    await ban("REINSTATE", START + 2000);
    await ban("SCHEDULE_FOR_DISABLE", START + 1000);
    expect(await ill()).toEqual([]);
    await ban("SCHEDULE_FOR_DISABLE", START + 3000);
    await ban("REINSTATE", START + 2500);
    expect(await ill()).toHaveLength(1);
    expect(await events()).toEqual([
      "channel.trouble_began",
      "channel.trouble_ended",
      "channel.trouble_began",
    ]);
  });

  it("speaks of every number of the business account it names, and of no other's", async () => {
    await world.secondNumber();
    const gone = (waba: string): Promise<void> =>
      told(
        "account_update",
        { event: "PARTNER_REMOVED", waba_info: { waba_id: waba } },
        START,
        "555000555000",
      );
    await gone("999");
    expect(await ill()).toEqual([]);
    await gone(WABA);
    expect(await ill()).toHaveLength(2);
  });

  it("a banned account's number holds its sends until it is reinstated", async () => {
    await world.hear(message(lia, "oi"));
    await ban("DISABLE", START);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toEqual([]);
    expect(await world.said()).toEqual(["queued"]);
    await ban("REINSTATE", START + HOUR / 60);
    await world.send(graph);
    expect(await world.said()).toEqual(["accepted"]);
    expect(await events()).toEqual([
      "channel.trouble_began",
      "channel.paused",
      "channel.trouble_ended",
      "channel.resumed",
    ]);
  });

  it("an error of the account is shown and passes by itself", async () => {
    await told("messages", {
      metadata: { phone_number_id: "400500600700800" },
      errors: [{ code: 130429, title: "Rate limit hit" }],
    });
    expect(await ill()).toMatchObject([{ kind: "error", cause: "130429" }]);
    expect(await world.value(sql<Row>`SELECT until = since + interval '1 hour' FROM channel_trouble`)).toBe(
      true,
    );
  });
});
