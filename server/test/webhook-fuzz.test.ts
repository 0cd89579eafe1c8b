import { encodeLikeMeta, parseDelivery, signBody } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channel, openDesk, type Desk } from "./desk-world.ts";
import { laneLoop } from "../src/modules/channels/index.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { changesMessage } from "../src/modules/conversations/facts.incoming.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { NUMBER } from "./webhook-corpus-parts.ts";
import { EXAMPLES } from "./webhook-corpus.ts";
import { fuzzed, SEED } from "./webhook-fuzz-world.ts";

type Row = Record<string, unknown>;
/** of the 100,000 that webhook-corpus.test.ts reads without a database; `BALCAO_FUZZ_BODIES` for more */
const SAMPLE = Number(process.env["BALCAO_FUZZ_BODIES"] ?? 3000);
/** what Meta posts at once */
const AT_ONCE = 50;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ withBot: true });
});
afterAll(() => desk.close());

const rows = async (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await statement.execute(desk.world.deps.system)).rows;
const count = async (statement: ReturnType<typeof sql<Row>>): Promise<number> =>
  Number(Object.values((await rows(statement))[0] ?? {})[0]);

/** Posts a body as Meta does; answers the status. */
async function post(body: Buffer): Promise<number> {
  const answer = await desk.app.inject({
    method: "POST",
    url: `/webhooks/whatsapp/${desk.ours.channelId}`,
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": signBody(body, channel(NUMBER).appSecret),
    },
    payload: body,
  });
  return answer.statusCode;
}
const handle = async (): Promise<void> => {
  const { deps } = desk.world;
  await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
};
/** What was set aside for another reason than that it could not be read: a defect of ours. */
const defects = async (): Promise<Row[]> =>
  (
    await rows(sql<Row>`SELECT kind, error, left(payload::text, 400) AS payload FROM quarantined_fact`)
  ).filter(({ error }) => !/^[a-z_]+$/.test(String(error)));

/** Is it an entry of a thread, wherever it comes? WhatsApp's own notices open no conversation, and are told where one is open. */
const isShown = (content: Parameters<typeof changesMessage>[0]): boolean =>
  !changesMessage(content) && content.type !== "system" && content.type !== "welcome_request";

describe("over the wire, into PostgreSQL", () => {
  it("every example of the wire facts is taken, handled, and shown", { timeout: 120_000 }, async () => {
    const shown: string[] = [];
    for (const [index, { field, value, name }] of EXAMPLES.entries()) {
      // each under ids of its own: what came already would only be a repetition
      const own = JSON.stringify({ field, value }).replace(/\b(wamid|wacid)\./g, `$1.example${index}.`);
      const entry = [{ id: "300100200300400", changes: [JSON.parse(own)] }];
      const body = Buffer.from(encodeLikeMeta({ object: "whatsapp_business_account", entry }));
      desk.world.clock.set(desk.world.clock.now() + 1000);
      expect([name, await post(body)]).toEqual([name, 200]);
      await handle();
      const parsed = parseDelivery(body);
      for (const fact of parsed.ok ? parsed.facts : [])
        if ((fact.kind === "message" || fact.kind === "echo") && isShown(fact.content))
          shown.push(fact.wamid);
    }
    expect(await rows(sql<Row>`SELECT kind, error FROM quarantined_fact`)).toEqual([]);
    expect(await count(sql<Row>`SELECT count(*) FROM fact`)).toBe(0);
    const inThreads = await rows(sql<Row>`SELECT wamid FROM message WHERE wamid = ANY(${shown})`);
    expect(inThreads.map(({ wamid }) => String(wamid)).toSorted()).toEqual(shown.toSorted());
    // what nothing follows from can still be read
    const ledger: Row[] = [];
    const helena = await desk.cookie(desk.ours, "Helena");
    for (let cursor: string | null = ""; cursor !== null;) {
      const { body } = await desk.call(helena, "GET", `/api/webhooks?limit=100${cursor}`);
      ledger.push(...(body["items"] as Row[]));
      cursor = typeof body["nextCursor"] === "string" ? `&cursor=${body["nextCursor"]}` : null;
    }
    expect(ledger.map(({ result, fields, facts }) => ({ result, fields, facts })).toReversed()).toEqual(
      EXAMPLES.map(({ field, tells }) => ({ result: "done", fields: [field], facts: tells.length })),
    );
  });

  it(
    `${SAMPLE} that were tampered with: no 5xx, no crash, no lost neighbour (seed ${SEED})`,
    async () => {
      const before = await count(sql<Row>`SELECT count(*) FROM webhook_delivery`);
      for (let first = 0; first < SAMPLE; first += AT_ONCE) {
        const bodies = Array.from({ length: AT_ONCE }, (_, one) => fuzzed(first + one));
        const answers = await Promise.all(bodies.map(({ body }) => post(body)));
        expect(answers.flatMap((status, one) => (status === 200 ? [] : [[first + one, status]]))).toEqual([]);
        await handle();
      }
      expect(await defects()).toEqual([]);
      expect(await count(sql<Row>`SELECT count(*) FROM fact`)).toBe(0);
      // byte for byte in the ledger, and each whole message in a thread, once
      expect(await count(sql<Row>`SELECT count(*) FROM webhook_delivery`)).toBe(before + SAMPLE);
      const kept = await rows(sql<Row>`SELECT wamid FROM message WHERE wamid LIKE 'wamid.neighbour.%'`);
      const known = new Set(kept.map(({ wamid }) => wamid));
      const lost = Array.from({ length: SAMPLE }, (_, index) => fuzzed(index).neighbours)
        .flat()
        .filter((id) => !known.has(id));
      expect(lost).toEqual([]);
    },
    240_000 + 20 * SAMPLE,
  );
});
