import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { timerLoop } from "../src/modules/conversations/index.ts";
import { HOUR, lia, message, PipelineWorld, START, type Row } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const person = (index: number) => ({ waId: `55119${String(90_000_000 + index)}` });
const warnings = (): Promise<unknown> =>
  world.value(sql<Row>`SELECT count(*) FROM message WHERE text LIKE 'Ainda está aí%'`);
const closed = (): Promise<unknown> =>
  world.value(sql<Row>`SELECT count(*) FROM conversation WHERE status = 'closed'`);
const at = async (moment: number): Promise<void> => {
  world.clock.set(moment);
  await world.settle();
};

describe("inactivity (12 hours, with a warning an hour before)", () => {
  it("comes neither early nor twice", async () => {
    await world.hear(message(lia, "oi"));
    await at(START + 11 * HOUR - 1);
    expect(await warnings()).toBe(0);
    await at(START + 11 * HOUR + 1000);
    expect(await warnings()).toBe(1);
    await at(START + 12 * HOUR - 1);
    expect([await warnings(), await closed()]).toEqual([1, 0]);
    await at(START + 12 * HOUR + 2000);
    expect([await warnings(), await closed()]).toEqual([1, 1]);
    await at(START + 48 * HOUR);
    expect([await warnings(), await closed()]).toEqual([1, 1]);
  });

  it("is put off by the customer's next message", async () => {
    await world.hear(message(lia, "oi"));
    await at(START + 10 * HOUR);
    await world.hear(message(lia, "ainda aqui", START + 10 * HOUR));
    await at(START + 13 * HOUR);
    expect([await warnings(), await closed()]).toEqual([0, 0]);
    await at(START + 22 * HOUR + 3000);
    await at(START + 23 * HOUR);
    expect(await closed()).toBe(1);
  });

  it("lets a message of the same moment win, whichever of the two is handled first", async () => {
    await world.hear(message(lia, "oi"));
    await at(START + 11 * HOUR + 1000);
    world.clock.set(START + 12 * HOUR + 2000);
    await timerLoop(world.world.deps).drain();
    // the timer's fact is in its lane already when the customer writes
    await world.hear(message(lia, "voltei", START + 12 * HOUR + 1000));
    const open = await world.value(sql<Row>`SELECT count(*) FROM conversation WHERE status = 'open'`);
    expect(open).toBe(1);
    const words = await world.value(sql<Row>`SELECT count(*) FROM message WHERE text = 'voltei'`);
    expect(words).toBe(1);
  });

  it("after a day off, is decided once for each conversation, however many loops look at once", async () => {
    await world.hear(...Array.from({ length: 40 }, (_, index) => message(person(index), "oi")));
    world.clock.set(START + 36 * HOUR);
    const taken = await Promise.all([
      timerLoop(world.world.deps).drain(),
      timerLoop(world.world.deps).drain(),
      timerLoop(world.world.deps).drain(),
    ]);
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(40);
    await world.lanes().drain();
    await at(START + 40 * HOUR);
    expect(await closed()).toBe(40);
    // the window is closed by then: nothing is said that could not be delivered
    expect(await warnings()).toBe(0);
    const told = await world.value(
      sql<Row>`SELECT count(*) FROM event WHERE type = 'conversation.closed' AND data->>'reason' = 'inactivity'`,
    );
    expect(told).toBe(40);
  });

  it("survives a death between taking the timer and putting its fact into the lane", async () => {
    await world.hear(message(lia, "oi"));
    world.clock.set(START + 36 * HOUR);
    const { takeDueTimers } = await import("../src/modules/conversations/timers.queries.ts");
    await expect(
      world.world.deps.system.transaction().execute(async (tx) => {
        expect(await takeDueTimers(tx, world.clock.now(), 10)).toHaveLength(1);
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    await at(START + 36 * HOUR);
    expect(await closed()).toBe(1);
  });

  it("is not early on a clock that went back, nor lost on one that leapt ahead", async () => {
    await world.hear(message(lia, "oi"));
    await at(START - 24 * HOUR);
    expect([await warnings(), await closed()]).toEqual([0, 0]);
    await at(START + 24 * HOUR * 30);
    expect(await closed()).toBe(1);
  });
});
