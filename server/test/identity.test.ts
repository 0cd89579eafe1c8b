import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Company } from "../src/demo/company.ts";
import { laneOf } from "../src/modules/channels/index.ts";
import { oneBatch } from "../src/modules/channels/lane-batch.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import {
  accepting,
  envelope,
  fakeGraph,
  lia,
  message,
  PipelineWorld,
  START,
  system,
  type Person,
  type Row,
} from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

/** People who go by a contact of their own. */
const contacts = (): Promise<unknown> =>
  world.value(sql<Row>`SELECT count(*) FROM contact WHERE merged_into IS NULL`);
const openConversations = (): Promise<Row[]> =>
  world.rows(
    sql<Row>`SELECT contact_id AS contact, recipient_value AS recipient FROM conversation WHERE status <> 'closed' ORDER BY opened_at`,
  );
/** Counters that the lists show, beside the same counted anew. */
async function counters(): Promise<{ kept: Row[]; counted: Row[] }> {
  const kept = await world.rows(
    sql<Row>`SELECT owner, status, sum(conversations)::int AS n, sum(unread)::int AS unread FROM conversation_counter WHERE conversations <> 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const counted = await world.rows(
    sql<Row>`SELECT owner, status, count(*)::int AS n, count(*) FILTER (WHERE unread > 0)::int AS unread FROM conversation GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return { kept, counted };
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

describe("one person under many ids", () => {
  /** The four ways of seeing one person: without the ninth digit, with it, by user id only, by both. */
  const sightings = (number: number): Person[] => {
    const tail = String(80_000_000 + number);
    const bsuid = `BR.${7000 + number}`;
    return [{ waId: `5541${tail}` }, { waId: `55419${tail}` }, { bsuid }, { waId: `55419${tail}`, bsuid }];
  };

  it("is one contact with one open conversation in every order of arrival, message by message", async () => {
    const orders = permutations([0, 1, 2, 3]);
    for (let turn = 0; turn < 4; turn++)
      await world.hear(
        ...orders.map((order, person) => {
          const seen = sightings(person)[order[turn] ?? 0] ?? {};
          return message(seen, `m${turn}`, START + turn * 1000);
        }),
      );
    expect(await contacts()).toBe(orders.length);
    expect(await openConversations()).toHaveLength(orders.length);
    expect(await world.value(sql<Row>`SELECT count(*) FROM message WHERE direction = 'in'`)).toBe(96);
    const { kept, counted } = await counters();
    expect(kept).toEqual(counted);
  });

  it("is one contact in every order of arrival within one batch", async () => {
    const orders = permutations([0, 1, 2, 3]);
    await world.hear(
      ...orders.flatMap((order, person) =>
        order.map((which, turn) => message(sightings(person)[which] ?? {}, `m${turn}`, START + turn * 1000)),
      ),
    );
    expect(await contacts()).toBe(orders.length);
    expect(await openConversations()).toHaveLength(orders.length);
  });

  it("keeps the conversation that people have when two prove to be one person's, and the bot falls silent in the other", async () => {
    await world.hear(message({ bsuid: "BR.5" }, "atendente"));
    await world.hear(message({ waId: "5511999990000" }, "oi", START - 1000));
    await world.hear(message({ waId: "5511999990000", bsuid: "BR.5" }, "sou eu", START + 2000));
    expect(await contacts()).toBe(1);
    expect(
      await world.rows(sql<Row>`SELECT owner, status, close_reason FROM conversation ORDER BY opened_at`),
    ).toEqual([
      { owner: "bot", status: "closed", close_reason: "merged" },
      { owner: "team", status: "open", close_reason: null },
    ]);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toEqual([]);
    expect(await world.said()).toContain("cancelled");
    const { kept, counted } = await counters();
    expect(kept).toEqual(counted);
  });

  it("is known again by the form of the number that Graph answers with", async () => {
    const mexico: Person = { waId: "5215511112222" };
    await world.hear(message(mexico, "hola"));
    await world.send(
      fakeGraph(() =>
        Response.json({ messages: [{ id: "wamid.mx" }], contacts: [{ wa_id: "525511112222" }] }),
      ),
    );
    await world.hear(message({ waId: "525511112222" }, "sigo aquí", START + 1000));
    expect(await contacts()).toBe(1);
  });
});

describe("one person in two lanes at once", () => {
  let second: Company;
  beforeEach(async () => {
    second = await world.secondNumber();
  });

  /** Works one number's lane, and waits before the commit until it may. */
  function batchOf(company: Company): { handled: Promise<void>; commit: () => void; done: Promise<number> } {
    let commit = (): void => undefined;
    let report = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const handled = new Promise<void>((resolve) => (report = resolve));
    const { deps } = world.world;
    const handle = factHandler(deps, ticketDesk(deps));
    const done = oneBatch(
      {
        db: deps.system,
        handle: async (tx, facts) => {
          await handle(tx, facts);
          report();
          await mayCommit;
        },
      },
      [laneOf(company.channelId)],
    );
    return { handled, commit: () => commit(), done };
  }

  /** The first number's batch is handled but not committed when the second's comes. */
  async function race(first: Person, other: Person): Promise<void> {
    await world.deliver(envelope({ messages: [message(first, "um", START + 5000)] }));
    await world.deliverTo(second, envelope({ messages: [message(other, "dois", START + 5000)] }));
    const ahead = batchOf(world.company);
    await ahead.handled;
    const behind = batchOf(second);
    behind.commit();
    await world.waitForLock();
    ahead.commit();
    expect(await Promise.all([ahead.done, behind.done])).toEqual([1, 1]);
  }

  it.each([
    ["both forms of the number", { waId: "554187654321" }, { waId: "5541987654321" }],
    ["number and user id, then the user id only", lia, { bsuid: lia.bsuid }],
    ["the user id only, then both", { bsuid: lia.bsuid }, lia],
  ])("is one contact: %s", async (_name, first, other) => {
    await race(first, other);
    expect(await contacts()).toBe(1);
    expect(await openConversations()).toHaveLength(2);
  });

  it("is one contact when a known number brings its user id while the id alone writes to the other", async () => {
    await world.hear(message({ waId: lia.waId }, "oi"));
    await race(lia, { bsuid: lia.bsuid });
    expect(await contacts()).toBe(1);
  });

  it("follows a merge that was committed while it waited", async () => {
    await world.hear(message({ waId: lia.waId }, "oi"), message({ bsuid: lia.bsuid }, "oi", START + 1000));
    expect(await contacts()).toBe(2);
    await race(lia, { bsuid: lia.bsuid });
    expect(await contacts()).toBe(1);
    const people = new Set((await openConversations()).map((row) => row["contact"]));
    expect(people.size).toBe(1);
  });
});

describe("screens", () => {
  const told = (): Promise<Row[]> =>
    world.rows(sql<Row>`SELECT type, conversation_id AS conversation FROM event ORDER BY id`);

  it("are told of everything in which a person shows who proves to be somebody known", async () => {
    const second = await world.secondNumber();
    await world.hear(message({ waId: lia.waId }, "oi"));
    await world.deliverTo(second, envelope({ messages: [message({ bsuid: lia.bsuid }, "oi")] }));
    await world.settle();
    const elsewhere = await world.value(
      sql<Row>`SELECT id FROM conversation WHERE channel_id = ${second.channelId}`,
    );
    await world.hear(message(lia, "sou eu", START + 1000));
    expect(await contacts()).toBe(1);
    expect(await told()).toContainEqual({ type: "contact.changed", conversation: elsewhere });
  });

  it("are told that a window moved, by a reaction to a message from before the number came here too", async () => {
    await world.hear(message(lia, "oi"));
    const reaction = { message_id: "wamid.before", emoji: "👍" };
    const { text: _, ...sign } = message(lia, "", START + 60_000);
    await world.hear({ ...sign, type: "reaction", reaction });
    expect((await told()).map(({ type }) => type)).toContain("conversation.window_moved");
  });
});

describe("a person who moves", () => {
  const moved = { type: "user_changed_number", body: "Lia mudou", wa_id: "5521988887777" };

  it("is the same contact under the new number, and is answered there", async () => {
    await world.hear(message(lia, "oi"));
    await world.hear(system(lia, { ...moved, user_id: "BR.9999", previous_user_id: lia.bsuid }));
    expect((await openConversations()).map((row) => row["recipient"])).toEqual(["5521988887777"]);
    await world.hear(message({ waId: "5521988887777", bsuid: "BR.9999" }, "agora aqui", START + 9000));
    expect(await contacts()).toBe(1);
    expect(await openConversations()).toHaveLength(1);
    expect(await world.value(sql<Row>`SELECT phone FROM contact`)).toBe("5521988887777");
  });

  it("is the same contact when only the user id is known and changes", async () => {
    await world.hear(message({ bsuid: "BR.1" }, "oi"));
    await world.hear(
      system({ bsuid: "BR.1" }, { type: "user_changed_user_id", user_id: "BR.2", previous_user_id: "BR.1" }),
    );
    await world.hear(message({ bsuid: "BR.2" }, "mudei", START + 9000));
    expect(await contacts()).toBe(1);
    expect((await openConversations()).map((row) => row["recipient"])).toEqual(["BR.2"]);
  });

  it("does not become somebody who has that number already", async () => {
    await world.hear(message(lia, "oi"), message({ waId: "5521988887777", bsuid: "BR.8" }, "sou outra"));
    await world.hear(system(lia, moved));
    expect(await contacts()).toBe(2);
  });

  it("is told in the thread, is not answered by the bot, and opens no conversation", async () => {
    await world.hear(system(lia, moved));
    expect(await openConversations()).toEqual([]);
    await world.hear(message(lia, "oi"));
    await world.hear(system(lia, moved, START + 1000));
    const kinds = await world.rows(sql<Row>`SELECT author, kind FROM message ORDER BY at, seq`);
    expect(kinds.map((row) => `${String(row["author"])}:${String(row["kind"])}`)).toEqual([
      "contact:text",
      "bot:buttons",
      "contact:system",
    ]);
  });
});
